"""An organization that records, and calls of its administrator of Config."""

import json
from urllib.error import HTTPError

import pytest
from organizations_under_test import REGION, Organization

CONFIG = "config.amazonaws.com"
MULTI_ACCOUNT = "config-multiaccountsetup.amazonaws.com"
CONFORMS = "config-conforms.amazonaws.com"
LINKED = "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
PACK = """
Parameters:
  days: {Type: String, Default: '90'}
Resources:
  Rotation:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: rotation
      InputParameters: {maxAccessKeyAge: !Ref days}
      Source: {Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED}
"""


def bucket_policy(
    organization, bucket, folder="AWSLogs/*/Config/*", actions=("s3:GetBucketAcl", "s3:ListBucket")
):
    condition = {"StringEquals": {"aws:SourceOrgID": organization.id}}
    statement = {"Effect": "Allow", "Principal": {"Service": CONFIG}, "Condition": condition}
    arn = f"arn:aws:s3:::{bucket}"
    look = {**statement, "Action": list(actions), "Resource": arn}
    put = {**statement, "Action": "s3:PutObject", "Resource": f"{arn}/{folder}"}
    return json.dumps({"Version": "2012-10-17", "Statement": [look, put]})


def with_bucket(aws, **options):
    """An organization whose archive has a bucket that Config may write to."""
    found = Organization(aws, **options)
    found.archive, found.member = found.members[:2]
    found.bucket = f"config-{found.archive}"
    s3 = found.client("s3", found.archive)
    s3.create_bucket(Bucket=found.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_policy(Bucket=found.bucket, Policy=bucket_policy(found, found.bucket))
    return found


def role(organization, account):
    iam = organization.client("iam", account)
    try:
        iam.create_service_linked_role(AWSServiceName=CONFIG)
    except iam.exceptions.ClientError as error:
        # The role may be there already, and the account's other recorder uses it.
        assert error.response["Error"]["Code"] in ("InvalidInput", "EntityAlreadyExists")
    return f"arn:aws:iam::{account}:role/{LINKED}"


def recorder(organization, account=None, name="default"):
    account = account or organization.member
    return {"name": name, "roleARN": role(organization, account)}


def channel(organization, **changes):
    return {"name": "default", "s3BucketName": organization.bucket, **changes}


def recording(organization, *accounts, region=REGION):
    for account in accounts:
        config = organization.client("config", account, region)
        config.put_configuration_recorder(ConfigurationRecorder=recorder(organization, account))
        config.put_delivery_channel(DeliveryChannel=channel(organization))
        config.start_configuration_recorder(ConfigurationRecorderName="default")


def delegate(organization, account, *principals, linked=(MULTI_ACCOUNT, CONFORMS)):
    """``linked`` are the roles that the management account has: Config makes none there."""
    iam = organization.client("iam")
    for principal in linked:
        iam.create_service_linked_role(AWSServiceName=principal)
    client = organization.client("organizations")
    for principal in principals or (CONFIG, MULTI_ACCOUNT):
        client.enable_aws_service_access(ServicePrincipal=principal)
        client.register_delegated_administrator(AccountId=account, ServicePrincipal=principal)
    return organization.client("config", account)


def aggregate():
    return {
        "ConfigurationAggregatorName": "organization",
        "OrganizationAggregationSource": {
            "RoleArn": "arn:aws:iam::111111111111:role/aggregator",
            "AllAwsRegions": True,
        },
    }


def organization_rule(**changes):
    return {
        "OrganizationConfigRuleName": "mfa",
        "OrganizationManagedRuleMetadata": {"RuleIdentifier": "ROOT_ACCOUNT_MFA_ENABLED"},
        **changes,
    }


def organization_pack(**changes):
    return {"OrganizationConformancePackName": "baseline", "TemplateBody": PACK, **changes}


def deploy(organization, account, resources):
    cloudformation = organization.client("cloudformation", account)
    template = json.dumps({"Resources": resources})
    name = cloudformation.create_stack(StackName="config", TemplateBody=template)["StackId"]
    while True:
        [stack] = cloudformation.describe_stacks(StackName=name)["Stacks"]
        if not stack["StackStatus"].endswith("IN_PROGRESS"):
            events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
            reasons = [e.get("ResourceStatusReason", "") for e in events]
            return stack["StackStatus"], " ".join(reasons)


def evaluate(organization, verdict, **changes):
    """Tells that a bucket complies with the rule ``own``, or as ``changes`` say."""
    told = {
        "accountId": organization.member,
        "region": REGION,
        "rule": "own",
        "resourceType": "AWS::S3::Bucket",
        "resourceId": "bucket",
        "compliance": verdict,
    }
    return organization.control("POST", "/config/evaluations", told | changes)


def own_rule(organization, name="own", account=None, region=REGION):
    source = {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"}
    config = organization.client("config", account or organization.member, region)
    config.put_config_rule(ConfigRule={"ConfigRuleName": name, "Source": source})
    return config


def error_text(call, *arguments, **keywords):
    """What the control interface tells of the error that the call must end in."""
    with pytest.raises(HTTPError) as raised:
        call(*arguments, **keywords)
    assert raised.value.code == 400
    return json.load(raised.value)["error"]
