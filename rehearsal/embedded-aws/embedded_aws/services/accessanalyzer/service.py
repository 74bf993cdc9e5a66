"""What is installed of the service."""

from functools import partial

from embedded_aws import mounting
from embedded_aws.extension import Extension
from embedded_aws.lookup.organizations import on_deregistered
from embedded_aws.services.accessanalyzer import models, providers, restore, urls

SERVICE = Extension(
    "accessanalyzer",
    patches=(partial(mounting.mount, "accessanalyzer", "access-analyzer", models, urls),),
    providers=providers.PROVIDERS,
    offers=(partial(on_deregistered, models.PRINCIPAL, models.administrator_deregistered),),
    restores=restore.PARTS,
)
