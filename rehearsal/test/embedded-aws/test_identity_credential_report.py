"""IAM's credential report has a row of the root user.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
"""

import csv
import datetime

import pytest
from organizations_under_test import Organization, code_of

HEADER = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
    "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
    "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated"
)


def report_of(iam):
    iam.generate_credential_report()
    answer = iam.get_credential_report()
    lines = answer["Content"].decode().splitlines()
    return lines[0], list(csv.DictReader(lines)), answer["GeneratedTime"]


@pytest.fixture
def organization(aws):
    return Organization(aws)


def test_a_report_is_generated_first(client):
    assert code_of(client("iam").get_credential_report) == "ReportNotPresent"


def test_the_root_user_is_the_first_row(client, account_id):
    header, [root], generated = report_of(client("iam"))

    assert header == HEADER
    assert (root["user"], root["arn"]) == ("<root_account>", f"arn:aws:iam::{account_id}:root")
    assert root["password_next_rotation"] == "not_supported"
    assert root["access_key_1_active"] == "false"
    assert datetime.datetime.now(datetime.UTC) - generated < datetime.timedelta(minutes=5)


def test_a_member_that_the_organization_made_has_no_root_password(organization):
    _, [management, *_], _ = report_of(organization.client("iam"))
    _, [member, *_], _ = report_of(organization.client("iam", organization.members[0]))

    assert management["password_enabled"] == "true"
    assert member["password_enabled"] == "false"


def test_a_user_has_its_password_and_keys(client):
    iam = client("iam")
    iam.create_user(UserName="with")
    iam.create_login_profile(UserName="with", Password="Pa55word!Pa55word!")
    iam.create_access_key(UserName="with")
    iam.create_user(UserName="without")

    _, [_, with_one, without], _ = report_of(iam)

    assert (with_one["user"], with_one["password_enabled"]) == ("with", "true")
    assert with_one["password_last_used"] == "no_information"
    assert (with_one["access_key_1_active"], with_one["access_key_2_active"]) == ("true", "false")
    assert (without["password_enabled"], without["password_last_used"]) == ("false", "N/A")
    assert without["access_key_1_last_rotated"] == "N/A"
