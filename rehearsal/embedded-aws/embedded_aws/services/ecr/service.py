"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.ecr import providers

SERVICE = Extension(
    "ecr",
    providers=providers.PROVIDERS,
)
