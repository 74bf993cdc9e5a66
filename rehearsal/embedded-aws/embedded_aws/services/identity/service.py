"""What is installed of the service."""

from embedded_aws import gate, regions
from embedded_aws.extension import Extension
from embedded_aws.services.identity import (
    authorization,
    credential_report,
    keys,
    last_accessed,
    linked_roles,
    managed_policies,
    providers,
    restore,
    sts,
)

SERVICE = Extension(
    "identity",
    patches=(
        keys.install,
        managed_policies.install,
        credential_report.install,
        last_accessed.install,
        sts.install,
        linked_roles.install,
    ),
    checks=((gate.Phase.REGION, regions.refuse_disabled_region),),
    providers=providers.PROVIDERS,
    authorization=(authorization.install,),
    restores=restore.PARTS,
)
