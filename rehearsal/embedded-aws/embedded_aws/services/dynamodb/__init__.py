"""DynamoDB: tables of stacks, with every property that moto's model leaves out."""


def install() -> None:
    from embedded_aws.services.dynamodb import providers

    providers.install()
