"""Accounts under an administrator: through Organizations, or by invitation.

Each function answers the accounts it could not process with AWS's reason, in
a call that succeeds.
See https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_accounts.html
"""

from collections.abc import Callable, Iterable
from typing import Any

from moto.core.utils import utcnow

from embedded_aws import regions
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations
from embedded_aws.services.guardduty.backend import GuardDutyRegion, at, ensure_detector
from embedded_aws.services.guardduty.errors import BadRequest
from embedded_aws.services.guardduty.models import Detector, Feature, Member
from embedded_aws.services.guardduty.organization import auto_enables, is_administrator
from embedded_aws.services.guardduty.regional import lacks

# https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateMembers.html
_MAX_ACCOUNTS = 50

Unprocessed = list[dict[str, str]]

NOT_A_MEMBER = (
    "The request is rejected because the account ID is not an associated member"
    " of the current account."
)


def each(account_ids: Iterable[str], act: Callable[[str], str | None]) -> Unprocessed:
    """Acts on each account; ``act`` answers why it could not, if it could not."""
    wanted = list(account_ids)
    if not 1 <= len(wanted) <= _MAX_ACCOUNTS:
        raise BadRequest(
            "The request is rejected because the parameter accountIds has an invalid number"
            f" of elements: {len(wanted)} is not within 1 and {_MAX_ACCOUNTS}."
        )
    reasons = {account_id: act(account_id) for account_id in wanted}
    return [{"AccountId": a, "Result": reason} for a, reason in reasons.items() if reason]


def create_members(backend: GuardDutyRegion, details: list[dict[str, str]]) -> Unprocessed:
    """Members of the organization are enabled at once; others are to be invited."""
    if backend.administrator_id is not None:
        raise BadRequest(
            "The request is rejected because the current account cannot add members"
            " while it is a member itself."
        )
    emails = {detail["AccountId"]: detail["Email"] for detail in details}
    if len(emails) != len(details):
        raise BadRequest("The request is rejected because an account was given twice.")
    if is_administrator(backend.account_id, backend.region_name):
        return each(emails, lambda a: add_organization_member(backend, a, emails[a]))
    return each(emails, lambda a: _add_to_invite(backend, a, emails[a]))


def _add_to_invite(backend: GuardDutyRegion, account_id: str, email: str) -> str | None:
    if account_id == backend.account_id:
        return "The request is rejected because an account cannot be a member of itself."
    known = backend.members.get(account_id)
    if known is None or known.status in ("Removed", "Resigned"):
        backend.members[account_id] = Member(account_id, email, backend.account_id)
    else:
        known.email = email
    return None


@evidence("guardduty-create-members-again")
def add_organization_member(
    backend: GuardDutyRegion, account_id: str, email: str | None = None
) -> str | None:
    """Enables a member of the organization, with a detector of its own; may be repeated."""
    region = backend.region_name
    reason = _not_addable(backend, account_id, email)
    if reason:
        return reason
    target, known = at(account_id, region), backend.members.get(account_id)
    new = target.detector is None
    detector = ensure_detector(account_id, region)
    apply_configuration(backend, detector, new)
    if known is not None and known.by_organization and known.status == "Enabled":
        return None
    account = organizations.account_of(account_id)
    assert account
    detector.enabled = True
    member = Member(account_id, account.email, backend.account_id, "Enabled", True, detector.id)
    member.invited_at = utcnow()
    backend.members[account_id] = member
    target.administrator_id = backend.account_id
    target.invitations.pop(backend.account_id, None)
    return None


def apply_configuration(backend: GuardDutyRegion, detector: Detector, new: bool) -> None:
    """Gives the detector the features that the organization's configuration says.

    ALL reaches every account, NEW those whose detector the organization makes; what
    is on already in an account stays on.
    """
    if not auto_enables(backend.account_id):
        return
    configuration = backend.organization_configuration
    reached = ("ALL", "NEW") if new else ("ALL",)
    for name, auto in configuration.features.items():
        if lacks(detector.region, name):
            continue
        feature = detector.features.setdefault(name, Feature(False))
        feature.enabled = auto in reached or (feature.enabled and not new)
        for key, value in configuration.additional.get(name, {}).items():
            feature.additional[key] = value in reached or feature.additional.get(key, False)


@evidence("guardduty-member-region-not-enabled")
def _not_addable(backend: GuardDutyRegion, account_id: str, email: str | None) -> str | None:
    region = backend.region_name
    account = organizations.account_of(account_id)
    management = organizations.management_account_id(backend.account_id)
    if account_id == backend.account_id:
        return "The request is rejected because an account cannot be a member of itself."
    if account is None or organizations.management_account_id(account_id) != management:
        return "The request is rejected because the account is not a member of the organization."
    if account.state in organizations.SHUT_STATES:
        return "The request is rejected because the account is suspended or closed."
    if email is not None and email.lower() != account.email.lower():
        return "The request is rejected because the e-mail is not that of the account."
    if not regions.is_enabled(account_id, region):
        return "The request is rejected because the Region is not enabled in the account."
    target = at(account_id, region)
    if target.administrator_id not in (None, backend.account_id):
        return "The request is rejected because the account is a member of another administrator."
    if target.has_members():
        return "The request is rejected because the account has members of its own."
    if account_id == management and target.detector is None:
        # Organizations gives no account the power to enable a service in the management account.
        # https://docs.aws.amazon.com/guardduty/latest/ug/add-member-accounts-guardduty-organization.html
        return (
            "Operation failed because your organization master must first enable GuardDuty"
            " to be added as a member"
        )
    return None


def _refuse_while_all(backend: GuardDutyRegion) -> None:
    # https://docs.aws.amazon.com/guardduty/latest/ug/disassociate-remove-member-account-from-admin.html
    administers = is_administrator(backend.account_id, backend.region_name)
    if administers and backend.organization_configuration.members == "ALL":
        raise BadRequest(
            "The request is rejected because autoEnableOrganizationMembers is ALL:"
            " all accounts of the organization stay enabled."
        )


def disassociate_members(backend: GuardDutyRegion, account_ids: list[str]) -> Unprocessed:
    """GuardDuty stays enabled in the accounts."""
    _refuse_while_all(backend)

    def disassociate(account_id: str) -> str | None:
        member = backend.members.get(account_id)
        if member is None:
            return NOT_A_MEMBER
        if member.associated:
            at(account_id, backend.region_name).administrator_id = None
        at(account_id, backend.region_name).invitations.pop(backend.account_id, None)
        member.set_status("Removed")
        return None

    return each(account_ids, disassociate)


def delete_members(backend: GuardDutyRegion, account_ids: list[str]) -> Unprocessed:
    _refuse_while_all(backend)

    def delete(account_id: str) -> str | None:
        member = backend.members.get(account_id)
        if member is None:
            return NOT_A_MEMBER
        if member.associated:
            return "The request is rejected because the member is still associated."
        at(account_id, backend.region_name).invitations.pop(backend.account_id, None)
        del backend.members[account_id]
        return None

    return each(account_ids, delete)


def set_monitoring(backend: GuardDutyRegion, account_ids: list[str], on: bool) -> Unprocessed:
    if not on:
        _refuse_while_all(backend)

    def switch(account_id: str) -> str | None:
        member = backend.members.get(account_id)
        if member is None or not member.associated:
            return NOT_A_MEMBER
        member.set_status("Enabled" if on else "Disabled")
        ensure_detector(account_id, backend.region_name).enabled = on
        return None

    return each(account_ids, switch)


def get_members(
    backend: GuardDutyRegion, account_ids: list[str]
) -> tuple[list[Member], Unprocessed]:
    unprocessed = each(account_ids, lambda a: None if a in backend.members else NOT_A_MEMBER)
    return [backend.members[a] for a in account_ids if a in backend.members], unprocessed


def update_member_detectors(
    backend: GuardDutyRegion, account_ids: list[str], features: list[dict[str, Any]]
) -> Unprocessed:
    def update(account_id: str) -> str | None:
        member = backend.members.get(account_id)
        if member is None or not member.associated:
            return NOT_A_MEMBER
        detector = ensure_detector(account_id, backend.region_name)
        try:
            detector.require_own(features)
        except BadRequest as refusal:
            return refusal.message
        detector.set_features(features)
        return None

    return each(account_ids, update)
