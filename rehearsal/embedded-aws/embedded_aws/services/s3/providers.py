"""AWS::S3::Bucket, with the properties that moto's model leaves out."""

from typing import Any

from embedded_aws.cloudformation.provider import Handled, NotFound, Request, ResourceError, register
from embedded_aws.services.events.refusals import reported
from embedded_aws.services.s3 import properties as settings


def _backend(request: Request) -> Any:
    from moto.s3.models import s3_backends

    return s3_backends[request.account_id]["aws"]


def _name(request: Request) -> str:
    given = request.properties.get("BucketName")
    prefix = request.properties.get("BucketNamePrefix")
    if given:
        return str(given)
    if prefix:
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
        return f"{prefix}-{request.account_id}-{request.region}-an"
    return request.generated_name.lower()


class BucketProvider:
    """A bucket and everything that its template says of it."""

    type_name = "AWS::S3::Bucket"

    @reported
    def create(self, request: Request) -> Handled:
        name = _name(request)
        backend = _backend(request)
        namespace = request.properties.get("BucketNamespace")
        if name in backend.buckets:
            raise ResourceError("AlreadyExists", f"{name} already exists")
        bucket = backend.create_bucket(name, request.region, bucket_namespace=namespace)
        try:
            settings.apply(backend, bucket, request.properties, {})
        except Exception:
            # A bucket that cannot be configured is rolled back with its resource.
            backend.delete_bucket(name)
            raise
        settings.tag(backend, bucket, request.stack_tags, request.properties.get("Tags"))
        return self._handled(bucket)

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        backend = _backend(request)
        bucket = backend.buckets.get(physical_id)
        if bucket is None:
            raise NotFound(physical_id)
        settings.apply(backend, bucket, request.properties, old_properties)
        settings.tag(backend, bucket, request.stack_tags, request.properties.get("Tags"))
        return self._handled(bucket)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        backend = _backend(request)
        bucket = backend.buckets.get(physical_id)
        if bucket is None:
            raise NotFound(physical_id)
        if bucket.keys:
            raise ResourceError("BucketNotEmpty", "The bucket you tried to delete is not empty.")
        backend.delete_bucket(physical_id)

    def _handled(self, bucket: Any) -> Handled:
        return Handled(
            bucket.name,
            {
                "Arn": bucket.arn,
                "DomainName": bucket.domain_name,
                "DualStackDomainName": bucket.dual_stack_domain_name,
                "RegionalDomainName": bucket.regional_domain_name,
                "WebsiteURL": bucket.website_url,
            },
        )


def install() -> None:
    register(BucketProvider())
