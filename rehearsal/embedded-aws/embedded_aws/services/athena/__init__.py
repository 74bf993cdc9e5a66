"""Athena: workgroups and saved queries of stacks. No query runs."""


def install() -> None:
    """Adds what makes AWS::Athena::*."""
    from embedded_aws.services.athena import providers

    providers.install()
