"""GuardDuty members by invitation."""

from organizations_under_test import Organization, code_of, error_of

NO_INVITATION = (
    "The request is rejected because the current account does not have an invitation"
    " from the requested master account."
)


def _pair(aws):
    """An administrator and a member-to-be, each with a client and a detector."""
    organization = Organization(aws)
    clients = [organization.client("guardduty", account) for account in organization.members]
    detectors = [client.create_detector(Enable=True)["DetectorId"] for client in clients]
    return organization, *clients, *detectors


def _invite(organization, admin, detector_id, email=None):
    [_, member] = organization.members
    details = [{"AccountId": member, "Email": email or organization.email(member)}]
    admin.create_members(DetectorId=detector_id, AccountDetails=details)
    return admin.invite_members(DetectorId=detector_id, AccountIds=[member])


def _status(organization, admin, detector_id):
    [_, account] = organization.members
    [member] = admin.get_members(DetectorId=detector_id, AccountIds=[account])["Members"]
    return member["RelationshipStatus"]


def test_an_account_without_an_invitation_cannot_accept_one(aws):
    organization, _, member, _, detector_id = _pair(aws)

    error = error_of(
        member.accept_administrator_invitation,
        DetectorId=detector_id,
        AdministratorId=organization.members[0],
        InvitationId="0" * 32,
    )

    assert error["Code"] == "BadRequestException"
    assert error["Message"] == NO_INVITATION


def test_a_member_is_created_then_invited_then_enabled(aws):
    organization, admin, member, admin_detector, member_detector = _pair(aws)
    [administrator_id, member_id] = organization.members
    details = [{"AccountId": member_id, "Email": organization.email(member_id)}]

    admin.create_members(DetectorId=admin_detector, AccountDetails=details)
    created = _status(organization, admin, admin_detector)
    admin.invite_members(DetectorId=admin_detector, AccountIds=[member_id])
    invited = _status(organization, admin, admin_detector)
    [invitation] = member.list_invitations()["Invitations"]
    member.accept_invitation(
        DetectorId=member_detector,
        MasterId=administrator_id,
        InvitationId=invitation["InvitationId"],
    )

    enabled = _status(organization, admin, admin_detector)
    assert [created, invited, enabled] == ["Created", "Invited", "Enabled"]
    assert member.get_master_account(DetectorId=member_detector)["Master"]["AccountId"] == (
        administrator_id
    )


def test_a_wrong_email_sends_no_invitation(aws):
    organization, admin, member, detector_id, _ = _pair(aws)

    answer = _invite(organization, admin, detector_id, email="wrong@example.com")

    assert answer["UnprocessedAccounts"] == []
    assert _status(organization, admin, detector_id) == "EmailVerificationFailed"
    assert member.get_invitations_count()["InvitationsCount"] == 0


def test_an_account_that_is_no_member_cannot_be_invited(aws):
    organization, admin, _, detector_id, _ = _pair(aws)
    [_, member] = organization.members

    answer = admin.invite_members(DetectorId=detector_id, AccountIds=[member])

    assert [a["AccountId"] for a in answer["UnprocessedAccounts"]] == [member]


def test_an_invited_member_becomes_the_organizations_when_its_administrator_is_designated(
    aws,
):
    organization, admin, member, admin_detector, member_detector = _pair(aws)
    _invite(organization, admin, admin_detector)
    [invitation] = member.list_invitations()["Invitations"]
    member.accept_invitation(
        DetectorId=member_detector,
        MasterId=organization.members[0],
        InvitationId=invitation["InvitationId"],
    )
    organization.client("organizations").enable_aws_service_access(
        ServicePrincipal="guardduty.amazonaws.com"
    )

    organization.client("guardduty").enable_organization_admin_account(
        AdminAccountId=organization.members[0]
    )

    code = code_of(member.disassociate_from_master_account, DetectorId=member_detector)
    assert code == "BadRequestException"


def test_an_invited_member_may_leave(aws):
    organization, admin, member, admin_detector, member_detector = _pair(aws)
    _invite(organization, admin, admin_detector)
    [invitation] = member.list_invitations()["Invitations"]
    member.accept_invitation(
        DetectorId=member_detector,
        MasterId=organization.members[0],
        InvitationId=invitation["InvitationId"],
    )

    member.disassociate_from_master_account(DetectorId=member_detector)

    assert _status(organization, admin, admin_detector) == "Resigned"
    member.delete_detector(DetectorId=member_detector)
