"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.kms import authorization, providers, restore

SERVICE = Extension(
    "kms",
    providers=providers.PROVIDERS,
    authorization=(authorization.install,),
    restores=restore.PARTS,
)
