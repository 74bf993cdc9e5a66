"""Transitions that come too early.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
https://docs.aws.amazon.com/AmazonS3/latest/API/API_Transition.html
The words are those of deployments that failed, such as
https://github.com/hashicorp/terraform-provider-aws/pull/6201
"""

import json

import pytest
from organizations_under_test import REGION, error_of


@pytest.fixture
def bucket(client, account_id):
    name = f"lifecycles-{account_id}"
    client("s3").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    return name


def rule(days, storage_class):
    return {
        "ID": "r",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "Transitions": [{"Days": days, "StorageClass": storage_class}],
    }


def put(client, bucket, *rules):
    client("s3").put_bucket_lifecycle_configuration(
        Bucket=bucket, LifecycleConfiguration={"Rules": list(rules)}
    )


@pytest.mark.parametrize("storage_class", ["STANDARD_IA", "ONEZONE_IA"])
@pytest.mark.parametrize("days", [0, 7, 29])
def test_a_transition_to_infrequent_access_before_30_days_is_refused(
    client, bucket, days, storage_class
):
    error = error_of(lambda: put(client, bucket, rule(days, storage_class)))

    assert error["Code"] == "InvalidArgument"
    assert error["Message"] == (
        "'Days' in Transition action must be greater than or equal to 30 for storageClass"
        f" '{storage_class}'"
    )


@pytest.mark.parametrize(
    ("days", "storage_class"),
    [(30, "STANDARD_IA"), (0, "GLACIER_IR"), (1, "INTELLIGENT_TIERING"), (5, "GLACIER")],
)
def test_other_transitions_are_taken(client, bucket, days, storage_class):
    put(client, bucket, rule(days, storage_class))

    [found] = client("s3").get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert found["Transitions"] == [{"Days": days, "StorageClass": storage_class}]


def test_noncurrent_versions_wait_30_days_too(client, bucket):
    early = {
        "ID": "r",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionTransitions": [{"NoncurrentDays": 7, "StorageClass": "STANDARD_IA"}],
    }

    error = error_of(lambda: put(client, bucket, early))

    assert error["Code"] == "InvalidArgument"


def test_a_stack_with_a_transition_that_comes_too_early_fails(client, account_id):
    rules = [
        {
            "Status": "Enabled",
            "Transitions": [{"TransitionInDays": 7, "StorageClass": "STANDARD_IA"}],
        }
    ]
    properties = {
        "BucketName": f"early-{account_id}",
        "LifecycleConfiguration": {"Rules": rules},
    }
    template = {"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": properties}}}
    cloudformation = client("cloudformation")

    cloudformation.create_stack(StackName="s", TemplateBody=json.dumps(template))

    events = cloudformation.describe_stack_events(StackName="s")["StackEvents"]
    assert any("'Days' in Transition" in e.get("ResourceStatusReason", "") for e in events)
