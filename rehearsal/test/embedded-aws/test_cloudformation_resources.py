"""What a template says of a resource is what the service's own API answers."""

import json

import pytest
from functions import TRUST, package
from stacks import create, reason, resource, template, update


def document(action, principal=None, resource="*"):
    """A policy that admits S3, or the given principal."""
    statement = {
        "Sid": "AllowS3",
        "Effect": "Allow",
        "Principal": principal or {"Service": "s3.amazonaws.com"},
        "Action": action,
        "Resource": resource,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def made(api, name, resources):
    stack = create(api, name, template(resources))
    assert stack["StackStatus"] == "CREATE_COMPLETE", reason(api, name, "CREATE_FAILED")
    return {key: resource(api, name, key)["PhysicalResourceId"] for key in resources}


def changed(api, name, resources):
    stack = update(api, name, template(resources))
    assert stack["StackStatus"] == "UPDATE_COMPLETE", reason(api, name, "UPDATE_FAILED")


def test_a_role_keeps_policies_tags_path_and_boundary(client, cloudformation):
    boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": TRUST,
            "Path": "/own/",
            "PermissionsBoundary": boundary,
            "ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            "Policies": [{"PolicyName": "one", "PolicyDocument": TRUST_LESS}],
            "Tags": [{"Key": "a", "Value": "b"}],
        },
    }
    name = made(cloudformation, "s", {"R": role})["R"]
    iam = client("iam")
    found = iam.get_role(RoleName=name)["Role"]
    role["Properties"]["ManagedPolicyArns"] = []
    role["Properties"]["Policies"][0]["PolicyName"] = "two"
    changed(cloudformation, "s", {"R": role})

    assert found["Path"] == "/own/"
    assert found["PermissionsBoundary"]["PermissionsBoundaryArn"] == boundary
    assert {"Key": "a", "Value": "b"} in found["Tags"]
    assert iam.list_role_policies(RoleName=name)["PolicyNames"] == ["two"]
    assert iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"] == []


TRUST_LESS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
}


def test_a_bucket_policy_is_put_on_the_bucket(client, cloudformation):
    objects = {"Fn::Sub": "${B.Arn}/*"}
    names = made(
        cloudformation,
        "s",
        {
            "B": {"Type": "AWS::S3::Bucket"},
            "P": {
                "Type": "AWS::S3::BucketPolicy",
                "Properties": {
                    "Bucket": {"Ref": "B"},
                    "PolicyDocument": document("s3:GetObject", resource=objects),
                },
            },
        },
    )

    policy = client("s3").get_bucket_policy(Bucket=names["B"])["Policy"]
    assert json.loads(policy)["Statement"][0]["Resource"] == (f"arn:aws:s3:::{names['B']}/*")


def test_topic_and_queue_policies_are_put_and_removed(client, cloudformation):
    resources = {
        "T": {"Type": "AWS::SNS::Topic"},
        "Q": {"Type": "AWS::SQS::Queue"},
        "TP": {
            "Type": "AWS::SNS::TopicPolicy",
            "Properties": {"Topics": [{"Ref": "T"}], "PolicyDocument": document("sns:Publish")},
        },
        "QP": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {"Queues": [{"Ref": "Q"}], "PolicyDocument": document("sqs:*")},
        },
    }
    names = made(cloudformation, "s", resources)
    sns, sqs = client("sns"), client("sqs")

    def policies():
        topic = sns.get_topic_attributes(TopicArn=names["T"])["Attributes"]["Policy"]
        queue = sqs.get_queue_attributes(QueueUrl=names["Q"], AttributeNames=["Policy"]).get(
            "Attributes", {}
        )
        return topic, queue.get("Policy", "")

    before = policies()
    changed(cloudformation, "s", {"T": resources["T"], "Q": resources["Q"]})
    after = policies()

    assert all("AllowS3" in text for text in before)
    assert not any("AllowS3" in text for text in after)


def test_alarms_filters_and_retention_are_visible(client, cloudformation):
    names = made(
        cloudformation,
        "s",
        {
            "G": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 30}},
            "F": {
                "Type": "AWS::Logs::MetricFilter",
                "Properties": {
                    "LogGroupName": {"Ref": "G"},
                    "FilterPattern": "ERROR",
                    "MetricTransformations": [
                        {
                            "MetricName": "errors",
                            "MetricNamespace": "own",
                            "MetricValue": "1",
                        }
                    ],
                },
            },
            "A": {
                "Type": "AWS::CloudWatch::Alarm",
                "Properties": {
                    "MetricName": "errors",
                    "Namespace": "own",
                    "Statistic": "Sum",
                    "Period": "300",
                    "EvaluationPeriods": 1,
                    "Threshold": "1",
                    "ComparisonOperator": "GreaterThanOrEqualToThreshold",
                },
            },
        },
    )

    logs = client("logs")
    group = logs.describe_log_groups()["logGroups"][0]
    assert group["retentionInDays"] == 30
    filters = logs.describe_metric_filters(logGroupName=names["G"])["metricFilters"]
    assert filters[0]["metricTransformations"][0]["metricName"] == "errors"
    alarm = client("cloudwatch").describe_alarms()["MetricAlarms"][0]
    assert (alarm["AlarmName"], alarm["Threshold"]) == (names["A"], 1.0)


def test_a_key_keeps_policy_and_rotation(client, cloudformation, account_id):
    policy = document("kms:*", principal={"AWS": account_id})
    key = {
        "Type": "AWS::KMS::Key",
        "Properties": {"KeyPolicy": policy, "EnableKeyRotation": "true"},
    }
    key_id = made(cloudformation, "s", {"K": key})["K"]
    key["Properties"]["Description"] = "changed"
    changed(cloudformation, "s", {"K": key})

    kms = client("kms")
    assert kms.get_key_rotation_status(KeyId=key_id)["KeyRotationEnabled"]
    found = kms.describe_key(KeyId=key_id)["KeyMetadata"]
    assert (found["Description"], found["MultiRegion"]) == ("changed", False)


def test_a_function_is_changed_in_place(client, cloudformation, account_id):
    bucket = f"code-{account_id}"
    s3 = client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for version in ("1", "2"):
        s3.put_object(Bucket=bucket, Key=f"{version}.zip", Body=package(f"// {version}"))
    properties = {
        "Role": {"Fn::GetAtt": ["R", "Arn"]},
        "Runtime": "nodejs24.x",
        "Handler": "index.handler",
        "Architectures": ["arm64"],
        "Code": {"S3Bucket": bucket, "S3Key": "1.zip"},
        "LoggingConfig": {"LogGroup": "/own", "LogFormat": "JSON"},
        "Environment": {"Variables": {"OWN": "1"}},
    }
    resources = {
        "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
        "F": {"Type": "AWS::Lambda::Function", "Properties": properties},
        "P": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "FunctionName": {"Ref": "F"},
                "Action": "lambda:InvokeFunction",
                "Principal": "events.amazonaws.com",
            },
        },
        "C": {
            "Type": "AWS::Lambda::EventInvokeConfig",
            "Properties": {
                "FunctionName": {"Ref": "F"},
                "Qualifier": "$LATEST",
                "MaximumRetryAttempts": "0",
            },
        },
    }
    name = made(cloudformation, "s", resources)["F"]
    api = client("lambda")
    before = api.get_function_configuration(FunctionName=name)
    properties["Code"]["S3Key"] = "2.zip"
    properties["Environment"] = {"Variables": {"OWN": "2"}}
    changed(cloudformation, "s", resources)
    after = api.get_function_configuration(FunctionName=name)

    assert before["Architectures"] == ["arm64"]
    assert before["LoggingConfig"] == {"LogGroup": "/own", "LogFormat": "JSON"}
    assert before["CodeSha256"] != after["CodeSha256"]
    assert after["Environment"]["Variables"] == {"OWN": "2"}
    config = api.get_function_event_invoke_config(FunctionName=name)
    assert config["MaximumRetryAttempts"] == 0
    assert "events.amazonaws.com" in api.get_policy(FunctionName=name)["Policy"]


def test_fails_a_function_whose_artifact_is_missing(client, cloudformation, account_id):
    bucket = f"code-{account_id}"
    client("s3").create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    resources = {
        "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
        "F": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Role": {"Fn::GetAtt": ["R", "Arn"]},
                "Runtime": "nodejs24.x",
                "Handler": "index.handler",
                "Code": {"S3Bucket": bucket, "S3Key": "none.zip"},
            },
        },
    }

    create(cloudformation, "s", template(resources))

    failure = reason(cloudformation, "s", "CREATE_FAILED")
    assert "S3 Error Code: NoSuchKey" in failure
    assert "HandlerErrorCode: InvalidParameterValueException" in failure


@pytest.mark.parametrize(
    "found",
    [
        {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "MessageRetentionPeriod": 1209600,
                "KmsMasterKeyId": "alias/aws/sqs",
                "SqsManagedSseEnabled": False,
            },
        },
        {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "v"}},
        {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
                "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
                "BillingMode": "PAY_PER_REQUEST",
            },
        },
        {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {"PolicyDocument": TRUST_LESS},
        },
        {
            "Type": "AWS::Glue::Database",
            "Properties": {"CatalogId": "1", "DatabaseInput": {"Name": "d"}},
        },
        {"Type": "AWS::CloudFormation::WaitConditionHandle"},
    ],
    ids=lambda found: found["Type"],
)
def test_makes_and_removes(cloudformation, found):
    made(cloudformation, "s", {"X": found})

    cloudformation.delete_stack(StackName="s")

    last = cloudformation.list_stacks()["StackSummaries"][0]
    assert last["StackStatus"] == "DELETE_COMPLETE", last
