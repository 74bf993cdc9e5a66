"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.account import api, control, restore

SERVICE = Extension(
    "account",
    patches=(api.install,),
    routes=control.ROUTES,
    restores=restore.PARTS,
)
