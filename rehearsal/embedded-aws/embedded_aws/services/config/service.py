"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.config import (
    api,
    authorization,
    control,
    patches,
    providers,
    recorder,
    restore,
    restore_rules,
)

SERVICE = Extension(
    "config",
    patches=(patches.install, recorder.install, api.install),
    providers=providers.PROVIDERS,
    authorization=(authorization.install,),
    routes=control.ROUTES,
    restores=(*restore.PARTS, *restore_rules.PARTS),
    named=restore_rules.NAMED,
)
