"""What each kind of policy document has of its own: actions, resources, quotas."""

import pytest
from policies_under_test import (
    ACCOUNT,
    BUCKET,
    QUEUE,
    ROLE,
    ROOT,
    STATEMENTS,
    changed,
    document,
    verdict,
)

SCOPE = "Invalid parameter: Policy statement action out of service scope!"
SQS = "Invalid value for the parameter Policy."
SCP = "The provided policy document does not meet the requirements of the specified policy type."
STS_ONLY = "AssumeRole policy may only specify STS AssumeRole actions."
MISMATCH = "Action does not apply to any resource(s) in statement"
CONDITIONS = "Conditions do not apply to combination of actions and resources in statement"

VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
SID = (
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the "
    "regular expression [0-9A-Za-z]*"
)


def conditional(key):
    return {"StringEquals": {key: "x"}}


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("identity", {"Action": "*"}),
        ("identity", {"Action": None, "NotAction": ["iam:*", "sts:*"]}),
        ("identity", {"Sid": "ReadLogs1"}),
        # Full language of IAM in SCPs, September 2025:
        # https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
        ("service-control", {"Effect": "Allow", "Resource": "arn:aws:s3:::a"}),
        ("service-control", {"Effect": "Allow", "Condition": conditional("aws:RequestedRegion")}),
        ("service-control", {"Resource": None, "NotResource": "arn:aws:s3:::a"}),
        ("service-control", {"Action": None, "NotAction": "ec2:*Region*"}),
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
        ("trust", {"Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}),
        ("trust", {"Principal": {"AWS": "*"}}),
        ("trust", {"Principal": {"AWS": ["*", ROLE], "Service": "lambda.amazonaws.com"}}),
        ("bucket", {"Action": "s3:*"}),
        ("bucket", {"Action": "s3:Get*", "Resource": BUCKET}),
        (
            "bucket",
            {
                "Action": ["s3:GetBucketAcl", "s3:PutObject"],
                "Resource": [BUCKET, "arn:aws:s3:::logs/a/*"],
            },
        ),
        (
            "bucket",
            {"Action": "s3:ListBucket", "Resource": BUCKET, "Condition": conditional("s3:prefix")},
        ),
        ("bucket", {"Action": "s3:PutObject", "Condition": conditional("s3:x-amz-acl")}),
        ("bucket", {"Condition": conditional("s3:ExistingObjectTag/owner")}),
        ("bucket", {"Principal": "*", "Effect": "Deny"}),
        ("topic", {"Resource": "*"}),
        ("topic", {"Action": ["SNS:Subscribe", "sns:Receive"]}),
        # hashicorp/terraform-provider-aws#42209
        ("queue", {"Resource": None}),
        ("queue", {"Action": "sqs:*"}),
        ("bus", {"Action": "events:*"}),
    ],
    ids=str,
)
def test_what_the_kind_may_say_is_accepted(kind, changes):
    assert verdict(kind, changed(kind, **changes)) is None


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        # getmoto/moto tests/test_iam/test_iam_policies.py, recorded on AWS
        ("identity", {"Action": "GetObject"}, VENDOR),
        ("identity", {"Action": "s3:Get:Object"}, "Actions/Condition can contain only one colon."),
        ("identity", {"Action": "s 3:GetObject"}, "Vendor s 3 is not valid"),
        ("identity", {"Sid": "read-logs"}, SID),
        # https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html#scp-syntax-action
        ("service-control", {"Action": "cloudtrailStopLogging"}, SCP),
        ("service-control", {"Action": ["s3:GetObject", ":Get"]}, SCP),
        # versity/versitygw iamapi: recorded words
        ("trust", {"Action": "*"}, STS_ONLY),
        ("trust", {"Action": ["sts:AssumeRole", "s3:GetObject"]}, STS_ONLY),
        ("trust", {"Action": "AssumeRole"}, STS_ONLY),
        ("trust", {"Principal": "*"}, "Principal must be a JSON object."),
        (
            "trust",
            {"Effect": "Deny", "Principal": None, "NotPrincipal": {"AWS": ROOT}},
            "AssumeRole policy must not contain NotPrincipal field.",
        ),
        # versity/versitygw#650, #648 and #645, humanmade/S3-Uploads#239, noobaa/noobaa-core#10058
        ("bucket", {"Action": "s3:GetObjects"}, "Policy has invalid action"),
        ("bucket", {"Action": "invalid_action"}, "Policy has invalid action"),
        ("bucket", {"Action": "sqs:SendMessage"}, "Policy has invalid action"),
        ("bucket", {"Action": "s3:ListAllMyBuckets"}, "Policy has invalid action"),
        ("bucket", {"Resource": "*"}, "Policy has invalid resource"),
        ("bucket", {"Resource": "logs/*"}, "Policy has invalid resource"),
        ("bucket", {"Resource": QUEUE}, "Policy has invalid resource"),
        ("bucket", {"Resource": BUCKET}, MISMATCH),
        ("bucket", {"Action": "s3:GetBucketAcl"}, MISMATCH),
        ("bucket", {"Action": "s3:GetObject", "Condition": conditional("s3:prefix")}, CONDITIONS),
        ("bucket", {"Condition": conditional("s3:x-amz-acl")}, CONDITIONS),
        # ministryofjustice/analytical-platform#7691: "the only accepted Resource element value"
        (
            "key",
            {"Resource": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1"},
            "Missing required field Resource",
        ),
        # hashicorp/terraform#12740, aws/aws-cli#3143
        ("topic", {"Action": "sns:*"}, SCOPE),
        ("topic", {"Action": ["sns:Publish", "sns:CreateTopic"]}, SCOPE),
        ("topic", {"Action": "sns:SetSubscriptionAttributes"}, SCOPE),
        ("topic", {"Action": "kms:Decrypt"}, SCOPE),
        ("topic", {"Resource": QUEUE}, "Invalid parameter: Policy Error: null"),
        # aws/aws-cdk#15602; quotas-policies.html of the SQS guide
        ("queue", {"Action": ["sqs:SendMessage", "sqs:ListQueues"]}, SQS),
        ("queue", {"Action": "sqs:SendMessages"}, SQS),
        ("queue", {"Action": "sns:Publish"}, SQS),
        ("queue", {"Resource": BUCKET}, SQS),
        ("queue", {"Action": ["sqs:SendMessage"] * 8}, SQS),
        ("queue", {"Principal": {"AWS": [ROOT] * 51}}, SQS),
        ("bus", {"Action": "sqs:SendMessage"}, "Syntax error in policy."),
        ("bus", {"Resource": "*"}, "Syntax error in policy."),
    ],
    ids=str,
)
def test_what_the_kind_may_not_say_is_refused(kind, changes, words):
    assert verdict(kind, changed(kind, **changes)) == words


def test_a_queue_policy_has_quotas():
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html"""
    statement = STATEMENTS["queue"]
    keys = {f"aws:PrincipalTag/{n}": "x" for n in range(11)}

    assert verdict("queue", document(*[statement] * 20)) is None
    assert verdict("queue", document(*[statement] * 21)) == SQS
    assert verdict("queue", changed("queue", Condition={"StringEquals": keys})) == SQS
    assert verdict("queue", changed("queue", Sid="x" * 8192)) == SQS
