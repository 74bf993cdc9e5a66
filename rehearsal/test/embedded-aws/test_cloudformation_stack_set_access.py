"""StackSets: CloudFormation's own switch, and trusted access in Organizations beside it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
"""

import json

import boto3
import pytest
from organizations_under_test import REGION, Organization, code_of, control, error_of
from stacks import template

PRINCIPAL = "member.org.stacksets.cloudformation.amazonaws.com"
ROLE = "AWSServiceRoleForCloudFormationStackSetsOrgAdmin"
BODY = template({"T": {"Type": "AWS::SNS::Topic"}})
SET = {"StackSetName": "set", "TemplateBody": BODY, "PermissionModel": "SERVICE_MANAGED"}


@pytest.fixture
def organization(aws):
    return Organization(aws)


def trusted(organization):
    organizations = organization.client("organizations", organization.management)
    listed = organizations.list_aws_service_access_for_organization()
    return PRINCIPAL in [one["ServicePrincipal"] for one in listed["EnabledServicePrincipals"]]


def trust(organization):
    organization.client("organizations").enable_aws_service_access(ServicePrincipal=PRINCIPAL)


def as_function(organization, *statements):
    """CloudFormation by a session that may do what the statements allow."""
    iam = organization.client("iam")
    document = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
    trust_policy = {"Version": "2012-10-17", "Statement": {**document, "Action": "sts:AssumeRole"}}
    arn = iam.create_role(RoleName="f", AssumeRolePolicyDocument=json.dumps(trust_policy))["Role"]
    allowed = [{"Effect": "Allow", "Resource": "*", **one} for one in statements]
    policy = json.dumps({"Version": "2012-10-17", "Statement": allowed})
    iam.put_role_policy(RoleName="f", PolicyName="f", PolicyDocument=policy)
    body = {"roleArn": arn["Arn"], "service": "lambda.amazonaws.com"}
    keys = control(organization.endpoint, "POST", "/sessions", body)
    return boto3.client(
        "cloudformation",
        region_name=REGION,
        endpoint_url=organization.endpoint,
        aws_access_key_id=keys["accessKeyId"],
        aws_secret_access_key=keys["secretAccessKey"],
        aws_session_token=keys["sessionToken"],
    )


def test_activating_it_gives_stack_sets_trusted_access_and_makes_their_role(organization):
    cloudformation = organization.client("cloudformation", organization.management)

    cloudformation.activate_organizations_access()

    role = organization.client("iam").get_role(RoleName=ROLE)["Role"]
    assert trusted(organization)
    assert role["Path"] == "/aws-service-role/stacksets.cloudformation.amazonaws.com/"
    assert cloudformation.describe_organizations_access()["Status"] == "ENABLED"


def test_trusted_access_by_organizations_alone_activates_nothing(organization):
    """https://github.com/pepperize/cdk-organizations/issues/1718"""
    cloudformation = organization.client("cloudformation", organization.management)

    trust(organization)

    error = error_of(cloudformation.create_stack_set, **SET)
    assert trusted(organization)
    assert cloudformation.describe_organizations_access()["Status"] == "DISABLED"
    assert error["Code"] == "ValidationError"
    assert error["Message"] == (
        "You must enable organizations access to operate a service managed stack set"
    )


def test_a_set_is_not_operated_once_organizations_no_longer_trusts_it(organization):
    cloudformation = organization.client("cloudformation", organization.management)
    cloudformation.activate_organizations_access()
    cloudformation.create_stack_set(**SET)

    organization.client("organizations").disable_aws_service_access(ServicePrincipal=PRINCIPAL)

    assert code_of(cloudformation.update_stack_set, StackSetName="set", TemplateBody=BODY)


def test_activating_it_twice_changes_nothing(organization):
    cloudformation = organization.client("cloudformation", organization.management)

    cloudformation.activate_organizations_access()
    cloudformation.activate_organizations_access()

    assert cloudformation.describe_organizations_access()["Status"] == "ENABLED"


def test_deactivating_it_takes_trusted_access_away(organization):
    cloudformation = organization.client("cloudformation", organization.management)
    cloudformation.activate_organizations_access()

    cloudformation.deactivate_organizations_access()

    assert not trusted(organization)
    assert cloudformation.describe_organizations_access()["Status"] == "DISABLED"


def test_it_is_not_deactivated_while_an_account_administers_it(organization):
    cloudformation = organization.client("cloudformation", organization.management)
    cloudformation.activate_organizations_access()
    organization.client("organizations").register_delegated_administrator(
        AccountId=organization.members[0], ServicePrincipal=PRINCIPAL
    )

    code = code_of(cloudformation.deactivate_organizations_access)

    assert code == "InvalidOperationException"


def test_a_member_neither_activates_nor_describes_it(organization):
    cloudformation = organization.client("cloudformation", organization.members[0])

    assert code_of(cloudformation.activate_organizations_access) == "ValidationError"
    assert code_of(cloudformation.describe_organizations_access) == "ValidationError"


def test_a_delegated_administrator_describes_it_as_one(organization):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeOrganizationsAccess.html"""
    organization.client("cloudformation").activate_organizations_access()
    organization.client("organizations").register_delegated_administrator(
        AccountId=organization.members[0], ServicePrincipal=PRINCIPAL
    )
    member = organization.client("cloudformation", organization.members[0])

    assert member.describe_organizations_access(CallAs="DELEGATED_ADMIN")["Status"] == "ENABLED"


ACTIVATE = {"Action": "cloudformation:ActivateOrganizationsAccess"}
NEEDED = (
    {"Action": "iam:GetRole"},
    {"Action": "iam:CreateServiceLinkedRole"},
    {"Action": "organizations:EnableAWSServiceAccess"},
)


@pytest.mark.parametrize("lacking", NEEDED, ids=lambda one: one["Action"])
def test_activating_it_needs_what_is_done_for_the_caller(organization, lacking):
    """https://github.com/aws-samples/orgs-prescriptive-guidance: template.yml grants all four."""
    others = [one for one in NEEDED if one != lacking]
    cloudformation = as_function(organization, ACTIVATE, *others)

    error = error_of(cloudformation.activate_organizations_access)

    assert error["Code"] == "AccessDenied"
    assert f"is not authorized to perform: {lacking['Action']} " in error["Message"]
    assert not trusted(organization)


def test_a_session_that_may_do_all_of_it_activates_it(organization):
    as_function(organization, ACTIVATE, *NEEDED).activate_organizations_access()

    assert trusted(organization)
