"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.codebuild import api, authorization, control, providers, restore

SERVICE = Extension(
    "codebuild",
    patches=(api.install,),
    providers=providers.PROVIDERS,
    authorization=(authorization.install,),
    routes=control.ROUTES,
    named=restore.NAMED,
)
