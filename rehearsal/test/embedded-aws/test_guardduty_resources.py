"""AWS::GuardDuty::* resources in stacks."""

import contextlib
import json

import pytest
from botocore.exceptions import WaiterError
from guardduty_under_test import administered, create_member, detector_of
from organizations_under_test import Organization

FAST = {"Delay": 1, "MaxAttempts": 30}


def _stack(organization, account, name, resources):
    """Deploys and answers the outcome: ``(status, reasons of failed resources)``."""
    client = organization.client("cloudformation", account)
    template = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}
    client.create_stack(StackName=name, TemplateBody=json.dumps(template))
    with contextlib.suppress(WaiterError):
        client.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=FAST)
    [stack] = client.describe_stacks(StackName=name)["Stacks"]
    events = client.describe_stack_events(StackName=name)["StackEvents"]
    reasons = [
        event.get("ResourceStatusReason", "")
        for event in events
        if event["ResourceStatus"] == "CREATE_FAILED"
    ]
    return stack["StackStatus"], " ".join(reasons)


def _physical_id(organization, account, name, logical_id):
    client = organization.client("cloudformation", account)
    detail = client.describe_stack_resource(StackName=name, LogicalResourceId=logical_id)
    return detail["StackResourceDetail"]["PhysicalResourceId"]


DETECTOR = {"Type": "AWS::GuardDuty::Detector", "Properties": {"Enable": True}}


@pytest.fixture
def organization(aws):
    return Organization(aws)


def _delete(organization, account, name):
    client = organization.client("cloudformation", account)
    client.delete_stack(StackName=name)
    client.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig=FAST)


def test_a_detector_is_named_by_its_id_and_goes_with_its_stack(organization):
    [account, _] = organization.members
    guardduty = organization.client("guardduty", account)

    status, _ = _stack(organization, account, "detector", {"Detector": DETECTOR})

    [detector_id] = guardduty.list_detectors()["DetectorIds"]
    assert status == "CREATE_COMPLETE"
    assert _physical_id(organization, account, "detector", "Detector") == detector_id
    _delete(organization, account, "detector")
    assert guardduty.list_detectors()["DetectorIds"] == []


def test_a_second_detector_fails_its_stack(organization):
    [account, _] = organization.members
    organization.client("guardduty", account).create_detector(Enable=True)

    status, reason = _stack(organization, account, "second", {"Detector": DETECTOR})

    assert status.startswith("ROLLBACK")
    assert "a detector already exists for the current account" in reason


def test_a_master_without_an_invitation_fails_its_stack(organization):
    [administrator, account] = organization.members
    master = {
        "Type": "AWS::GuardDuty::Master",
        "Properties": {"DetectorId": {"Ref": "Detector"}, "MasterId": administrator},
    }

    status, reason = _stack(
        organization, account, "master", {"Detector": DETECTOR, "Master": master}
    )

    assert status.startswith("ROLLBACK")
    assert "does not have an invitation from the requested master account" in reason


def _member(organization, account):
    return {
        "Type": "AWS::GuardDuty::Member",
        "Properties": {
            "DetectorId": {"Ref": "Detector"},
            "MemberId": account,
            "Email": organization.email(account),
            "Status": "Invited",
        },
    }


def test_an_invited_member_accepts_through_its_master_resource(organization):
    [administrator, account] = organization.members
    member = _member(organization, account)
    master = {
        "Type": "AWS::GuardDuty::Master",
        "Properties": {"DetectorId": {"Ref": "Detector"}, "MasterId": administrator},
    }

    first, _ = _stack(
        organization, administrator, "members", {"Detector": DETECTOR, "Member": member}
    )
    second, _ = _stack(organization, account, "master", {"Detector": DETECTOR, "Master": master})

    assert (first, second) == ("CREATE_COMPLETE", "CREATE_COMPLETE")
    assert _physical_id(organization, administrator, "members", "Member") == account
    assert _physical_id(organization, account, "master", "Master") == administrator


def test_a_member_resource_under_a_delegated_administrator_is_enabled_at_once(organization):
    [administrator, account] = organization.members
    organization.client("organizations").enable_aws_service_access(
        ServicePrincipal="guardduty.amazonaws.com"
    )
    organization.client("guardduty").enable_organization_admin_account(AdminAccountId=administrator)
    guardduty = organization.client("guardduty", administrator)
    [detector_id] = guardduty.list_detectors()["DetectorIds"]
    member = _member(organization, account)
    member["Properties"]["DetectorId"] = detector_id

    status, _ = _stack(organization, administrator, "members", {"Member": member})

    [found] = guardduty.list_members(DetectorId=detector_id)["Members"]
    assert (status, found["RelationshipStatus"]) == ("CREATE_COMPLETE", "Enabled")
    _delete(organization, administrator, "members")
    assert guardduty.list_members(DetectorId=detector_id)["Members"] == []


def test_a_member_resource_fails_where_the_account_is_a_member_already(aws):
    """Of the two answers that AWS may give, the one that our templates must live with.

    https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
    """
    organization = administered(aws)
    [administrator, account, _] = organization.members
    guardduty = create_member(organization, account)
    member = _member(organization, account)
    member["Properties"]["DetectorId"] = detector_of(guardduty)

    status, reason = _stack(organization, administrator, "members", {"Member": member})

    assert status.startswith("ROLLBACK")
    assert "AlreadyExists" in reason


def test_a_member_resource_for_a_suspended_account_fails_its_stack(aws):
    organization = administered(aws)
    guardduty = organization.client("guardduty", organization.members[0])
    member = _member(organization, organization.suspended)
    member["Properties"]["DetectorId"] = detector_of(guardduty)

    status, reason = _stack(organization, organization.members[0], "suspended", {"Member": member})

    assert status.startswith("ROLLBACK")
    assert "the account is suspended or closed" in reason
