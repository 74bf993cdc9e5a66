"""DynamoDB: tables of stacks, with every property that moto's model leaves out, and their items."""


def install() -> None:
    from embedded_aws.services.dynamodb import items, providers

    items.install()
    providers.install()
