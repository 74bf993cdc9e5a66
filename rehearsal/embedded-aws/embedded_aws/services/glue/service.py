"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.glue import providers, restore

SERVICE = Extension(
    "glue",
    providers=providers.PROVIDERS,
    named=restore.NAMED,
)
