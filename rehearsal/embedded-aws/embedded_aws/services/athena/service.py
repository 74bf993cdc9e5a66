"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.athena import providers, restore

SERVICE = Extension(
    "athena",
    providers=providers.PROVIDERS,
    named=restore.NAMED,
)
