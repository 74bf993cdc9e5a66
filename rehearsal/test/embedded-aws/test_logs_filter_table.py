"""Which records the filters of trail-alarms match: samples, near misses, and attacks."""

import json
from pathlib import Path

import pytest
import yaml
from embedded_aws.services.logs import pattern

ROOT = Path(__file__).parents[3]
EVENTS = ROOT / "test/events/cloudtrail"


def read(path):
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


#: As deployed: org-formation gives the prefix, and CloudFormation the account.
ROWS = {
    row["name"]: {
        **row,
        "pattern": row["pattern"]
        .replace("<prefix>", "ofn-audit")
        .replace("<account>", "111111111111"),
    }
    for row in read("templates/trail-alarms/filters.yml")["Filters"]
}
#: Those of no control name the technique that they are for.
ROWS_OF_ATTACKS = [name for name, row in ROWS.items() if "MITRE" in row["controls"]]
ATTACKS = read("scenarios/attacks/techniques.yml")
NEAR_MISSES = read("test/events/cloudtrail/near-misses.yml")
SILENCING = read("test/events/cloudtrail/silencing.yml")
SAMPLES = {
    path.stem: json.dumps(json.loads(path.read_text(encoding="utf-8")))
    for path in sorted(EVENTS.glob("*.json"))
}


def record_of(call):
    return json.dumps({**ATTACKS["Record"], **call})


def rows_of(records):
    return [
        name
        for name, row in ROWS.items()
        if any(pattern.matches(row["pattern"], record) for record in records)
    ]


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_is_for_the_row_of_its_name_only(sample):
    row = ROWS.get(sample)
    expected = [*row.get("also", []), sample] if row else []

    assert rows_of([SAMPLES[sample]]) == expected


@pytest.mark.parametrize(
    ("row", "call"),
    [
        pytest.param(row, call, id=f"{row}: {call['why']}")
        for row, calls in NEAR_MISSES.items()
        for call in calls
    ],
)
def test_an_ordinary_call_is_for_no_row_of_attacks(row, call):
    assert row in ROWS_OF_ATTACKS
    assert not set(rows_of([record_of(call)])) & set(ROWS_OF_ATTACKS)


@pytest.mark.parametrize(
    ("row", "call"),
    [
        pytest.param(row, call, id=f"{call['eventSource']} {call['eventName']}")
        for row, calls in SILENCING.items()
        for call in calls
    ],
)
def test_what_silences_alarms_of_the_management_account_raises_one(row, call):
    account = "111111111111"
    identity = {
        "type": "AssumedRole",
        "arn": f"arn:aws:sts::{account}:assumed-role/ofn-audit-evil/mallory",
    }

    assert rows_of(
        [record_of({"recipientAccountId": account, "userIdentity": identity, **call})]
    ) == [row]


@pytest.mark.parametrize("verb", ["Delete", "Update"])
def test_a_change_of_the_rule_that_copies_the_trail_is_a_change_of_logs(verb):
    call = {
        "eventSource": "observabilityadmin.amazonaws.com",
        "eventName": f"{verb}CentralizationRuleForOrganization",
        "recipientAccountId": "111111111111",
    }

    assert rows_of([record_of(call)]) == ["log-changes"]


@pytest.mark.parametrize(
    "target",
    [
        {"key": "tag:Environment", "values": ["production"]},
        {"key": "resource-groups:Name", "values": ["web"]},
        {"key": "InstanceIds", "values": ["i-0123456789abcdef0", "i-0123456789abcdef1"]},
    ],
    ids=lambda target: target["key"],
)
def test_a_command_for_a_fleet_is_one_on_several_instances(target):
    call = {
        "eventSource": "ssm.amazonaws.com",
        "eventName": "SendCommand",
        "requestParameters": {"documentName": "AWS-RunShellScript", "targets": [target]},
    }

    assert rows_of([record_of(call)]) == ["commands-on-instances"]


@pytest.mark.parametrize(
    ("source", "name", "parameters"),
    [
        ("kms", "PutKeyPolicy", {"policyName": "default"}),
        ("kms", "CreateGrant", {"granteePrincipal": "arn:aws:iam::999999999999:root"}),
        ("secretsmanager", "PutResourcePolicy", {"secretId": "database-password"}),
        ("ecr", "SetRepositoryPolicy", {"repositoryName": "billing"}),
        ("ram", "UpdateResourceShare", {"allowExternalPrincipals": True}),
    ],
)
def test_what_may_share_a_resource_by_hand_raises_an_alarm(source, name, parameters):
    call = {
        "eventSource": f"{source}.amazonaws.com",
        "eventName": name,
        "requestParameters": parameters,
    }

    assert rows_of([record_of(call)]) == ["resource-sharing"]


def test_each_row_of_attacks_has_a_near_miss():
    assert list(NEAR_MISSES) == ROWS_OF_ATTACKS


@pytest.mark.parametrize("technique", ATTACKS["Techniques"], ids=lambda one: one["id"])
def test_a_technique_is_for_the_rows_that_the_table_says(technique):
    records = [record_of(call) for call in technique["calls"]]

    assert rows_of(records) == technique.get("alarms", [])
