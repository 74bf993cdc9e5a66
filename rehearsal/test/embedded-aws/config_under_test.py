"""An organization that records, and calls of its administrator of Config."""

import json
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError

import pytest
from embedded_aws.server import Server
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


class Recorded(Organization):
    """Its archive has a bucket that Config may write to."""

    def __init__(self, aws: Server, **options: Any) -> None:
        super().__init__(aws, **options)
        self.archive, self.member = self.members[:2]
        self.bucket = f"config-{self.archive}"
        s3 = self.client("s3", self.archive)
        place = {"LocationConstraint": REGION}
        s3.create_bucket(Bucket=self.bucket, CreateBucketConfiguration=place)
        s3.put_bucket_policy(Bucket=self.bucket, Policy=bucket_policy(self, self.bucket))


def bucket_policy(
    organization: Organization,
    bucket: str,
    folder: str = "AWSLogs/*/Config/*",
    actions: tuple[str, ...] = ("s3:GetBucketAcl", "s3:ListBucket"),
) -> str:
    condition = {"StringEquals": {"aws:SourceOrgID": organization.id}}
    statement = {"Effect": "Allow", "Principal": {"Service": CONFIG}, "Condition": condition}
    arn = f"arn:aws:s3:::{bucket}"
    look = {**statement, "Action": list(actions), "Resource": arn}
    put = {**statement, "Action": "s3:PutObject", "Resource": f"{arn}/{folder}"}
    return json.dumps({"Version": "2012-10-17", "Statement": [look, put]})


def role(organization: Organization, account: str) -> str:
    iam = organization.client("iam", account)
    try:
        iam.create_service_linked_role(AWSServiceName=CONFIG)
    except iam.exceptions.ClientError as error:
        # The role may be there already, and the account's other recorder uses it.
        assert error.response["Error"]["Code"] in ("InvalidInput", "EntityAlreadyExists")
    return f"arn:aws:iam::{account}:role/{LINKED}"


def recorder(
    organization: Recorded, account: str | None = None, name: str = "default"
) -> dict[str, str]:
    account = account or organization.member
    return {"name": name, "roleARN": role(organization, account)}


def channel(organization: Recorded, **changes: Any) -> dict[str, Any]:
    return {"name": "default", "s3BucketName": organization.bucket, **changes}


def recording(organization: Recorded, *accounts: str, region: str = REGION) -> None:
    for account in accounts:
        config = organization.client("config", account, region)
        config.put_configuration_recorder(ConfigurationRecorder=recorder(organization, account))
        config.put_delivery_channel(DeliveryChannel=channel(organization))
        config.start_configuration_recorder(ConfigurationRecorderName="default")


def delegate(
    organization: Organization,
    account: str,
    *principals: str,
    linked: tuple[str, ...] = (MULTI_ACCOUNT, CONFORMS),
) -> Any:
    """``linked`` are the roles that the management account has: Config makes none there."""
    iam = organization.client("iam")
    for principal in linked:
        iam.create_service_linked_role(AWSServiceName=principal)
    client = organization.client("organizations")
    for principal in principals or (CONFIG, MULTI_ACCOUNT):
        client.enable_aws_service_access(ServicePrincipal=principal)
        client.register_delegated_administrator(AccountId=account, ServicePrincipal=principal)
    return organization.client("config", account)


def aggregate() -> dict[str, Any]:
    return {
        "ConfigurationAggregatorName": "organization",
        "OrganizationAggregationSource": {
            "RoleArn": "arn:aws:iam::111111111111:role/aggregator",
            "AllAwsRegions": True,
        },
    }


def organization_rule(**changes: Any) -> dict[str, Any]:
    return {
        "OrganizationConfigRuleName": "mfa",
        "OrganizationManagedRuleMetadata": {"RuleIdentifier": "ROOT_ACCOUNT_MFA_ENABLED"},
        **changes,
    }


def organization_pack(**changes: Any) -> dict[str, Any]:
    return {"OrganizationConformancePackName": "baseline", "TemplateBody": PACK, **changes}


def deploy(organization: Organization, account: str, resources: dict[str, Any]) -> tuple[str, str]:
    cloudformation = organization.client("cloudformation", account)
    template = json.dumps({"Resources": resources})
    name = cloudformation.create_stack(StackName="config", TemplateBody=template)["StackId"]
    while True:
        [stack] = cloudformation.describe_stacks(StackName=name)["Stacks"]
        if not stack["StackStatus"].endswith("IN_PROGRESS"):
            events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
            reasons = [e.get("ResourceStatusReason", "") for e in events]
            return stack["StackStatus"], " ".join(reasons)


def evaluate(organization: Recorded, verdict: str, **changes: Any) -> Any:
    """Sets that a bucket complies with the rule ``own``, or as ``changes`` say."""
    told = {
        "accountId": organization.member,
        "region": REGION,
        "rule": "own",
        "resourceType": "AWS::S3::Bucket",
        "resourceId": "bucket",
        "compliance": verdict,
    }
    return organization.control("POST", "/config/evaluations", told | changes)


def own_rule(
    organization: Recorded, name: str = "own", account: str | None = None, region: str = REGION
) -> Any:
    source = {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"}
    config = organization.client("config", account or organization.member, region)
    config.put_config_rule(ConfigRule={"ConfigRuleName": name, "Source": source})
    return config


def error_text(call: Callable[..., Any], *arguments: Any, **keywords: Any) -> str:
    """What the control interface returns for the error that the call must end in."""
    with pytest.raises(HTTPError) as raised:
        call(*arguments, **keywords)
    assert raised.value.code == 400
    return str(json.load(raised.value)["error"])
