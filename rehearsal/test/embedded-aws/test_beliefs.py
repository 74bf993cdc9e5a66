"""A row of the evidence table is turned round, and the code does the opposite of what it claims."""

import json
from urllib.error import HTTPError

import pytest
from botocore.exceptions import ClientError
from embedded_aws import beliefs
from embedded_aws.authorization import sessions
from organizations_under_test import Organization, control
from test_evidence import rows


@pytest.fixture
def turn(aws):
    """``turn(row)``: for the time of the test."""

    def make(row, holds=False):
        return control(aws.endpoint, "POST", f"/beliefs/{row}", {"holds": holds})

    yield make
    control(aws.endpoint, "DELETE", "/beliefs")


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def put_schedule(events, expression):
    return refused(events.put_rule, Name="r", ScheduleExpression=expression)


def statement(**given):
    whole = {"Sid": "S", "Effect": "Allow", "Action": "events:PutEvents", **given}
    return json.dumps({"Version": "2012-10-17", "Statement": [whole]})


def test_every_belief_is_a_row(aws):
    assert set(beliefs.known()) - {row["id"] for row in rows()} == set()


def test_what_no_code_can_turn_round_is_said(aws):
    with pytest.raises(HTTPError) as raised:
        control(aws.endpoint, "POST", "/beliefs/nothing-of-the-kind", {"holds": False})

    assert raised.value.code == 404


def test_all_of_them_hold_again_when_asked(aws, turn):
    turn("topic-policy-resource")

    after = control(aws.endpoint, "DELETE", "/beliefs")

    assert set(after.values()) == {True}
    assert control(aws.endpoint, "GET", "/beliefs") == after


@pytest.mark.parametrize(
    "expression", ["cron(0 10 ? * mon *)", "cron(00 10 * * ? *)", "cron(0  10 * * ? *)"]
)
def test_a_schedule_may_have_forms_that_no_page_mentions(client, turn, expression):
    assert put_schedule(client("events"), expression) == "ValidationException"

    turn("events-schedule-unmentioned-forms")

    assert put_schedule(client("events"), expression) is None
    assert put_schedule(client("events"), "cron(0 10 * * MONDAY *)") == "ValidationException"


def test_the_policy_of_a_bus_may_name_anything(client, account_id, turn):
    put = client("events").put_permission
    bus = f"arn:aws:events:eu-west-1:{account_id}:event-bus/default"
    root = {"AWS": f"arn:aws:iam::{account_id}:root"}
    absent = statement(Principal={"AWS": f"arn:aws:iam::{account_id}:role/absent"}, Resource=bus)
    bucket = statement(Principal=root, Resource="arn:aws:s3:::b")
    assert [refused(put, Policy=one) for one in (absent, bucket)] == ["ValidationException"] * 2

    turn("bus-policy-principal")
    assert [refused(put, Policy=one) for one in (absent, bucket)] == [None, "ValidationException"]

    turn("bus-policy-resource")
    assert refused(put, Policy=bucket) is None


def test_a_trust_policy_may_name_a_provider_that_is_not_there(client, account_id, turn):
    document = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::{account_id}:oidc-provider/a.example.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
    }
    role = {
        "RoleName": "r",
        "AssumeRolePolicyDocument": json.dumps({"Version": "2012-10-17", "Statement": document}),
    }
    assert refused(client("iam").create_role, **role) == "MalformedPolicyDocument"

    turn("policy-provider-exists")

    assert refused(client("iam").create_role, **role) is None


def test_roles_of_a_name_are_judged_whoever_assumes_them(aws, client, account_id):
    trust = {"Effect": "Allow", "Principal": {"AWS": account_id}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": trust})

    def session_of(name):
        client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)
        arn = f"arn:aws:iam::{account_id}:role/{name}"
        keys = client("sts").assume_role(RoleArn=arn, RoleSessionName="session")["Credentials"]
        return keys["AccessKeyId"]

    before = session_of("judged-before")
    control(aws.endpoint, "POST", "/sessions/judged", {"roles": "judged-*"})
    other, judged = session_of("other"), session_of("judged-after")

    assert [key in sessions._judged for key in (before, other, judged)] == [False, False, True]


def test_an_account_that_is_not_a_member_may_be_denied(aws, turn):
    describe = Organization(aws).client("organizations").describe_account
    assert refused(describe, AccountId="999999999999") == "AccountNotFoundException"

    turn("organizations-describe-account-that-left")

    assert refused(describe, AccountId="999999999999") == "AccessDeniedException"


def test_create_members_may_take_the_arn_of_its_detector(as_function, account_id, turn):
    detector = f"arn:aws:guardduty:eu-west-1:{account_id}:detector/{'0' * 32}"
    allow = {"Effect": "Allow", "Action": "guardduty:CreateMembers", "Resource": detector}
    create = as_function("guardduty", allow).create_members
    details = [{"AccountId": "999999999999", "Email": "a@example.com"}]
    call = {"DetectorId": "0" * 32, "AccountDetails": details}
    assert refused(create, **call) == "AccessDeniedException"

    turn("guardduty-actions-without-resource")

    assert refused(create, **call) == "BadRequestException"
