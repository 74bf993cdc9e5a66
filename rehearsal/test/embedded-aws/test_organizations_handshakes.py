"""Invitations to an organization: sent, listed, answered, and what becomes of the account."""

from typing import Any

from organizations_under_test import Organization, code_of, error_of, new_account_id


class Invited(Organization):
    """It has invited an account that is in no organization."""

    def __init__(self, aws: Any) -> None:
        super().__init__(aws)
        self.stranger = new_account_id()
        body = {
            "accountId": self.stranger,
            "name": "Acquired",
            "email": self.email(self.stranger),
        }
        keys = self.control("POST", "/accounts", body)["credentials"]
        self._credentials[self.stranger] = {
            "aws_access_key_id": keys["accessKeyId"],
            "aws_secret_access_key": keys["secretAccessKey"],
        }
        self.organizations = self.client("organizations")
        self.theirs = self.client("organizations", self.stranger)
        target = {"Type": "ACCOUNT", "Id": self.stranger}
        sent = self.organizations.invite_account_to_organization(Target=target)
        self.handshake = sent["Handshake"]["Id"]


def test_an_invitation_is_open_on_both_sides_and_the_account_is_not_in_yet(aws):
    organization = Invited(aws)

    [sent] = organization.organizations.list_handshakes_for_organization()["Handshakes"]
    [got] = organization.theirs.list_handshakes_for_account()["Handshakes"]

    assert (sent["State"], sent["Action"]) == ("OPEN", "INVITE")
    assert {"Id": organization.stranger, "Type": "ACCOUNT"} in sent["Parties"]
    assert got["Id"] == sent["Id"] == organization.handshake
    listed = organization.organizations.list_accounts()["Accounts"]
    assert organization.stranger not in [account["Id"] for account in listed]


def test_an_account_that_accepts_is_in_the_root_and_has_no_role_for_the_management_account(aws):
    organization = Invited(aws)

    organization.theirs.accept_handshake(HandshakeId=organization.handshake)

    account = organization.organizations.describe_account(AccountId=organization.stranger)
    assert account["Account"]["JoinedMethod"] == "INVITED"
    assert (account["Account"]["Name"], account["Account"]["State"]) == ("Acquired", "ACTIVE")
    [parent] = organization.organizations.list_parents(ChildId=organization.stranger)["Parents"]
    assert parent["Type"] == "ROOT"
    role = organization.role_arn(organization.stranger)
    sts = organization.client("sts")
    assert code_of(sts.assume_role, RoleArn=role, RoleSessionName="test") == "AccessDenied"


def test_an_account_is_invited_once_until_it_answers(aws):
    organization = Invited(aws)
    target = {"Type": "ACCOUNT", "Id": organization.stranger}
    invite = organization.organizations.invite_account_to_organization

    assert code_of(invite, Target=target) == "DuplicateHandshakeException"
    organization.theirs.decline_handshake(HandshakeId=organization.handshake)
    invite(Target=target)


def test_a_member_is_not_invited(aws):
    organization = Invited(aws)
    member = organization.members[0]
    invite = organization.organizations.invite_account_to_organization

    for kind, target in (("ACCOUNT", member), ("EMAIL", organization.email(member))):
        error = error_of(invite, Target={"Type": kind, "Id": target})
        assert error["Code"] == "HandshakeConstraintViolationException"
        assert error["Reason"] == "ALREADY_IN_AN_ORGANIZATION"


def test_only_who_is_invited_accepts_and_only_who_has_invited_cancels(aws):
    organization = Invited(aws)
    handshake = {"HandshakeId": organization.handshake}
    members = organization.client("organizations", organization.members[0])

    assert code_of(organization.organizations.accept_handshake, **handshake) == (
        "AccessDeniedException"
    )
    assert code_of(members.accept_handshake, **handshake) == "HandshakeNotFoundException"
    cancelled = organization.organizations.cancel_handshake(**handshake)["Handshake"]
    assert cancelled["State"] == "CANCELED"
    assert code_of(organization.theirs.accept_handshake, **handshake) == (
        "InvalidHandshakeTransitionException"
    )


def test_an_invitation_by_email_reaches_the_account_of_the_address(aws):
    organization = Invited(aws)
    organization.theirs.decline_handshake(HandshakeId=organization.handshake)
    target = {"Type": "EMAIL", "Id": organization.email(organization.stranger).upper()}

    organization.organizations.invite_account_to_organization(Target=target)

    states = [h["State"] for h in organization.theirs.list_handshakes_for_account()["Handshakes"]]
    assert states == ["DECLINED", "OPEN"]
