"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.servicequotas import quotas, restore

SERVICE = Extension(
    "servicequotas",
    patches=(quotas.install,),
    routes=quotas.ROUTES,
    restores=restore.PARTS,
)
