"""Membership by invitation: the administrator invites, the account accepts.

See https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_invitations.html
"""

from moto.core.utils import utcnow

from embedded_aws.lookup import organizations
from embedded_aws.services.guardduty.backend import GuardDutyRegion, at
from embedded_aws.services.guardduty.errors import NO_INVITATION, BadRequest
from embedded_aws.services.guardduty.membership import NOT_A_MEMBER, Unprocessed, each
from embedded_aws.services.guardduty.models import Invitation
from embedded_aws.services.guardduty.organization import administrator_of


def invite_members(backend: GuardDutyRegion, account_ids: list[str]) -> Unprocessed:
    def invite(account_id: str) -> str | None:
        member = backend.members.get(account_id)
        if member is None:
            return NOT_A_MEMBER
        if member.by_organization:
            return "The request is rejected because the organization manages the account."
        if member.associated:
            return None
        account = organizations.account_of(account_id)
        if account and account.state in organizations.SHUT_STATES:
            return "The request is rejected because the account is suspended or closed."
        member.invited_at = utcnow()
        # AWS verifies the e-mail after the call, and sends nothing where it is wrong.
        if account and account.email.lower() != member.email.lower():
            member.set_status("EmailVerificationFailed")
            return None
        member.set_status("Invited")
        invitations = at(account_id, backend.region_name).invitations
        invitations[backend.account_id] = Invitation(backend.account_id)
        return None

    return each(account_ids, invite)


def accept_invitation(
    backend: GuardDutyRegion, detector_id: str, administrator_id: str, invitation_id: str
) -> None:
    detector = backend.own(detector_id)
    invitation = backend.invitations.get(administrator_id)
    if invitation is None or invitation.id != invitation_id:
        raise BadRequest(NO_INVITATION)
    if backend.administrator_id is not None:
        raise BadRequest("The request is rejected because the current account is already a member.")
    if backend.has_members():
        raise BadRequest(
            "The request is rejected because the current account has members of its own."
        )
    administrator = at(administrator_id, backend.region_name)
    member = administrator.members.get(backend.account_id)
    if member is None:
        raise BadRequest(NO_INVITATION)
    member.detector_id = detector.id
    member.set_status("Enabled")
    member.by_organization = (
        administrator_of(backend.account_id, backend.region_name) == administrator_id
    )
    invitation.status = "Enabled"
    backend.administrator_id = administrator_id


def decline_invitations(
    backend: GuardDutyRegion, account_ids: list[str], delete: bool
) -> Unprocessed:
    def decline(account_id: str) -> str | None:
        invitation = backend.invitations.get(account_id)
        if invitation is None:
            return NO_INVITATION
        if delete:
            del backend.invitations[account_id]
        elif invitation.status == "Invited":
            invitation.status = "Resigned"
            at(account_id, backend.region_name).members[backend.account_id].set_status("Resigned")
        return None

    return each(account_ids, decline)


def leave(backend: GuardDutyRegion, detector_id: str) -> None:
    """The member ends an association that began by invitation."""
    backend.own(detector_id)
    member = backend.membership
    if member is None:
        raise BadRequest(
            "The request is rejected because the current account is not associated"
            " with an administrator account."
        )
    if member.by_organization:
        raise BadRequest(
            "The request is rejected because the organization manages the membership"
            " of the current account."
        )
    backend.invitations.pop(member.administrator_id, None)
    member.set_status("Resigned")
    backend.administrator_id = None
