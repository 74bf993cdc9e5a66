"""Service control policies, and those of this project."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from embedded_aws import policy
from organizations_under_test import Organization, code_of, error_of

ROOT = Path(__file__).parents[3]
DENY_DETECTOR = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "Action": "guardduty:DeleteDetector",
            "Resource": "*",
            "Condition": {
                "ArnNotLike": {
                    "aws:PrincipalArn": "arn:aws:iam::*:role/OrganizationAccountAccessRole"
                }
            },
        }
    ],
}


def attach(organization: Organization, document: dict[str, Any], target: str) -> None:
    client = organization.client("organizations")
    created = client.create_policy(
        Name="test", Description="", Type="SERVICE_CONTROL_POLICY", Content=json.dumps(document)
    )
    client.attach_policy(PolicyId=created["Policy"]["PolicySummary"]["Id"], TargetId=target)


def administrator(organization: Organization, account_id: str, service: str) -> Any:
    """A client with an administrator's role, which is not a deployment role."""
    iam = organization.client("iam", account_id)
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    role = iam.create_role(RoleName="Administrator", AssumeRolePolicyDocument=json.dumps(trust))
    sts = organization.client("sts", account_id)
    session = sts.assume_role(RoleArn=role["Role"]["Arn"], RoleSessionName="test")
    keys = organization.keys(session["Credentials"])
    return organization.client(service, account_id, keys=keys)


def test_a_policy_of_the_account_denies_and_the_deployment_role_is_exempt(aws):
    organization = Organization(aws)
    account_id = organization.members[0]
    deployment = organization.client("guardduty", account_id)
    detector = deployment.create_detector(Enable=True)["DetectorId"]
    attach(organization, DENY_DETECTOR, account_id)
    client = administrator(organization, account_id, "guardduty")

    error = error_of(client.delete_detector, DetectorId=detector)

    assert error["Code"] == "AccessDeniedException"
    assert "explicit deny in a service control policy" in error["Message"]
    assert client.list_detectors()["DetectorIds"] == [detector]
    deployment.delete_detector(DetectorId=detector)


def test_a_policy_of_the_root_reaches_every_member(aws):
    organization = Organization(aws)
    root = organization.client("organizations").list_roots()["Roots"][0]["Id"]
    attach(organization, DENY_DETECTOR, root)
    client = administrator(organization, organization.members[1], "guardduty")
    detector = client.create_detector(Enable=True)["DetectorId"]

    code = code_of(client.delete_detector, DetectorId=detector)

    assert code == "AccessDeniedException"


def test_a_policy_has_at_most_10240_characters(aws):
    organization = Organization(aws)
    client = organization.client("organizations")

    error = error_of(
        client.create_policy,
        Name="long",
        Description="",
        Type="SERVICE_CONTROL_POLICY",
        Content=json.dumps(DENY_DETECTOR) + " " * 10_240,
    )

    assert error["Code"] == "ConstraintViolationException"
    assert error["Reason"] == "POLICY_CONTENT_LIMIT_EXCEEDED"


ACCOUNT = "444444444444"
POLICIES = yaml.safe_load((ROOT / "organization-policies.yml").read_text())
DOCUMENTS = [p["Properties"]["PolicyDocument"] for p in POLICIES.values()]
ADMINISTRATOR = f"arn:aws:iam::{ACCOUNT}:role/Administrator"


def verdict(principal: str, action: str, resource: str, **context: Any) -> str:
    known = {"aws:PrincipalArn": principal, **context}
    return policy.evaluate(DOCUMENTS, policy.Request(action, resource, None, known))


GUARDED = [
    (
        "cloudtrail:StopLogging",
        f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/ofn-audit-account-trail",
    ),
    ("config:StopConfigurationRecorder", "*"),
    ("config:DeleteDeliveryChannel", "*"),
    ("guardduty:DeleteDetector", f"arn:aws:guardduty:us-east-1:{ACCOUNT}:detector/1"),
    ("guardduty:DisassociateFromAdministratorAccount", "*"),
    ("s3:PutBucketPolicy", f"arn:aws:s3:::ofn-audit-cloud-trail-{ACCOUNT}"),
    ("s3:DeleteObjectVersion", f"arn:aws:s3:::ofn-audit-cloud-trail-{ACCOUNT}/AWSLogs/a"),
    ("iam:PutRolePolicy", f"arn:aws:iam::{ACCOUNT}:role/ofn-audit-flow-logs"),
    ("iam:UpdateAssumeRolePolicy", f"arn:aws:iam::{ACCOUNT}:role/OrganizationAccountAccessRole"),
    ("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/ofn-audit-flow-logs"),
    (
        "lambda:UpdateFunctionCode",
        f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:ofn-audit-flow-logs",
    ),
    ("logs:DeleteLogGroup", f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:ofn-audit-flow-logs:*"),
    ("cloudwatch:DeleteAlarms", f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:ofn-audit-root"),
    ("events:DisableRule", f"arn:aws:events:us-east-1:{ACCOUNT}:rule/ofn-audit-sign-in"),
    (
        "cloudformation:DeleteStack",
        f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/ofn-audit-x/1",
    ),
]


EXEMPT = [
    f"arn:aws:iam::{ACCOUNT}:role/{name}"
    for name in (
        "AWSControlTowerExecution",
        "OrganizationAccountAccessRole",
        "aws-controltower-AdministratorExecutionRole",
        "ofn-audit-flow-logs",
        "stacksets-exec-1",
    )
]


@pytest.mark.parametrize(("action", "resource"), GUARDED)
def test_an_administrator_may_not_and_the_deployment_role_is_exempt(action, resource):
    assert verdict(ADMINISTRATOR, action, resource) == "deny"
    assert verdict(f"arn:aws:iam::{ACCOUNT}:root", action, resource) == "deny"
    assert [verdict(one, action, resource) for one in EXEMPT] == ["none"] * 5


def test_an_administrator_deletes_flow_logs_of_the_account_and_not_ours():
    action, resource = "ec2:DeleteFlowLogs", f"arn:aws:ec2:us-east-1:{ACCOUNT}:vpc-flow-log/fl-1"
    ours = {"aws:ResourceTag/managed-by": "ofn-audit-flow-logs"}

    assert verdict(ADMINISTRATOR, action, resource, **ours) == "deny"
    assert verdict(ADMINISTRATOR, action, resource) == "none"
    assert [verdict(one, action, resource, **ours) for one in EXEMPT] == ["none"] * 5


def test_keys_are_guarded_by_their_alias():
    key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1"

    own = verdict(
        ADMINISTRATOR,
        "kms:ScheduleKeyDeletion",
        key,
        **{"kms:ResourceAliases": ["alias/ofn-audit-cloud-trail"]},
    )
    other = verdict(
        ADMINISTRATOR, "kms:ScheduleKeyDeletion", key, **{"kms:ResourceAliases": ["alias/app"]}
    )

    assert (own, other) == ("deny", "none")


def test_what_is_a_teams_own_is_left_to_it():
    own = [
        ("s3:PutBucketPolicy", "arn:aws:s3:::team"),
        ("iam:CreateRole", f"arn:aws:iam::{ACCOUNT}:role/Team"),
        ("cloudformation:DeleteStack", f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/team/1"),
        ("config:DeleteConfigRule", "*"),
        ("logs:DeleteLogGroup", f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/lambda/team:*"),
    ]

    assert [verdict(ADMINISTRATOR, *one) for one in own] == ["none"] * len(own)


def sent_by_org_formation(name: str) -> str:
    return json.dumps(POLICIES[name]["Properties"]["PolicyDocument"], separators=(",", ":"))


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_of_this_project_fits_with_the_longest_prefix(name, partition):
    longest = "a" * 20
    content = (
        sent_by_org_formation(name)
        .replace("ofn-audit", longest)
        .replace("ofn_audit", longest)
        .replace("arn:aws:", f"arn:{partition}:")
    )

    assert len(content) < 10_240


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_of_this_project_has_the_prefix_of_the_parameters(name):
    lines = (ROOT / "organization-parameters.yml").read_text().splitlines()
    prefix = next(line for line in lines if line.startswith("resourcePrefix:"))

    assert POLICIES[name]["Properties"]["PolicyName"].startswith(
        yaml.safe_load(prefix)["resourcePrefix"]
    )
