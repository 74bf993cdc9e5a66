"""A condition is judged by what the request has, and by nothing else.

A key that is missing from the request leaves an operator unsatisfied, but for those that
end in IfExists, those that are negated, and Null.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

import pytest
from organizations_under_test import Organization
from test_authorization import denied
from test_authorization_dependents import function_of
from test_service_control_policies import administrator, attach

ABSENT = "aws:SourceVpce"


def listing(condition, effect="Allow"):
    return {"Effect": effect, "Action": "sns:ListTopics", "Resource": "*", "Condition": condition}


MISSING = [
    {"StringEquals": {ABSENT: "vpce-1"}},
    {"StringLike": {ABSENT: "*"}},
    {"Bool": {ABSENT: "false"}},
    {"ForAnyValue:StringEquals": {ABSENT: ["vpce-1"]}},
    {"ForAnyValue:StringNotEquals": {ABSENT: ["vpce-1"]}},
    {"Null": {ABSENT: "false"}},
    # Service keys as well as global ones.
    {"StringEquals": {"sns:Protocol": "email"}},
    {"StringEquals": {"aws:ResourceTag/team": "audit"}},
    {"StringEquals": {"aws:RequestTag/team": "audit"}},
]
INDIFFERENT = [
    {"StringEqualsIfExists": {ABSENT: "vpce-1"}},
    {"StringNotEquals": {ABSENT: "vpce-1"}},
    {"Null": {ABSENT: "true"}},
    {"ForAllValues:StringEquals": {ABSENT: ["vpce-1"]}},
]


@pytest.mark.parametrize("condition", MISSING, ids=str)
def test_an_allow_whose_key_is_missing_does_not_apply(as_function, condition):
    assert denied(as_function("sns", listing(condition)).list_topics)[0] == "AccessDenied"


@pytest.mark.parametrize("condition", INDIFFERENT, ids=str)
def test_an_allow_that_a_missing_key_satisfies_applies(as_function, condition):
    assert as_function("sns", listing(condition)).list_topics()["Topics"] == []


@pytest.mark.parametrize("condition", MISSING, ids=str)
def test_a_deny_whose_key_is_missing_does_not_apply(as_function, condition):
    everything = {"Effect": "Allow", "Action": "sns:ListTopics", "Resource": "*"}
    sns = as_function("sns", everything, listing(condition, "Deny"))

    assert sns.list_topics()["Topics"] == []


@pytest.mark.parametrize("condition", INDIFFERENT, ids=str)
def test_a_deny_that_a_missing_key_satisfies_applies(as_function, condition):
    everything = {"Effect": "Allow", "Action": "sns:ListTopics", "Resource": "*"}
    sns = as_function("sns", everything, listing(condition, "Deny"))

    code, message = denied(sns.list_topics)

    assert code == "AccessDenied"
    assert message.endswith("with an explicit deny in an identity-based policy")


ALWAYS = [
    {"StringEquals": {"aws:PrincipalAccount": "{account}"}},
    {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::{account}:role/f"}},
    {"StringEquals": {"aws:PrincipalType": "AssumedRole"}},
    {"StringEquals": {"aws:PrincipalOrgID": "{organization}"}},
    {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "{organization}/r-*"}},
    {"Bool": {"aws:PrincipalIsAWSService": "false"}},
    {"Bool": {"aws:ViaAWSService": "false"}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
    {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}},
    {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
    {"NumericGreaterThan": {"aws:EpochTime": "1577836800"}},
    {"StringLike": {"aws:UserAgent": "Boto3/*"}},
    {"StringLike": {"aws:userid": "*:f"}},
    {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}},
]


@pytest.mark.parametrize("condition", ALWAYS, ids=str)
def test_a_session_of_a_role_has_the_keys_that_aws_always_sends(aws, condition):
    organization = Organization(aws)
    [(operator, keys)] = condition.items()
    filled = {
        key: value.format(account=organization.management, organization=organization.id)
        for key, value in keys.items()
    }

    sns = function_of(organization, "sns", listing({operator: filled}))

    assert sns.list_topics()["Topics"] == []


def test_a_global_service_is_called_in_one_region(as_function):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"""
    read = {"Effect": "Allow", "Action": "iam:ListAccountAliases", "Resource": "*"}
    there = {**read, "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}}

    assert as_function("iam", there).list_account_aliases()["AccountAliases"] == []


def test_a_tag_that_the_call_gives_is_asked_for(as_function):
    condition = {
        "StringEquals": {"aws:RequestTag/team": "audit"},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]},
    }
    create = {
        "Effect": "Allow",
        "Action": ["sns:CreateTopic", "sns:TagResource"],
        "Resource": "*",
        "Condition": condition,
    }
    sns = as_function("sns", create)

    assert sns.create_topic(Name="t", Tags=[{"Key": "team", "Value": "audit"}])["TopicArn"]
    assert denied(sns.create_topic, Name="u")[0] == "AccessDenied"
    other = [{"Key": "team", "Value": "audit"}, {"Key": "x", "Value": "y"}]
    assert denied(sns.create_topic, Name="v", Tags=other)[0] == "AccessDenied"


def test_the_owner_of_a_resource_is_known_by_its_arn(aws):
    organization, stranger = Organization(aws), Organization(aws)
    topics = [
        one.client("sns", one.management).create_topic(Name="t")["TopicArn"]
        for one in (organization, stranger)
    ]
    condition = {"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}
    allow = {"Effect": "Allow", "Action": "sns:GetTopicAttributes", "Resource": "*"}
    sns = function_of(organization, "sns", {**allow, "Condition": condition})

    assert sns.get_topic_attributes(TopicArn=topics[0])["Attributes"]
    assert denied(sns.get_topic_attributes, TopicArn=topics[1])[0].startswith("A")


def test_a_bucket_that_is_missing_is_told_before_its_owner_is_asked_for(as_function, account_id):
    """https://github.com/aws/aws-sdk-java/issues/1256"""
    condition = {"StringEquals": {"aws:ResourceAccount": account_id}}
    allow = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": condition}

    code, _ = denied(as_function("s3", allow).put_object, Bucket="not-there", Key="k", Body=b"")

    assert code == "NoSuchBucket"


def denying(resource):
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Action": ["events:PutPermission", "events:PutRule"],
                "Resource": resource,
            }
        ],
    }


def test_a_service_control_policy_that_names_buses_does_not_protect_their_policies(aws):
    """Neither PutPermission nor RemovePermission has resource-level permissions.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
    """
    organization = Organization(aws)
    attach(
        organization,
        denying(["arn:aws:events:*:*:event-bus/*", "arn:aws:events:*:*:rule/*"]),
        organization.members[0],
    )
    events = administrator(organization, organization.members[0], "events")
    permission = {"Action": "events:PutEvents", "Principal": "*", "StatementId": "s"}

    events.put_permission(**permission)

    code, _ = denied(events.put_rule, Name="r", ScheduleExpression="rate(1 day)")
    assert code == "AccessDeniedException"


def test_a_service_control_policy_on_every_resource_protects_the_policies_of_buses(aws):
    organization = Organization(aws)
    attach(organization, denying("*"), organization.members[0])
    events = administrator(organization, organization.members[0], "events")

    code, _ = denied(
        events.put_permission, Action="events:PutEvents", Principal="*", StatementId="s"
    )

    assert code == "AccessDeniedException"


def test_the_tags_of_a_role_are_those_of_its_sessions(aws):
    organization = Organization(aws)
    condition = {"StringEquals": {"aws:PrincipalTag/team": "audit"}}
    sns = function_of(organization, "sns", listing(condition))
    assert denied(sns.list_topics)[0] == "AccessDenied"

    organization.client("iam").tag_role(RoleName="f", Tags=[{"Key": "team", "Value": "audit"}])

    assert sns.list_topics()["Topics"] == []


@pytest.mark.parametrize(("namespace", "is_denied"), [("ofn/alarms", True), ("team", False)])
def test_policies_know_a_metric_by_its_namespace(as_function, namespace, is_denied):
    allow = {"Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*"}
    condition = {"StringLike": {"cloudwatch:namespace": "ofn/*"}}
    caller = as_function("cloudwatch", allow, {**allow, "Effect": "Deny", "Condition": condition})
    data = [{"MetricName": "m", "Value": 1}]

    if is_denied:
        refused = denied(caller.put_metric_data, Namespace=namespace, MetricData=data)
        assert refused[0].startswith("AccessDenied")
    else:
        caller.put_metric_data(Namespace=namespace, MetricData=data)
