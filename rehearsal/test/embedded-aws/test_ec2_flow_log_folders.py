"""Flow logs into a folder of a bucket.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html (LogDestination)
https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
"""

import json

import pytest
from organizations_under_test import REGION, Organization, error_of
from test_ec2 import DELIVERY, create


@pytest.fixture
def organization(aws):
    return Organization(aws)


def make_bucket(organization, owner, prefix):
    """A bucket that lets flow logs of an organization be delivered below the prefix alone."""
    name = f"folders-{owner}"
    bucket = f"arn:aws:s3:::{name}"
    condition = {"StringEquals": {"aws:SourceOrgID": organization.id}}
    allow = {"Effect": "Allow", "Principal": {"Service": DELIVERY}, "Condition": condition}
    statements = [
        {**allow, "Action": "s3:PutObject", "Resource": f"{bucket}/{prefix}/*"},
        {**allow, "Action": "s3:GetBucketAcl", "Resource": bucket},
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    s3 = organization.client("s3", owner)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_policy(Bucket=name, Policy=document)
    return name


@pytest.mark.parametrize("folder", ["flow-logs/", "flow-logs", "a/b/"])
def test_a_flow_log_goes_into_a_folder(organization, folder):
    archive, member = organization.members
    bucket = make_bucket(organization, archive, f"{folder.rstrip('/')}/AWSLogs/aws-account-id=*")
    ec2 = organization.client("ec2", member)

    made = create(ec2, f"{bucket}/{folder}")

    assert made["Unsuccessful"] == []
    [found] = ec2.describe_flow_logs(FlowLogIds=made["FlowLogIds"])["FlowLogs"]
    assert found["LogDestination"] == f"arn:aws:s3:::{bucket}/{folder}"


def test_a_folder_is_part_of_what_the_bucket_has_to_let_be_written(organization):
    archive, member = organization.members
    bucket = make_bucket(organization, archive, "AWSLogs/aws-account-id=*")

    made = create(organization.client("ec2", member), f"{bucket}/flow-logs/")

    assert made["FlowLogIds"] == []
    assert "Access Denied for LogDestination" in made["Unsuccessful"][0]["Error"]["Message"]


def test_the_bucket_and_its_folders_are_different_destinations(organization):
    archive, member = organization.members
    bucket = make_bucket(organization, archive, "*AWSLogs/aws-account-id=*")
    ec2 = organization.client("ec2", member)

    places = [bucket, f"{bucket}/a/", f"{bucket}/b/"]
    made = [create(ec2, place)["Unsuccessful"] for place in places]

    assert made == [[], [], []]
    again = error_of(lambda: create(ec2, f"{bucket}/a/"))
    assert again["Code"] == "FlowLogAlreadyExists"


@pytest.mark.parametrize("folder", ["AWSLogs/", "AWSLogs", "a/AWSLogs/"])
def test_a_folder_of_the_name_that_the_service_uses_is_refused(organization, folder):
    archive, member = organization.members
    bucket = make_bucket(organization, archive, "*")

    error = error_of(lambda: create(organization.client("ec2", member), f"{bucket}/{folder}"))

    assert error["Code"] == "InvalidParameter"
    assert "AWSLogs is a reserved term" in error["Message"]
