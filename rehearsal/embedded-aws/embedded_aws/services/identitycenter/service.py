"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.identitycenter import instances

SERVICE = Extension(
    "identitycenter",
    patches=(instances.install,),
    routes=instances.ROUTES,
    restores=instances.PARTS,
)
