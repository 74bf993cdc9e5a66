"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.athena import providers, queries, restore

SERVICE = Extension(
    "athena",
    patches=(queries.install,),
    providers=providers.PROVIDERS,
    named=restore.NAMED,
    routes=queries.ROUTES,
)
