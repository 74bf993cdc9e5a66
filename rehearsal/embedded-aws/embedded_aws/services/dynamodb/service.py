"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.dynamodb import items, providers, restore

SERVICE = Extension(
    "dynamodb",
    patches=(items.install,),
    providers=providers.PROVIDERS,
    named=restore.NAMED,
)
