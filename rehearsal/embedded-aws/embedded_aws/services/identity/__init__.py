"""Who calls, and whether the account, the role and the region let it.

Mends moto's STS and IAM: access keys are found without scanning accounts, a
role is assumed only where its trust policy admits the caller, and a region
that an account has not enabled refuses its calls.
"""

from embedded_aws.services.identity import (
    credential_report,
    gate,
    keys,
    managed_policies,
    regions,
    sts,
)
from embedded_aws.services.identity.sts import assume_role_for_service

__all__ = ["assume_role_for_service", "install"]


def install() -> None:
    keys.install()
    managed_policies.install()
    credential_report.install()
    sts.install()
    gate.install()
    gate.before_action(regions.refuse_disabled_region)
