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


def test_a_role_that_asks_for_the_source_of_the_call_later_loses_every_call(organization):
    """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html"""
    start(organization, "*")
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": PRINCIPAL},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": organization.management}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    iam = organization.client("iam")
    iam.update_assume_role_policy(RoleName="trail", PolicyDocument=document)

    [delivery] = record(organization, organization.members[1])

    assert delivery["outcome"] == "refused"


def test_a_trail_that_is_stopped_logs_nothing(organization):
    arn = start(organization, "*")
    organization.client("cloudtrail").stop_logging(Name=arn)

    assert record(organization, organization.members[1]) == []


def test_the_event_history_has_them_without_a_trail(organization):
    member = organization.members[1]
    record(organization, member)
    cloudtrail = organization.client("cloudtrail", member, region="us-east-1")

    found = cloudtrail.lookup_events()["Events"]

    assert [event["EventName"] for event in found] == ["DeleteTrail"]
    assert json.loads(found[0]["CloudTrailEvent"])["recipientAccountId"] == member


def test_the_event_history_is_of_one_account_and_region(organization):
    record(organization, organization.members[1])

    for account, region in [
        (organization.members[0], "us-east-1"),
        (organization.members[1], "eu-west-1"),
    ]:
        cloudtrail = organization.client("cloudtrail", account, region=region)
        assert cloudtrail.lookup_events()["Events"] == []


def test_the_event_history_is_looked_up_by_an_attribute_and_paged(organization):
    member = organization.members[1]
    for _ in range(3):
        record(organization, member)
    cloudtrail = organization.client("cloudtrail", member, region="us-east-1")
    by_name = [{"AttributeKey": "EventName", "AttributeValue": "DeleteTrail"}]
    by_other = [{"AttributeKey": "EventName", "AttributeValue": "StopLogging"}]

    pages = list(
        cloudtrail.get_paginator("lookup_events").paginate(
            LookupAttributes=by_name, PaginationConfig={"PageSize": 2}
        )
    )

    assert [len(page["Events"]) for page in pages] == [2, 1]
    assert cloudtrail.lookup_events(LookupAttributes=by_other)["Events"] == []


def test_a_trail_that_has_logged_has_delivered_to_its_log_group(organization):
    group, role_arn = role(organization, "*")
    logs = {"CloudWatchLogsLogGroupArn": f"{group}:*", "CloudWatchLogsRoleArn": role_arn}
    cloudtrail = organization.client("cloudtrail")
    arn = cloudtrail.create_trail(**request(organization, **logs))["TrailARN"]
    before = cloudtrail.get_trail_status(Name=arn)

    cloudtrail.start_logging(Name=arn)

    assert "LatestCloudWatchLogsDeliveryTime" not in before
    assert "LatestCloudWatchLogsDeliveryTime" in cloudtrail.get_trail_status(Name=arn)
