"""What AWS does on its own within a day of a change to the organization.

Auto-enablement is not immediate (AWS says up to 24 hours), so it happens here
only when it is asked for, or at once when that is asked for: AWS promises neither.
See https://docs.aws.amazon.com/guardduty/latest/ug/set-guardduty-auto-enable-preferences.html
"""

from dataclasses import dataclass

from moto.organizations.models import organizations_backends

from embedded_aws.lookup import organizations
from embedded_aws.lookup.organizations import Account
from embedded_aws.services.guardduty.backend import GuardDutyRegion, at, backends
from embedded_aws.services.guardduty.membership import (
    add_organization_member,
    apply_configuration,
)
from embedded_aws.services.guardduty.organization import auto_enables

_at_once = False


def set_pace(at_once: bool) -> None:
    """Whether auto-enablement takes effect with the call that configures it."""
    global _at_once
    _at_once = at_once


def configured(admin: GuardDutyRegion) -> None:
    """The organization's configuration was written in a region."""
    if _at_once:
        _settle_region(admin)


@dataclass(frozen=True)
class Outcome:
    """One account in one region; ``reason`` says why it was left out."""

    account_id: str
    region: str
    reason: str | None = None


def settle() -> list[Outcome]:
    """Lets every organization's auto-enablement take effect in every region."""
    outcomes: list[Outcome] = []
    for management in list(organizations_backends):
        if organizations.management_account_id(management) != management:
            continue
        for region, backend in list(backends[management].items()):
            admin_id = backend.organization_admin_id
            if admin_id:
                outcomes += _settle_region(at(admin_id, region))
    return outcomes


def _settle_region(admin: GuardDutyRegion) -> list[Outcome]:
    assert admin.detector
    apply_configuration(admin, admin.detector, new=False)
    return [
        Outcome(account.id, admin.region_name, add_organization_member(admin, account.id))
        for account in organizations.active_accounts(admin.account_id)
        if account.id != admin.account_id and _reached(admin, account)
    ]


def _reached(admin: GuardDutyRegion, account: Account) -> bool:
    member = admin.members.get(account.id)
    if member is not None and member.associated:
        return True
    if not auto_enables(admin.account_id):
        return False
    configuration = admin.organization_configuration
    joined_since = account.create_time > configuration.updated_at
    return configuration.members == "ALL" or (configuration.members == "NEW" and joined_since)
