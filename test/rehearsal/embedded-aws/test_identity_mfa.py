"""People with MFA devices, their sessions, and how long sessions may last."""

import boto3
import pytest
from botocore.config import Config
from organizations_under_test import REGION, Organization, code_of, error_of
from test_identity import _role

MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
ROOT = "arn:aws:iam::{}:root"


class Auditor:
    """A user of the security account with a device, and a role that it may assume with MFA."""

    def __init__(self, aws):
        self.organization = Organization(aws)
        [self.member, self.security] = self.organization.members
        iam = self.organization.client("iam", self.security)
        iam.create_user(UserName="auditor")
        self.keys = iam.create_access_key(UserName="auditor")["AccessKey"]
        self.serial = self.device(iam, "auditor")
        self.sts = self.client({**self.keys, "SessionToken": None})
        conditions = {**MFA, "StringEquals": {"aws:PrincipalOrgID": self.organization.id}}
        self.role = _role(
            self.organization,
            self.member,
            "Audit",
            {
                "Principal": {"AWS": ROOT.format(self.security)},
                "Condition": {
                    **conditions,
                    "ArnEquals": {"aws:PrincipalArn": f"{self.arn('user/auditor')}"},
                },
            },
        )

    def arn(self, name):
        return f"arn:aws:iam::{self.security}:{name}"

    def device(self, iam, user):
        made = iam.create_virtual_mfa_device(VirtualMFADeviceName=user)["VirtualMFADevice"]
        serial = made["SerialNumber"]
        iam.enable_mfa_device(
            UserName=user,
            SerialNumber=serial,
            AuthenticationCode1="000000",
            AuthenticationCode2="000001",
        )
        return serial

    def client(self, credentials, service="sts"):
        return boto3.client(
            service,
            endpoint_url=self.organization.endpoint,
            region_name=REGION,
            config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )

    def session(self, **options):
        return self.client(self.sts.get_session_token(**options)["Credentials"])

    def assume(self, sts, **options):
        return sts.assume_role(RoleArn=self.role, RoleSessionName="audit", **options)


@pytest.fixture
def auditor(aws):
    return Auditor(aws)


def test_one_code_is_enough_for_a_session_that_assumes_many_roles(auditor):
    sts = auditor.session(SerialNumber=auditor.serial, TokenCode="123456", DurationSeconds=3600)

    arns = [auditor.assume(sts)["AssumedRoleUser"]["Arn"] for _ in range(3)]

    assert sts.get_caller_identity()["Arn"] == auditor.arn("user/auditor")
    assert arns == [f"arn:aws:sts::{auditor.member}:assumed-role/Audit/audit"] * 3


def test_a_session_without_a_code_does_not_assume_a_role_that_wants_one(auditor):
    assert code_of(auditor.assume, sts=auditor.session()) == "AccessDenied"


def test_a_key_of_a_user_has_no_mfa(auditor):
    assert code_of(auditor.assume, sts=auditor.sts) == "AccessDenied"


def test_a_role_is_assumed_with_a_code_at_once(auditor):
    made = auditor.assume(auditor.sts, SerialNumber=auditor.serial, TokenCode="234567")

    assert made["AssumedRoleUser"]["Arn"].endswith("assumed-role/Audit/audit")


def test_a_code_is_good_once(auditor):
    code = {"SerialNumber": auditor.serial, "TokenCode": "345678"}
    auditor.assume(auditor.sts, **code)

    again = error_of(auditor.sts.get_session_token, **code)
    malformed = error_of(
        auditor.sts.get_session_token, SerialNumber=auditor.serial, TokenCode="abcdef"
    )

    assert (again["Code"], malformed["Code"]) == ("AccessDenied", "AccessDenied")
    assert again["Message"] == (
        "MultiFactorAuthentication failed with invalid MFA one time pass code."
    )


def test_a_device_of_somebody_else_is_refused(auditor):
    iam = auditor.organization.client("iam", auditor.security)
    iam.create_user(UserName="other")
    serial = auditor.device(iam, "other")

    error = error_of(auditor.sts.get_session_token, SerialNumber=serial, TokenCode="456789")

    assert error["Code"] == "AccessDenied"
    assert "unable to validate MFA code" in error["Message"]


def test_a_session_does_not_get_a_session(auditor):
    session = auditor.session()

    assert code_of(session.get_session_token) == "AccessDenied"
    role = auditor.organization.client("sts", auditor.member)
    assert code_of(role.get_session_token) == "AccessDenied"


def test_a_user_that_is_not_named_is_refused_with_mfa_too(auditor):
    iam = auditor.organization.client("iam", auditor.security)
    iam.create_user(UserName="other")
    keys = iam.create_access_key(UserName="other")["AccessKey"]
    code = {"SerialNumber": auditor.device(iam, "other"), "TokenCode": "567890"}

    other = auditor.client({**keys, "SessionToken": None})

    assert code_of(auditor.assume, sts=other, **code) == "AccessDenied"


def test_a_chained_role_has_no_mfa(auditor):
    between = _role(
        auditor.organization,
        auditor.security,
        "Between",
        {"Principal": {"AWS": ROOT.format(auditor.security)}},
    )
    open_role = _role(
        auditor.organization,
        auditor.member,
        "Open",
        {"Principal": {"AWS": ROOT.format(auditor.security)}},
    )
    wants_mfa = _role(
        auditor.organization,
        auditor.member,
        "WantsMfa",
        {"Principal": {"AWS": ROOT.format(auditor.security)}, "Condition": MFA},
    )
    made = auditor.sts.assume_role(RoleArn=between, RoleSessionName="audit")
    chained = auditor.client(made["Credentials"])

    assert chained.assume_role(RoleArn=open_role, RoleSessionName="audit")["Credentials"]
    denied = code_of(chained.assume_role, RoleArn=wants_mfa, RoleSessionName="audit")
    long = error_of(
        chained.assume_role, RoleArn=open_role, RoleSessionName="audit", DurationSeconds=3601
    )
    assert denied == "AccessDenied"
    assert (long["Code"], long["Message"]) == (
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by"
        " role chaining.",
    )


def test_a_session_lasts_no_longer_than_its_role_lets_it(auditor):
    iam = auditor.organization.client("iam", auditor.member)
    sts = auditor.session(SerialNumber=auditor.serial, TokenCode="678901")

    refused = error_of(auditor.assume, sts=sts, DurationSeconds=7200)
    iam.update_role(RoleName="Audit", MaxSessionDuration=7200)
    made = auditor.assume(sts, DurationSeconds=7200)

    assert refused["Code"] == "ValidationError"
    assert "MaxSessionDuration" in refused["Message"]
    assert made["Credentials"]["AccessKeyId"]


@pytest.mark.parametrize("seconds", [899, 43_201])
def test_a_role_is_assumed_for_15_minutes_to_12_hours(auditor, seconds):
    error = error_of(auditor.assume, sts=auditor.sts, DurationSeconds=seconds)

    assert error["Code"] == "ValidationError"
    assert "durationSeconds" in error["Message"]


@pytest.mark.parametrize("seconds", [899, 129_601])
def test_a_session_of_a_user_lasts_15_minutes_to_36_hours(auditor, seconds):
    assert code_of(auditor.sts.get_session_token, DurationSeconds=seconds) == "ValidationError"


def test_keys_of_a_session_act_in_the_account_of_the_user(auditor):
    made = auditor.sts.get_session_token(SerialNumber=auditor.serial, TokenCode="789012")

    users = auditor.client(made["Credentials"], "iam").list_users()["Users"]

    assert [user["UserName"] for user in users] == ["auditor"]
    assert made["Credentials"]["AccessKeyId"].startswith("ASIA")
