"""Roles that ask for MFA, and sessions of services."""

import json
import urllib.error

import pytest
from organizations_under_test import Organization, code_of, control, error_of

CONDITION = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


class Person:
    """An IAM user of a member account, with a key and a device."""

    def __init__(self, organization: Organization, account: str) -> None:
        self.organization, self.account = organization, account
        iam = organization.client("iam", account)
        self.arn = iam.create_user(UserName="ada")["User"]["Arn"]
        key = iam.create_access_key(UserName="ada")["AccessKey"]
        self.keys = {
            "aws_access_key_id": key["AccessKeyId"],
            "aws_secret_access_key": key["SecretAccessKey"],
        }
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName="ada")
        self.serial = device["VirtualMFADevice"]["SerialNumber"]
        iam.enable_mfa_device(
            UserName="ada",
            SerialNumber=self.serial,
            AuthenticationCode1="000001",
            AuthenticationCode2="000002",
        )

    def sts(self, keys=None):
        return self.organization.client("sts", self.account, keys=keys or self.keys)

    def session(self, **mfa):
        """The keys of a session of the user."""
        found = self.sts().get_session_token(**mfa)["Credentials"]
        return {
            "aws_access_key_id": found["AccessKeyId"],
            "aws_secret_access_key": found["SecretAccessKey"],
            "aws_session_token": found["SessionToken"],
        }

    def code(self, code):
        return {"SerialNumber": self.serial, "TokenCode": code}


@pytest.fixture
def person(aws):
    organization = Organization(aws)
    return Person(organization, organization.members[0])


def role_of(person, condition=CONDITION, name="Audit"):
    """A role of another account that admits the person on a condition."""
    account = person.organization.members[1]
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{person.account}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {**condition, "ArnEquals": {"aws:PrincipalArn": person.arn}},
    }
    iam = person.organization.client("iam", account)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Statement": [statement]}))
    return {"RoleArn": f"arn:aws:iam::{account}:role/{name}", "RoleSessionName": "test"}


def test_a_session_with_mfa_opens_roles_that_ask_for_it_as_often_as_it_likes(person):
    roles = [role_of(person, name=name) for name in ("One", "Two")]
    sts = person.sts(person.session(**person.code("123456")))

    for role in roles:
        assert sts.assume_role(**role)["AssumedRoleUser"]
    assert sts.get_caller_identity()["Arn"] == person.arn


def test_a_code_with_the_call_opens_a_role_that_asks_for_it(person):
    assert person.sts().assume_role(**role_of(person), **person.code("123456"))


@pytest.mark.parametrize("session", [False, True])
def test_a_role_that_asks_for_mfa_is_closed_without(person, session):
    sts = person.sts(person.session() if session else None)

    assert code_of(sts.assume_role, **role_of(person)) == "AccessDenied"


def test_a_long_term_key_passes_where_a_condition_asks_only_if_there_is_mfa(person):
    condition = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}
    role = role_of(person, condition)

    assert person.sts().assume_role(**role)
    assert code_of(person.sts(person.session()).assume_role, **role) == "AccessDenied"


def test_mfa_ages(person):
    fresh = role_of(person, {"NumericLessThanEquals": {"aws:MultiFactorAuthAge": "3600"}})
    old = role_of(person, {"NumericLessThan": {"aws:MultiFactorAuthAge": "0"}}, name="Old")
    sts = person.sts(person.session(**person.code("123456")))

    assert sts.assume_role(**fresh)
    assert code_of(sts.assume_role, **old) == "AccessDenied"
    assert code_of(person.sts().assume_role, **fresh) == "AccessDenied"


def test_a_code_is_taken_once(person):
    person.session(**person.code("123456"))

    error = error_of(person.sts().get_session_token, **person.code("123456"))

    assert error["Code"] == "AccessDenied"
    assert "invalid MFA one time pass code" in error["Message"]
    assert person.session(**person.code("123457"))


@pytest.mark.parametrize(
    ("mfa", "message"),
    [
        ({"TokenCode": "123456"}, "must provide both MFA serial number and one time pass code"),
        ({"SerialNumber": "GAHT12345678"}, "must provide both"),
        ({"SerialNumber": "GAHT12345678", "TokenCode": "123456"}, "unable to validate MFA code"),
    ],
)
def test_a_device_of_somebody_else_proves_nothing(person, mfa, message):
    error = error_of(person.sts().get_session_token, **mfa)

    assert error["Code"] == "AccessDenied"
    assert message in error["Message"]


def test_a_code_has_six_digits(person):
    assert code_of(person.sts().get_session_token, **person.code("abcdef")) == "AccessDenied"


def test_a_session_of_a_role_gets_no_session_of_a_user(person):
    sts = person.organization.client("sts", person.account)

    error = error_of(sts.get_session_token)

    assert error["Message"] == "Cannot call GetSessionToken with session credentials"


def test_a_role_carries_no_mfa_on_to_the_next(person):
    role = role_of(person)
    account = role["RoleArn"].split(":")[4]
    found = person.sts().assume_role(**role, **person.code("123456"))["Credentials"]
    keys = {
        "aws_access_key_id": found["AccessKeyId"],
        "aws_secret_access_key": found["SecretAccessKey"],
        "aws_session_token": found["SessionToken"],
    }
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": "sts:AssumeRole",
        "Condition": CONDITION,
    }
    person.organization.client("iam", account).create_role(
        RoleName="Next", AssumeRolePolicyDocument=json.dumps({"Statement": [statement]})
    )

    sts = person.organization.client("sts", account, keys=keys)

    next_role = {"RoleArn": f"arn:aws:iam::{account}:role/Next", "RoleSessionName": "test"}
    assert code_of(sts.assume_role, **next_role) == "AccessDenied"


def test_a_service_gets_a_session_that_is_judged(aws):
    organization = Organization(aws)
    [account, _] = organization.members
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:ecs:eu-west-1:{account}:*"}},
    }
    organization.client("iam", account).create_role(
        RoleName="Task", AssumeRolePolicyDocument=json.dumps({"Statement": [statement]})
    )
    body = {
        "service": "ecs-tasks.amazonaws.com",
        "roleArn": f"arn:aws:iam::{account}:role/Task",
        "sourceArn": f"arn:aws:ecs:eu-west-1:{account}:task/1",
    }

    found = control(organization.endpoint, "POST", "/sessions", body)
    with pytest.raises(urllib.error.HTTPError) as refused:
        control(organization.endpoint, "POST", "/sessions", {**body, "sourceArn": None})

    keys = {
        "aws_access_key_id": found["accessKeyId"],
        "aws_secret_access_key": found["secretAccessKey"],
        "aws_session_token": found["sessionToken"],
    }
    issued = control(organization.endpoint, "GET", "/sessions")
    assert code_of(organization.client("sns", account, keys=keys).list_topics) == "AccessDenied"
    assert {"arn": issued[-1]["arn"], **found} == issued[-1]
    assert refused.value.code == 403
