"""ECR: repositories of stacks. Nothing is pushed to them or pulled."""


def install() -> None:
    from embedded_aws.cloudformation.provider import register
    from embedded_aws.services.ecr.providers import Repository

    register(Repository())
