"""What CloudFormation refuses before it makes the first resource.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
"""

import json

import pytest
from config_under_test import Recorded, recorder, role
from functions import TRUST
from organizations_under_test import error_of
from stacks import create, describe, history, reason, template, update

TOPIC = {"Type": "AWS::SNS::Topic"}
#: The first to be made, were everything right.
FIRST = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "v"}}


def after(resource):
    """The resource, made after another one."""
    return {"First": FIRST, "Last": {**resource, "DependsOn": "First"}}


def named(kind, **properties):
    return {"Type": f"AWS::{kind}", "Properties": properties}


@pytest.fixture
def taken(client, account_id):
    """Every type with a name that is taken."""
    bucket = f"taken-{account_id}"
    location = {"LocationConstraint": "eu-west-1"}
    client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=location)
    client("sns").create_topic(Name="taken")
    client("sqs").create_queue(QueueName="taken")
    client("logs").create_log_group(logGroupName="taken")
    client("events").put_rule(Name="taken", ScheduleExpression="rate(1 day)")
    return {
        "bucket": named("S3::Bucket", BucketName=bucket),
        "topic": named("SNS::Topic", TopicName="taken"),
        "queue": named("SQS::Queue", QueueName="taken"),
        "log group": named("Logs::LogGroup", LogGroupName="taken"),
        # Of those that CloudFormation's handlers look for themselves.
        "rule": named("Events::Rule", Name="taken"),
    }


@pytest.mark.parametrize("kind", ["bucket", "topic", "queue", "log group", "rule"])
def test_a_stack_with_a_name_that_is_taken_makes_nothing(cloudformation, taken, kind):
    """The words: https://github.com/aws-cloudformation/rain/pull/744"""
    stack = create(cloudformation, "s", template(after(taken[kind])))

    [(_, name)] = taken[kind]["Properties"].items()
    told = reason(cloudformation, "s", "CREATE_FAILED")
    assert (
        f"Resource of type '{taken[kind]['Type']}' with identifier '{name}' already exists." in told
    )
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert [one for one in history(cloudformation, "s") if one[0] == "First"] == []


def test_a_name_by_parameter_or_function_is_looked_for_too(client, cloudformation):
    client("iam").create_role(RoleName="taken-s", AssumeRolePolicyDocument=json.dumps(TRUST))
    role = named(
        "IAM::Role", RoleName={"Fn::Sub": "taken-${AWS::StackName}"}, AssumeRolePolicyDocument=TRUST
    )

    create(cloudformation, "s", template(after(role)))

    assert "'taken-s' already exists." in reason(cloudformation, "s", "CREATE_FAILED")
    assert [one for one in history(cloudformation, "s") if one[0] == "First"] == []


def test_a_stack_with_a_property_that_its_type_does_not_have_makes_nothing(cloudformation):
    wrong = {**after(TOPIC), "Wrong": named("SNS::Topic", DisplayNaem="x")}

    create(cloudformation, "s", template(wrong))

    assert "DisplayNaem" in reason(cloudformation, "s", "CREATE_FAILED")
    assert {one[0] for one in history(cloudformation, "s")} == {"s", "Wrong"}


def test_an_update_with_a_name_that_is_taken_changes_nothing(cloudformation, taken):
    create(cloudformation, "s", template({"First": FIRST}))
    changed = {"First": {**FIRST, "Properties": {"Type": "String", "Value": "other"}}}

    update(cloudformation, "s", template({**changed, "Last": taken["topic"]}))

    events = history(cloudformation, "s")
    assert describe(cloudformation, "s")["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert ("Last", "CREATE_FAILED") in events
    assert ("First", "UPDATE_IN_PROGRESS") not in events


def test_a_change_set_with_a_name_that_is_taken_fails(cloudformation, taken):
    """https://github.com/aws-cloudformation/rain/pull/744 has the words too"""
    given = {"StackName": "s", "ChangeSetName": "c"}
    cloudformation.create_change_set(
        **given, ChangeSetType="CREATE", TemplateBody=template(after(taken["bucket"]))
    )

    found = cloudformation.describe_change_set(**given)
    error = error_of(cloudformation.execute_change_set, **given)

    assert (found["Status"], found["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert found["StatusReason"] == (
        "The following hook(s)/validation failed: "
        "[AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early Validation "
        "errors, use the DescribeEvents API for detailed failure information."
    )
    assert error["Code"] == "ValidationError"


def test_a_change_set_with_a_property_that_its_type_does_not_have_fails(cloudformation):
    given = {"StackName": "s", "ChangeSetName": "c"}
    body = template({"T": named("SNS::Topic", DisplayNaem="x")})
    cloudformation.create_change_set(**given, ChangeSetType="CREATE", TemplateBody=body)

    found = cloudformation.describe_change_set(**given)

    assert found["Status"] == "FAILED"
    assert "[AWS::EarlyValidation::PropertyValidation]" in found["StatusReason"]


@pytest.fixture
def second_recorder(aws):
    """A recorder that can't be made, since the account has one of another name."""
    organization = Recorded(aws)
    config = organization.client("config", organization.member)
    config.put_configuration_recorder(ConfigurationRecorder=recorder(organization, name="other"))
    own = named("Config::ConfigurationRecorder", RoleARN=role(organization, organization.member))
    return organization.client("cloudformation", organization.member), template(after(own))


def test_a_recorder_that_conflicts_fails_only_when_its_turn_comes(second_recorder):
    api, body = second_recorder

    create(api, "s", body)

    events = history(api, "s")
    assert ("First", "CREATE_COMPLETE") in events
    assert ("Last", "CREATE_FAILED") in events


def test_a_recorder_that_conflicts_fails_no_change_set(second_recorder):
    api, body = second_recorder
    given = {"StackName": "s", "ChangeSetName": "c"}
    api.create_change_set(**given, ChangeSetType="CREATE", TemplateBody=body)

    assert api.describe_change_set(**given)["Status"] == "CREATE_COMPLETE"
