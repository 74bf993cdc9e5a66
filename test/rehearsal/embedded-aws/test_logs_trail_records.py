"""Records reach the log group of the trail that covers their account."""

import json

import pytest
from organizations_under_test import Organization
from test_cloudtrail import PRINCIPAL, REGION, make_bucket, request

GROUP = "trail"


@pytest.fixture
def organization(aws):
    found = Organization(aws)
    found.client("organizations").enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    found.bucket = make_bucket(found, found.members[0])
    found.client("logs").create_log_group(logGroupName=GROUP)
    return found


def role(organization, *streams):
    iam = organization.client("iam")
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": PRINCIPAL},
        "Action": "sts:AssumeRole",
    }
    group = f"arn:aws:logs:{REGION}:{organization.management}:log-group:{GROUP}"
    allowed = {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": [f"{group}:log-stream:{stream}" for stream in streams],
    }
    made = iam.create_role(
        RoleName="trail",
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )
    document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_role_policy(RoleName="trail", PolicyName="log", PolicyDocument=document)
    return group, made["Role"]["Arn"]


def start(organization, *streams):
    group, role_arn = role(organization, *streams)
    cloudtrail = organization.client("cloudtrail")
    logs = {"CloudWatchLogsLogGroupArn": f"{group}:*", "CloudWatchLogsRoleArn": role_arn}
    trail = cloudtrail.create_trail(**request(organization, **logs))
    cloudtrail.start_logging(Name=trail["TrailARN"])
    return trail["TrailARN"]


def record(organization, account):
    body = {"accountId": account, "region": "us-east-1", "record": {"eventName": "DeleteTrail"}}
    return organization.control("POST", "/cloudtrail/records", body)["deliveries"]


def logged(organization):
    found = organization.client("logs").filter_log_events(logGroupName=GROUP)
    return [(e["logStreamName"], json.loads(e["message"])) for e in found["events"]]


def test_the_call_of_a_member_is_logged_in_the_management_account(organization):
    own = f"{organization.management}_CloudTrail_*"
    arn = start(organization, own, f"{organization.id}_*")
    member = organization.members[1]

    [delivery] = record(organization, member)

    [(stream, found)] = logged(organization)
    assert (delivery["trailArn"], delivery["outcome"]) == (arn, "delivered")
    assert stream == f"{organization.id}_{member}_CloudTrail_{REGION}"
    assert found["eventName"] == "DeleteTrail"
    assert (found["recipientAccountId"], found["awsRegion"]) == (member, "us-east-1")


def test_a_role_without_the_streams_of_members_loses_their_calls(organization):
    start(organization, f"{organization.management}_CloudTrail_*")

    [delivery] = record(organization, organization.members[1])

    assert delivery["outcome"] == "refused"
    assert logged(organization) == []


def test_a_trail_that_is_stopped_logs_nothing(organization):
    arn = start(organization, "*")
    organization.client("cloudtrail").stop_logging(Name=arn)

    assert record(organization, organization.members[1]) == []
