"""Finds images in the repositories of ECR."""


def has(account_id: str, region: str, repository: str, reference: str) -> bool:
    """Whether the repository has an image of this tag, or of this digest."""
    from moto.ecr.models import ecr_backends

    found = ecr_backends[account_id][region].repositories.get(repository)
    images = found.images if found is not None else []
    return any(reference in image.image_tags or reference == image.image_digest for image in images)
