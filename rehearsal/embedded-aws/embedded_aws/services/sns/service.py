"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.sns import authorization, control, patches, providers, receiver, restore

SERVICE = Extension(
    "sns",
    patches=(patches.install,),
    providers=providers.PROVIDERS,
    authorization=(authorization.install,),
    routes=control.ROUTES,
    receivers={"sns": receiver.Topics()},
    restores=restore.PARTS,
    named=restore.NAMED,
)
