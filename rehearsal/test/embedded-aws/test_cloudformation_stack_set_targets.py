"""Whom an operation on a stack set targets."""

from organizations_under_test import code_of
from test_cloudformation_stack_set_operations import Set
from test_cloudformation_stack_sets import ended


def test_an_account_that_left_the_organization_is_no_target(aws):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html"""
    stacks = Set(aws)
    [first, second, _] = stacks.members
    ended(stacks.api, stacks.create(first, second))
    stacks.organization.client("organizations").remove_account_from_organization(AccountId=first)

    ended(stacks.api, stacks.delete(first, second, retain=True))

    assert list(stacks.details()) == [first]


def test_an_operation_without_a_target_is_refused(aws):
    stacks = Set(aws)
    [first, _, _] = stacks.members
    ended(stacks.api, stacks.create(first))
    stacks.organization.client("organizations").remove_account_from_organization(AccountId=first)
    gone = stacks.where(first)

    code = code_of(stacks.api.delete_stack_instances, **gone, RetainStacks=True)

    assert code == "ValidationError"
