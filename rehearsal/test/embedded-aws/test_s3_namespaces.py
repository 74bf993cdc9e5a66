"""Names of buckets in the namespace of an account and region."""

import json

import pytest
from stacks import create, reason

REGIONAL = "reports-{account}-eu-west-1-an"


def bucket_stack(client, account_id, name, namespace):
    """The status of a stack with the bucket, and why it failed."""
    properties = {"BucketName": name.format(account=account_id), "BucketNamespace": namespace}
    resources = {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": properties}}
    made = create(client("cloudformation"), "bucket", json.dumps({"Resources": resources}))
    failed = made["StackStatus"] != "CREATE_COMPLETE"
    return failed and reason(client("cloudformation"), "bucket", "CREATE_FAILED")


@pytest.mark.parametrize(
    ("name", "namespace"),
    [(REGIONAL, "account-regional"), ("reports-{account}", "global")],
)
def test_a_bucket_of_a_stack_is_in_the_namespace_that_it_names(client, account_id, name, namespace):
    assert not bucket_stack(client, account_id, name, namespace)


@pytest.mark.parametrize(
    ("name", "namespace", "error"),
    [
        ("reports-{account}", "account-regional", "InvalidNamespaceHeader"),
        ("reports-{account}-us-east-1-an", "account-regional", "InvalidNamespaceHeader"),
        (REGIONAL, "global", "InvalidBucketName"),
    ],
)
def test_a_name_that_is_not_of_its_namespace_is_refused(client, account_id, name, namespace, error):
    assert error in bucket_stack(client, account_id, name, namespace)
