"""Policies of an account for its log groups are kept and listed by their types."""

import json

import pytest
from botocore.exceptions import ClientError

RETENTION = json.dumps({"retentionInDays": 30, "enforcementMode": "RETROACTIVE"})


def put(logs, kind="RETENTION_POLICY", **more):
    given = {"policyName": "p", "policyDocument": RETENTION, "policyType": kind, **more}
    return logs.put_account_policy(**given)["accountPolicy"]


def test_a_policy_is_listed_by_its_type_until_it_is_deleted(client):
    logs = client("logs")
    made = put(logs, selectionCriteria='LogGroupNamePrefix IN ["a"]')

    def listed(kind):
        return logs.describe_account_policies(policyType=kind)["accountPolicies"]

    assert listed("RETENTION_POLICY") == [made]
    assert made["selectionCriteria"] == 'LogGroupNamePrefix IN ["a"]'
    assert listed("TRANSFORMER_POLICY") == []
    logs.delete_account_policy(policyName="p", policyType="RETENTION_POLICY")
    assert listed("RETENTION_POLICY") == []


@pytest.mark.parametrize(
    ("kind", "criteria"),
    [
        ("DATA_PROTECTION_POLICY", 'LogGroupNamePrefix IN ["a"]'),
        ("RETENTION_POLICY", 'LogGroupName NOT IN ["a"]'),
        ("SUBSCRIPTION_FILTER_POLICY", 'LogGroupNamePrefix IN ["a"]'),
    ],
)
def test_criteria_of_another_type_are_refused(client, kind, criteria):
    with pytest.raises(ClientError, match="InvalidParameterException"):
        put(client("logs"), kind, selectionCriteria=criteria)


def test_what_is_not_json_or_not_there_is_refused(client):
    logs = client("logs")

    with pytest.raises(ClientError, match="InvalidParameterException"):
        put(logs, policyDocument="{")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.delete_account_policy(policyName="p", policyType="RETENTION_POLICY")


def test_log_groups_tell_that_a_policy_masks_what_they_hold(client):
    logs = client("logs")
    logs.create_log_group(logGroupName="g")

    def inherited():
        (group,) = logs.describe_log_groups()["logGroups"]
        return group.get("inheritedProperties")

    before = inherited()
    put(logs, "DATA_PROTECTION_POLICY")

    assert (before, inherited()) == (None, ["ACCOUNT_DATA_PROTECTION"])
