"""What an update of a stack clears when a property of its trail is gone."""

import json

import pytest
import stacks
from organizations_under_test import REGION, Organization, code_of
from test_cloudtrail import PRINCIPAL, TRAIL, make_bucket

INSIGHTS = [{"InsightType": "ApiErrorRateInsight"}]


@pytest.fixture
def organization(aws):
    found = Organization(aws)
    found.client("organizations").enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    found.bucket = make_bucket(found, found.members[0])
    return found


def body(organization, **properties):
    trail = {
        "TrailName": TRAIL,
        "S3BucketName": organization.bucket,
        "IsLogging": True,
        "IsOrganizationTrail": True,
        "IsMultiRegionTrail": True,
        **properties,
    }
    return stacks.template({"Trail": {"Type": "AWS::CloudTrail::Trail", "Properties": trail}})


def key(organization):
    owner = organization.members[0]
    statement = {"Effect": "Allow", "Resource": "*"}
    root = {"Principal": {"AWS": f"arn:aws:iam::{owner}:root"}, "Action": "kms:*"}
    encrypt = {"Principal": {"Service": PRINCIPAL}, "Action": ["kms:GenerateDataKey*"]}
    describe = {"Principal": {"Service": PRINCIPAL}, "Action": "kms:DescribeKey"}
    statements = [{**statement, **each} for each in (root, encrypt, describe)]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    kms = organization.client("kms", owner)
    return kms.create_key(Policy=document)["KeyMetadata"]["Arn"]


def test_a_trail_whose_template_no_longer_names_a_key_encrypts_with_none(organization):
    """https://github.com/go-to-k/cdkd/pull/1584 measured it on AWS."""
    cloudformation = organization.client("cloudformation")
    stacks.create(cloudformation, "trail", body(organization, KMSKeyId=key(organization)))

    stacks.update(cloudformation, "trail", body(organization))

    trail = organization.client("cloudtrail").get_trail(Name=TRAIL)["Trail"]
    assert (trail["HomeRegion"], trail.get("KmsKeyId")) == (REGION, None)


@pytest.mark.parametrize(("properties", "on"), [({}, True), ({"InsightSelectors": []}, False)])
def test_insights_end_only_when_the_template_says_so(organization, properties, on):
    """An empty list turns them off; what a list that is gone does, AWS does not say.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutInsightSelectors.html
    """
    cloudformation = organization.client("cloudformation")
    stacks.create(cloudformation, "trail", body(organization, InsightSelectors=INSIGHTS))

    stacks.update(cloudformation, "trail", body(organization, **properties))

    cloudtrail = organization.client("cloudtrail")
    if on:
        found = cloudtrail.get_insight_selectors(TrailName=TRAIL)["InsightSelectors"]
        assert found == INSIGHTS
    else:
        refusal = code_of(cloudtrail.get_insight_selectors, TrailName=TRAIL)
        assert refusal == "InsightNotEnabledException"
