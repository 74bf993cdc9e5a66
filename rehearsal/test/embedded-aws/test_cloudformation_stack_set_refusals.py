"""Stack sets that CloudFormation refuses, or whose operations it fails at once."""

import pytest
from functions import TRUST
from organizations_under_test import error_of
from stacks import create, reason, template
from test_cloudformation_stack_set_operations import REGION, Set
from test_cloudformation_stack_sets import BODY, ended

ROLE = template(
    {"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}}
)
UNIT = "ou-abcd-12345678"


@pytest.fixture
def stack_set(aws):
    return Set(aws)


def of(unit):
    return {
        "StackSetName": "set",
        "DeploymentTargets": {"OrganizationalUnitIds": [unit]},
        "Regions": [REGION],
    }


def test_a_stack_set_with_iam_resources_needs_capabilities(cloudformation):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html"""
    given = {"StackSetName": "iam", "TemplateBody": ROLE}

    error = error_of(cloudformation.create_stack_set, **given)

    assert error["Code"] == "InsufficientCapabilitiesException"
    assert error["Message"] == "Requires capabilities : [CAPABILITY_IAM]"
    assert cloudformation.create_stack_set(**given, Capabilities=["CAPABILITY_IAM"])


def test_an_update_to_iam_resources_needs_capabilities(cloudformation):
    cloudformation.create_stack_set(StackSetName="set", TemplateBody=BODY)

    error = error_of(cloudformation.update_stack_set, StackSetName="set", TemplateBody=ROLE)

    assert error["Code"] == "InsufficientCapabilitiesException"


def test_an_operation_on_a_unit_that_is_not_there_fails(stack_set):
    """https://github.com/elastic/cloudbeat/issues/2681"""
    answer = stack_set.api.create_stack_instances(**of(UNIT))

    operation = ended(stack_set.api, answer)

    assert operation["Status"] == "FAILED"
    assert operation["StatusReason"] == "Target organizational unit could not be found"
    assert stack_set.details() == {}


def test_a_stack_fails_with_a_stack_set_of_a_unit_that_is_not_there(stack_set):
    group = {"DeploymentTargets": {"OrganizationalUnitIds": [UNIT]}, "Regions": [REGION]}
    properties = {
        "StackSetName": "by-stack",
        "PermissionModel": "SERVICE_MANAGED",
        "AutoDeployment": {"Enabled": False},
        "TemplateBody": BODY,
        "StackInstancesGroup": [group],
    }
    resources = {"S": {"Type": "AWS::CloudFormation::StackSet", "Properties": properties}}

    create(stack_set.api, "s", template(resources))

    told = reason(stack_set.api, "s", "CREATE_FAILED")
    assert "[Target organizational unit could not be found]" in told


def test_instances_of_a_unit_that_was_never_a_target_are_not_updated(stack_set):
    """https://github.com/hashicorp/terraform-provider-aws/issues/33785"""
    organizations = stack_set.organization.client("organizations")
    made = organizations.create_organizational_unit(ParentId=stack_set.root, Name="unit")
    unit = made["OrganizationalUnit"]["Id"]
    ended(stack_set.api, stack_set.create(*stack_set.members))

    error = error_of(stack_set.api.update_stack_instances, **of(unit))

    assert error["Code"] == "ValidationError"
    assert error["Message"] == f"Organizational unit {unit} not found in StackSet"
