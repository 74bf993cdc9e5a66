"""What S3 takes for a public bucket policy, and which policies it refuses.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
"""

import json

import pytest
from embedded_aws.services.s3.public_policies import is_public
from organizations_under_test import REGION, code_of, error_of

ACCOUNT = "111122223333"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/r"


def statement(principal="*", effect="Allow", **condition):
    return {
        "Effect": effect,
        "Principal": principal,
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::bucket/*",
        **({"Condition": condition} if condition else {}),
    }


@pytest.mark.parametrize(
    "one",
    [
        # AWS's examples.
        statement({"Federated": "graph.facebook.com"}),
        statement("*"),
        statement("*", StringLike={"aws:SourceVpc": "vpc-*"}),
        statement("*", StringEquals={"aws:SourceVpc": "${aws:PrincipalTag/vpc}"}),
        statement({"AWS": "*"}),
        statement({"AWS": [ROLE, "*"]}),
        statement("*", IpAddress={"aws:SourceIp": "0.0.0.0/1"}),
        statement("*", IpAddress={"aws:SourceIp": ["192.0.2.0/24", "128.0.0.0/7"]}),
        statement("*", IpAddress={"aws:SourceIp": "2000::/31"}),
        # A key that says nothing of who calls, a key that may be missing, and what is not.
        statement("*", Bool={"aws:SecureTransport": "true"}),
        statement("*", StringEqualsIfExists={"aws:SourceAccount": ACCOUNT}),
        statement("*", StringNotEquals={"aws:SourceAccount": ACCOUNT}),
        statement("*", **{"ForAllValues:StringEquals": {"aws:SourceAccount": ACCOUNT}}),
        {**statement(), "Principal": None, "NotPrincipal": {"AWS": ROLE}},
    ],
)
def test_a_statement_for_anybody_is_public(one):
    one = {key: value for key, value in one.items() if value is not None}

    assert is_public({"Statement": [statement({"AWS": ROLE}), one]})


@pytest.mark.parametrize(
    "one",
    [
        statement("*", StringEquals={"aws:SourceVpc": "vpc-91237329"}),
        statement("*", StringEquals={"aws:PrincipalOrgID": "o-abcde12345"}),
        statement("*", StringEquals={"AWS:SourceAccount": ACCOUNT}),
        statement("*", ArnLike={"aws:SourceArn": f"arn:aws:sns:eu-west-1:{ACCOUNT}:t"}),
        statement("*", IpAddress={"aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"]}),
        statement("*", IpAddress={"aws:SourceIp": "10.0.0.0/8"}),
        statement({"AWS": [ROLE, ACCOUNT]}),
        statement({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}),
        statement({"Service": "cloudtrail.amazonaws.com"}),
        statement("*", effect="Deny"),
        {**statement(), "Effect": "Deny", "Principal": "*", "NotAction": "s3:Get*"},
    ],
)
def test_a_statement_for_somebody_is_not_public(one):
    assert not is_public({"Statement": one})


@pytest.fixture
def bucket(client, account_id):
    name = f"policies-{account_id}"
    client("s3").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    return name


def document(bucket, *resources, **changes):
    one = {**statement(), "Resource": list(resources) or f"arn:aws:s3:::{bucket}/*", **changes}
    return json.dumps({"Version": "2012-10-17", "Statement": [one]})


def block(client, bucket, on):
    client("s3").put_public_access_block(
        Bucket=bucket, PublicAccessBlockConfiguration={"BlockPublicPolicy": on}
    )


def test_a_public_policy_is_refused_where_they_are_blocked(client, bucket, account_id):
    """https://github.com/aws-samples/unishop-monolith-to-microservices/issues/47"""
    s3 = client("s3")
    block(client, bucket, True)
    own = document(bucket, Principal={"AWS": f"arn:aws:iam::{account_id}:root"})

    refused = code_of(s3.put_bucket_policy, Bucket=bucket, Policy=document(bucket))
    s3.put_bucket_policy(Bucket=bucket, Policy=own)
    block(client, bucket, False)
    s3.put_bucket_policy(Bucket=bucket, Policy=document(bucket))

    assert refused == "AccessDenied"


def test_a_stack_with_a_public_policy_fails_where_they_are_blocked(client, bucket):
    block(client, bucket, True)
    properties = {"Bucket": bucket, "PolicyDocument": json.loads(document(bucket))}
    template = {"Resources": {"P": {"Type": "AWS::S3::BucketPolicy", "Properties": properties}}}
    cloudformation = client("cloudformation")

    cloudformation.create_stack(StackName="s", TemplateBody=json.dumps(template))

    [stack] = cloudformation.describe_stacks(StackName="s")["Stacks"]
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"


@pytest.mark.parametrize(
    "resource",
    [
        "arn:aws:s3:::another-bucket/*",
        "arn:aws:s3:::another-bucket",
        # https://github.com/noobaa/noobaa-core/issues/10058
        "*",
        "arn:aws:s3:::*",
        "arn:aws:sqs:eu-west-1:111122223333:queue",
        # https://github.com/hashicorp/terraform/issues/23570
        "arn:aws:s3:::arn:aws:s3:::{bucket}/*",
    ],
)
def test_a_policy_about_another_resource_is_refused(client, bucket, resource):
    """https://github.com/aws-samples/aws-media-services-vod-automation/issues/17"""
    text = document(bucket, f"arn:aws:s3:::{bucket}/*", resource.format(bucket=bucket))

    error = error_of(client("s3").put_bucket_policy, Bucket=bucket, Policy=text)

    assert error["Code"] == "MalformedPolicy"
    assert error["Message"] == "Policy has invalid resource"


def test_a_new_bucket_blocks_public_policies(client, bucket):
    """https://github.com/torchbox/buckup/pull/18"""
    s3 = client("s3")
    settings = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]

    refused = code_of(s3.put_bucket_policy, Bucket=bucket, Policy=document(bucket))
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=document(bucket))

    assert (list(settings.values()), refused) == ([True] * 4, "AccessDenied")
