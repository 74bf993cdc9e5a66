"""The delegated administrator of an organization, region by region.

See https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
"""

from typing import Any

from moto.core.utils import utcnow

from embedded_aws import regions
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations
from embedded_aws.services.guardduty.backend import (
    GuardDutyRegion,
    at,
    backends,
    ensure_detector,
)
from embedded_aws.services.guardduty.errors import (
    NOT_DELEGATED,
    NOT_MANAGEMENT,
    POLICY_MANAGES,
    BadRequest,
)
from embedded_aws.services.guardduty.regional import lacks, require_available

SERVICE = "guardduty.amazonaws.com"
POLICY = "GUARDDUTY_POLICY"


@evidence("guardduty-policy-type-ends-auto-enable")
def auto_enables(account_id: str) -> bool:
    """The organization has not enabled the policy type, which ends auto-enablement."""
    return not organizations.policy_type_enabled(account_id, POLICY)


def administrator_of(account_id: str, region: str) -> str | None:
    """The delegated administrator of the account's organization in the region."""
    management = organizations.management_account_id(account_id)
    return at(management, region).organization_admin_id if management else None


def is_administrator(account_id: str, region: str) -> bool:
    return administrator_of(account_id, region) == account_id


def _require_management(account_id: str) -> None:
    if organizations.management_account_id(account_id) != account_id:
        raise BadRequest(NOT_MANAGEMENT)


def enable_administrator(management: str, region: str, admin_id: str) -> None:
    """Designates the administrator; not idempotent, as on AWS."""
    _require_management(management)
    if not organizations.has_trusted_access(management, SERVICE):
        raise BadRequest(
            "The request failed because trusted access is not enabled for GuardDuty"
            " in the organization."
        )
    if (
        organizations.management_account_id(admin_id) != management
        or organizations.account_state(admin_id) != "ACTIVE"
    ):
        raise BadRequest(
            "The request failed because the account is not an active member of the organization."
        )
    if not regions.is_enabled(admin_id, region):
        raise BadRequest("The request failed because the Region is not enabled in the account.")
    _refuse_second(management, region, admin_id)
    if at(admin_id, region).administrator_id is not None:
        raise BadRequest(
            "The request failed because the account is a member of another administrator."
        )
    _register(management, admin_id)
    at(management, region).organization_admin_id = admin_id
    ensure_detector(admin_id, region)
    _take_over_invited(admin_id, region)


def _refuse_second(management: str, region: str, admin_id: str) -> None:
    current = at(management, region).organization_admin_id
    if current == admin_id:
        raise BadRequest(
            "The request failed because the account is already enabled as the GuardDuty"
            " delegated administrator for the organization."
        )
    # Every region must name the same account; Organizations knows which.
    registered = organizations.is_delegated_administrator(admin_id, SERVICE)
    others = any(
        organizations.is_delegated_administrator(a.id, SERVICE)
        for a in organizations.active_accounts(management)
    )
    if current or (others and not registered):
        raise BadRequest(
            "The request failed because another account is already enabled as GuardDuty"
            " delegated administrator for the organization."
        )


def _register(management: str, admin_id: str) -> None:
    # The management account may administer GuardDuty, but is not a delegate of itself.
    if admin_id == management or organizations.is_delegated_administrator(admin_id, SERVICE):
        return
    organization = organizations.organization_of(management)
    assert organization
    organization.register_delegated_administrator(admin_id, SERVICE)


def _take_over_invited(admin_id: str, region: str) -> None:
    """Members by invitation that belong to the organization become the organization's."""
    management = organizations.management_account_id(admin_id)
    for member in at(admin_id, region).members.values():
        if (
            member.associated
            and organizations.management_account_id(member.account_id) == management
        ):
            member.by_organization = True


def disable_administrator(management: str, region: str, admin_id: str) -> None:
    """Disassociates the members; their detectors stay on."""
    _require_management(management)
    if at(management, region).organization_admin_id != admin_id:
        raise BadRequest(
            "The request failed because the account is not enabled as the GuardDuty"
            " delegated administrator for the organization."
        )
    _relieve(management, region, admin_id)
    elsewhere = any(b.organization_admin_id for b in backends[management].values())
    organization = organizations.organization_of(management)
    if (
        not elsewhere
        and organization
        and organizations.is_delegated_administrator(admin_id, SERVICE)
    ):
        organization.deregister_delegated_administrator(admin_id, SERVICE)


def _relieve(management: str, region: str, admin_id: str) -> None:
    at(management, region).organization_admin_id = None
    admin = at(admin_id, region)
    for account_id in [m.account_id for m in admin.members.values() if m.by_organization]:
        at(account_id, region).administrator_id = None
        del admin.members[account_id]
    admin.organization_configuration = type(admin.organization_configuration)()


def administrator_deregistered(management: str, admin_id: str) -> None:
    """Deregistration at Organizations ends the administration in every region.

    https://docs.aws.amazon.com/guardduty/latest/ug/change-guardduty-delegated-admin.html
    """
    for region, backend in list(backends[management].items()):
        if backend.organization_admin_id == admin_id:
            _relieve(management, region, admin_id)


def list_administrators(account_id: str, region: str) -> list[dict[str, Any]]:
    """Only the management account may ask, not even the administrator itself.

    https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListOrganizationAdminAccounts.html
    """
    _require_management(account_id)
    admin_id = administrator_of(account_id, region)
    return [{"AdminAccountId": admin_id, "AdminStatus": "ENABLED"}] if admin_id else []


def _require_administrator(backend: GuardDutyRegion, detector_id: str) -> None:
    backend.own(detector_id)
    if not is_administrator(backend.account_id, backend.region_name):
        raise BadRequest(NOT_DELEGATED)


def describe_configuration(backend: GuardDutyRegion, detector_id: str) -> dict[str, Any]:
    _require_administrator(backend, detector_id)
    configuration = backend.organization_configuration
    return {
        "AutoEnable": configuration.members != "NONE",
        "AutoEnableOrganizationMembers": configuration.members,
        "MemberAccountLimitReached": False,
        "Features": [
            {
                "Name": name,
                "AutoEnable": auto,
                "AdditionalConfiguration": [
                    {"Name": key, "AutoEnable": value}
                    for key, value in configuration.additional.get(name, {}).items()
                ],
            }
            for name, auto in configuration.features.items()
            if not lacks(backend.region_name, name)
        ],
    }


@evidence("guardduty-additional-kept")
def update_configuration(
    backend: GuardDutyRegion, detector_id: str, params: dict[str, Any]
) -> None:
    """Decides what :func:`settle` will do; changes no member by itself.

    A feature that is named without its additional configuration loses it.
    """
    _require_administrator(backend, detector_id)
    members, legacy = params.get("AutoEnableOrganizationMembers"), params.get("AutoEnable")
    if (members is None) == (legacy is None):
        raise BadRequest(
            "The request is rejected because exactly one of AutoEnable and"
            " AutoEnableOrganizationMembers must be provided."
        )
    features = params.get("Features") or []
    _refuse_managed(backend, features)
    require_available(backend.region_name, features)
    configuration = backend.organization_configuration
    configuration.members = members or ("NEW" if legacy else "NONE")
    configuration.updated_at = utcnow()
    for feature in features:
        configuration.features[feature["Name"]] = feature["AutoEnable"]
        known = configuration.additional.setdefault(feature["Name"], {})
        known.update(dict.fromkeys(known, "NONE"))
        for extra in feature.get("AdditionalConfiguration") or []:
            known[extra["Name"]] = extra["AutoEnable"]


@evidence("guardduty-policy-organization-configuration")
def _refuse_managed(backend: GuardDutyRegion, features: list[dict[str, Any]]) -> None:
    """:raises BadRequest: a policy manages the administrator's GuardDuty, or a feature."""
    assert backend.detector
    backend.detector.require_own(features)
    if backend.detector.managed:
        raise BadRequest(POLICY_MANAGES)
