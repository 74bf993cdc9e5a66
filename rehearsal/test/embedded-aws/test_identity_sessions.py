"""How long sessions of users and roles may last, and what they are good for."""

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


def test_a_user_that_is_not_named_is_refused_with_mfa_too(auditor):
    iam = auditor.organization.client("iam", auditor.security)
    iam.create_user(UserName="other")
    keys = iam.create_access_key(UserName="other")["AccessKey"]
    code = {"SerialNumber": auditor.device(iam, "other"), "TokenCode": "567890"}

    other = auditor.client({**keys, "SessionToken": None})

    assert code_of(auditor.assume, sts=other, **code) == "AccessDenied"


def test_a_chained_session_lasts_an_hour_at_most(auditor):
    trust = {"Principal": {"AWS": ROOT.format(auditor.security)}}
    between = _role(auditor.organization, auditor.security, "Between", trust)
    far = _role(auditor.organization, auditor.member, "Far", trust)
    made = auditor.sts.assume_role(RoleArn=between, RoleSessionName="audit")
    chained = auditor.client(made["Credentials"])

    error = error_of(
        chained.assume_role, RoleArn=far, RoleSessionName="audit", DurationSeconds=3601
    )

    assert chained.assume_role(RoleArn=far, RoleSessionName="audit", DurationSeconds=3600)
    assert (error["Code"], error["Message"]) == (
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
