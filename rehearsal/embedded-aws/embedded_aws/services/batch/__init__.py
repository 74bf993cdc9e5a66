"""AWS Batch on Fargate: environments, queues, definitions, and jobs that run as local processes.

https://docs.aws.amazon.com/batch/latest/userguide/fargate.html
"""


def install() -> None:
    from embedded_aws.services.batch import api, authorization, control_routes, providers

    api.install()
    authorization.install()
    control_routes.install()
    providers.install()
