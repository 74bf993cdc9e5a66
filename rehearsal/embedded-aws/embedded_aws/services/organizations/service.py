"""What is installed of the service."""

from embedded_aws.extension import Extension
from embedded_aws.services.organizations import (
    authorization,
    control,
    inherited_policies,
    patches,
    policies,
    restore,
)

SERVICE = Extension(
    "organizations",
    patches=(patches.install, policies.install, inherited_policies.install),
    authorization=(authorization.install,),
    routes=control.ROUTES,
    restores=restore.PARTS,
)
