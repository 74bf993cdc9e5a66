"""Who calls, and whether the account, the role and the region let it.

Mends moto's STS and IAM: access keys are found without scanning accounts, a
role is assumed only where its trust policy admits the caller, and a region
that an account has not enabled refuses its calls.
"""

from embedded_aws import gate, regions
from embedded_aws.services.identity import (
    authorization,
    credential_report,
    keys,
    linked_roles,
    managed_policies,
    sts,
)


def install() -> None:
    keys.install()
    managed_policies.install()
    credential_report.install()
    sts.install()
    linked_roles.install()
    authorization.install()
    gate.install()
    gate.before_action(regions.refuse_disabled_region)
