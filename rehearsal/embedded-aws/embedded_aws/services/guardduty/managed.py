"""What policies of the organization manage: accounts enabled, and features read-only.

See https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-organization-policies-how-it-works.html
"""

from typing import Any

from embedded_aws import regions
from embedded_aws.evidence import evidence
from embedded_aws.lookup import linked_roles, organizations
from embedded_aws.services.guardduty import membership
from embedded_aws.services.guardduty.backend import at, ensure_detector
from embedded_aws.services.guardduty.models import Feature
from embedded_aws.services.guardduty.organization import POLICY, SERVICE, administrator_of
from embedded_aws.services.guardduty.regional import lacks

_FOUNDATIONAL = "foundational"


def _block(account_id: str, region: str) -> dict[str, Any]:
    """What the policies say of the account in the region: the region's own block, or the default.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_guardduty_syntax.html
    """
    policy = organizations.effective_policy(account_id, POLICY)
    blocks = policy.get("guardduty", {}).get("enablement", {})
    found: dict[str, Any] = blocks.get(region, blocks.get("default", {}))
    return found


@evidence("guardduty-policy-enables")
def apply(management: str) -> None:
    """Enables what the policies say in every account of the organization, and its members."""
    for account in organizations.active_accounts(management):
        for region in regions.all_regions():
            if regions.is_enabled(account.id, region):
                _apply(account.id, region, _block(account.id, region))


def _apply(account_id: str, region: str, block: dict[str, Any]) -> None:
    detector = at(account_id, region).detector
    if detector is not None:
        detector.release()
    if not block or _lacks_role(account_id, region):
        return
    if block.get(_FOUNDATIONAL, {}).get("status") != "enabled":
        if detector is not None and _FOUNDATIONAL in block:
            detector.enabled, detector.managed = False, True
        return
    detector = ensure_detector(account_id, region)
    detector.enabled, detector.managed = True, True
    for key, wanted in block.items():
        name = key.upper()
        if key != _FOUNDATIONAL and not lacks(region, name):
            _manage(detector.features.setdefault(name, Feature(False)), wanted)
    admin_id = administrator_of(account_id, region)
    if admin_id not in (None, account_id):
        membership.add_organization_member(at(str(admin_id), region), account_id)


def _manage(feature: Feature, wanted: dict[str, Any]) -> None:
    feature.enabled, feature.managed = wanted.get("status") == "enabled", True
    for key, value in wanted.get("additional_configuration", {}).items():
        feature.additional[key.upper()] = value.get("status") == "enabled"


@evidence("guardduty-policy-enables")
def _lacks_role(account_id: str, region: str) -> bool:
    """Of the management account, which no policy gives one."""
    management = organizations.management_account_id(account_id)
    return account_id == management and not linked_roles.exists(account_id, region, SERVICE)
