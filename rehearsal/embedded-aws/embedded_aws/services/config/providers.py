"""AWS::Config::*, placed in two modules by who they concern."""


def install() -> None:
    from embedded_aws.services.config import account_providers, organization_providers

    account_providers.install()
    organization_providers.install()
