"""Glue: databases and tables of stacks, in the data catalog."""


def install() -> None:
    """Adds what makes AWS::Glue::Database and AWS::Glue::Table."""
    from embedded_aws.services.glue import providers

    providers.install()
