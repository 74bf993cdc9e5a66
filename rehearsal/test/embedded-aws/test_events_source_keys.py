"""Which condition keys services send; each case is from the AWS page that its comment names."""

import json

import pytest
from embedded_aws.delivery import receivers, source_keys
from embedded_aws.delivery.sender import Sender

ARN, ACCOUNT, ORGANIZATION = "aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID"


@pytest.mark.parametrize(
    ("principal", "action", "keys"),
    [
        # /eventbridge/latest/userguide/eb-use-conditions.html; the organization with SQS:
        # /organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
        ("events.amazonaws.com", "lambda:InvokeFunction", {ARN, ACCOUNT}),
        ("events.amazonaws.com", "sqs:SendMessage", {ARN, ACCOUNT, ORGANIZATION}),
        # /sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
        ("sns.amazonaws.com", "sqs:SendMessage", {ARN}),
        # /config/latest/developerguide/s3-bucket-policy.html
        ("config.amazonaws.com", "s3:PutObject", {ACCOUNT, ORGANIZATION}),
        # /vpc/latest/userguide/flow-logs-s3-permissions.html
        ("delivery.logs.amazonaws.com", "s3:PutObject", {ARN, ACCOUNT, ORGANIZATION}),
        # /guardduty/latest/ug/guardduty_exportfindings.html, in a region that is opted in to
        ("guardduty.me-south-1.amazonaws.com", "s3:PutObject", {ARN, ACCOUNT, ORGANIZATION}),
        # /AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
        ("s3.amazonaws.com", "lambda:InvokeFunction", {ARN, ACCOUNT}),
        # /eventbridge/latest/userguide/eb-use-resource-based.html: no Condition in policies of
        # topics, and none where a stream of a log group is made.
        ("events.amazonaws.com", "sns:Publish", set()),
        ("events.amazonaws.com", "logs:CreateLogStream", set()),
        ("events.amazonaws.com", "logs:PutLogEvents", {ARN, ACCOUNT}),
        # /awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
        ("cloudtrail.amazonaws.com", "kms:DescribeKey", set()),
        ("cloudtrail.amazonaws.com", "kms:GenerateDataKey", {ARN, ACCOUNT, ORGANIZATION}),
        # No page names a key of this one.
        ("macie.amazonaws.com", "s3:PutObject", set()),
    ],
)
def test_a_service_sends_the_keys_that_aws_documents(principal, action, keys):
    assert source_keys.source_keys(principal, action) == keys


def test_a_service_without_documentation_does_not_satisfy_a_source_condition():
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "macie.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": "*",
        "Condition": {"StringEquals": {ACCOUNT: "111111111111"}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sender = Sender("macie.amazonaws.com", "arn:aws:macie2:x", "111111111111")

    assert not sender.admitted(document, "s3:PutObject", "arn:aws:s3:::bucket/key")


@pytest.mark.parametrize(("condition", "admitted"), [(False, True), (True, False)])
def test_eventbridge_names_no_source_to_the_key_of_an_encrypted_topic(
    client, account_id, condition, admitted
):
    """Else NO_PERMISSIONS: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html"""
    rule = f"arn:aws:events:eu-west-1:{account_id}:rule/rule"
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": ["kms:GenerateDataKey*", "kms:Decrypt"],
        "Resource": "*",
        **({"Condition": {"ArnLike": {ARN: rule}}} if condition else {}),
    }
    root = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [root, allow]})
    key = client("kms").create_key(Policy=document)["KeyMetadata"]["KeyId"]
    sns = client("sns")
    topic = sns.create_topic(Name="alerts", Attributes={"KmsMasterKeyId": key})["TopicArn"]
    publish = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": topic,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [publish]})
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)

    sender = Sender("events.amazonaws.com", rule, account_id)

    assert receivers.admits(topic, sender) is admitted
