"""IAM Access Analyzer: analyzers of accounts and of the organization. None finds anything.

https://docs.aws.amazon.com/access-analyzer/latest/APIReference/Welcome.html
"""


def install() -> None:
    from embedded_aws import mounting
    from embedded_aws.cloudformation import provider
    from embedded_aws.lookup.organizations import on_deregistered
    from embedded_aws.services.accessanalyzer import models, providers, urls

    mounting.mount("accessanalyzer", "access-analyzer", models, urls)
    provider.register(providers.AnalyzerProvider())
    on_deregistered(models.PRINCIPAL, models.administrator_deregistered)
