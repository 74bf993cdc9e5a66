"""Actions that AWS asks for with a call, beside the call's own.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
https://github.com/iann0036/iam-dataset/issues/12 (logs:CreateLogDelivery)
"""

import json

import pytest
from embedded_aws.lookup import functions as permissions
from embedded_aws.services.awslambda import credentials
from functions import function, role
from organizations_under_test import Organization
from policies_of_templates import statements, without
from test_authorization import LINKED, denied

PREFIX = "ofn-audit"


@pytest.fixture
def vpc(client):
    return client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]


@pytest.fixture
def delivery(client, account_id):
    """The role that flow logs are delivered with, and the log group."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client("logs").create_log_group(logGroupName="g")
    made = client("iam").create_role(RoleName="delivery", AssumeRolePolicyDocument=trust)
    return made["Role"]["Arn"]


def role_of_flow_logs(account_id, delivery):
    return statements(
        "flow-logs/roles.yml",
        "Role",
        AWS__Partition="aws",
        AWS__AccountId=account_id,
        resourcePrefix=PREFIX,
        DeliveryRole=delivery,
    )


@pytest.fixture
def as_role(as_function, client):
    """As ``as_function``, without the permission to log that every function there has."""

    def make(service, *allowed):
        made = as_function(service, *allowed)
        document = json.dumps({"Version": "2012-10-17", "Statement": list(allowed)})
        client("iam").put_role_policy(RoleName="r", PolicyName="own", PolicyDocument=document)
        return made

    return make


def flow_log(vpc, delivery):
    return {
        "ResourceIds": [vpc],
        "ResourceType": "VPC",
        "TrafficType": "ALL",
        "LogGroupName": "g",
        "DeliverLogsPermissionArn": delivery,
        "TagSpecifications": [
            {
                "ResourceType": "vpc-flow-log",
                "Tags": [{"Key": "managed-by", "Value": f"{PREFIX}-flow-logs"}],
            }
        ],
    }


def test_the_role_of_flow_logs_makes_and_deletes_them(as_role, account_id, vpc, delivery):
    ec2 = as_role("ec2", *role_of_flow_logs(account_id, delivery))

    made = ec2.create_flow_logs(**flow_log(vpc, delivery))
    deleted = ec2.delete_flow_logs(FlowLogIds=made["FlowLogIds"])

    assert len(made["FlowLogIds"]) == 1
    assert not deleted.get("Unsuccessful")


@pytest.mark.parametrize(
    "action", ["ec2:CreateFlowLogs", "ec2:CreateTags", "iam:PassRole", "logs:CreateLogDelivery"]
)
def test_a_flow_log_needs_each_permission_of_the_role(as_role, account_id, vpc, delivery, action):
    less = without(role_of_flow_logs(account_id, delivery), action)

    code, message = denied(as_role("ec2", *less).create_flow_logs, **flow_log(vpc, delivery))

    assert code == "UnauthorizedOperation"
    assert f"not authorized to perform: {action} on resource" in message


@pytest.mark.parametrize("action", ["ec2:DeleteFlowLogs", "logs:DeleteLogDelivery"])
def test_deletion_of_a_flow_log_needs_each_permission(
    as_role, account_id, vpc, delivery, client, action
):
    made = client("ec2").create_flow_logs(**flow_log(vpc, delivery))
    less = without(role_of_flow_logs(account_id, delivery), action)

    code, _ = denied(as_role("ec2", *less).delete_flow_logs, FlowLogIds=made["FlowLogIds"])

    assert code == "UnauthorizedOperation"


def test_a_flow_log_of_somebody_else_is_not_deleted(as_role, account_id, vpc, delivery, client):
    theirs = {**flow_log(vpc, delivery), "TagSpecifications": []}
    made = client("ec2").create_flow_logs(**theirs)
    ec2 = as_role("ec2", *role_of_flow_logs(account_id, delivery))

    code, _ = denied(ec2.delete_flow_logs, FlowLogIds=made["FlowLogIds"])

    assert code == "UnauthorizedOperation"


def test_a_call_without_tags_and_role_needs_neither_permission(as_role, vpc):
    own = {"Effect": "Allow", "Action": "ec2:CreateFlowLogs", "Resource": "*"}
    delivers = {**own, "Action": "logs:CreateLogDelivery"}
    ec2 = as_role("ec2", own, delivers)
    plain = {"ResourceIds": [vpc], "ResourceType": "VPC", "TrafficType": "ALL"}
    bucket = {"LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::not-there"}

    answer = ec2.create_flow_logs(**plain, **bucket)

    assert "does not exist" in answer["Unsuccessful"][0]["Error"]["Message"]


@pytest.mark.parametrize("resolves", [True, False])
def test_versions_of_a_launch_template_need_parameters_only_to_resolve_them(
    as_role, client, resolves
):
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html"""
    data = {"ImageId": "resolve:ssm:image"}
    client("ec2").create_launch_template(LaunchTemplateName="tmpl", LaunchTemplateData=data)
    own = {"Effect": "Allow", "Action": "ec2:DescribeLaunchTemplateVersions", "Resource": "*"}
    ec2 = as_role("ec2", own)

    def describe():
        return ec2.describe_launch_template_versions(
            LaunchTemplateName="tmpl", ResolveAlias=resolves
        )

    if resolves:
        assert "not authorized to perform: ssm:GetParameters" in denied(describe)[1]
    else:
        assert len(describe()["LaunchTemplateVersions"]) == 1


def guardduty_role(path, account_id, security="222222222222"):
    return statements(
        f"guard-duty/organization/{path}.yml",
        "Role",
        AWS__Partition="aws",
        AWS__AccountId=account_id,
        AWS__Region="eu-west-1",
        securityAccountId=security,
    )


@pytest.mark.parametrize("path", ["administrator", "organization"])
def test_the_first_detector_needs_the_service_linked_role(as_function, account_id, path):
    less = without(guardduty_role(path, account_id), "iam:CreateServiceLinkedRole")

    code, message = denied(as_function("guardduty", *less).create_detector, Enable=True)

    assert code == "AccessDeniedException"
    assert "perform: iam:CreateServiceLinkedRole on resource" in message
    assert "role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleFor" in message


def test_a_detector_does_not_need_the_service_linked_role_again(client, as_function):
    client("iam").create_service_linked_role(AWSServiceName="guardduty.amazonaws.com")
    allow = {"Effect": "Allow", "Action": "guardduty:CreateDetector", "Resource": "*"}
    # That of malware protection is asked for each time.
    other = "arn:aws:iam::*:role/*AWSServiceRoleForAmazonGuardDutyMalwareProtection"
    malware = {**allow, "Action": ["iam:CreateServiceLinkedRole", "iam:GetRole"], "Resource": other}

    assert as_function("guardduty", allow, malware).create_detector(Enable=True)["DetectorId"]


# https://docs.aws.amazon.com/guardduty/latest/ug/organizations_permissions.html
DESIGNATING = [
    "organizations:DescribeAccount",
    "organizations:DescribeOrganization",
    "organizations:DescribeOrganizationalUnit",
    "organizations:EnableAWSServiceAccess",
    "organizations:ListAWSServiceAccessForOrganization",
    "organizations:ListAccounts",
    "organizations:ListDelegatedAdministrators",
    "organizations:RegisterDelegatedAdministrator",
]


def function_of(organization, service, *allowed):
    """A client with the session of a function of the management account."""
    arn = function(organization.client, "", Role=role(organization.client, "f", *allowed))
    keys = credentials.environment(permissions.find(arn))
    named = {name.lower(): value for name, value in keys.items()}
    return organization.client(service, keys=named)


@pytest.mark.parametrize("action", DESIGNATING)
def test_the_administrator_of_guardduty_is_designated_with_the_callers_permissions(aws, action):
    organization = Organization(aws)
    [administrator, _] = organization.members
    allowed = guardduty_role("administrator", organization.management, administrator)
    less = without(allowed, action)
    guardduty = function_of(organization, "guardduty", *less)

    code, message = denied(
        guardduty.enable_organization_admin_account, AdminAccountId=administrator
    )

    assert code == "AccessDeniedException"
    assert f"not authorized to perform: {action} on resource" in message


def test_the_role_of_config_makes_its_service_linked_role(as_function, account_id):
    roles = statements(
        "config-recorder/roles.yml", "SetupRole", AWS__Partition="aws", AWS__AccountId=account_id
    )
    name = {"AWSServiceName": "config.amazonaws.com"}

    made = as_function("iam", *roles).create_service_linked_role(**name)["Role"]["Arn"]

    assert made.endswith(LINKED)
