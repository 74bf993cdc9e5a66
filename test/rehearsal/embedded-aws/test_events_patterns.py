"""EventBridge: which event patterns are none."""

import json

import pytest
from botocore.exceptions import ClientError


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ({}, "Empty objects are not allowed"),
        ({"source": []}, "Empty arrays are not allowed"),
        ({"source": "app"}, '"source" must be an object or an array'),
        ({"detail": {"severity": [{"numeric": [">=", "7"]}]}}, "Value of >= must be numeric"),
        ({"detail": {"severity": [{"numeric": ["=>", 7]}]}}, "Unrecognized numeric range operator"),
        (
            {"detail": {"archived": [{"anything-but": True}]}},
            "Inside anything but list, start|null|boolean is not supported.",
        ),
        ({"source": [{"exists": "no"}]}, "exists match pattern must be either true or false."),
        ({"source": [{"begins": "aws"}]}, "Unrecognized match type begins"),
        ({"source": [{"prefix": 7}]}, "prefix match pattern must be a string"),
        ({"detail": {"ip": [{"cidr": "10.0.0.0/33"}]}}, "Malformed CIDR, 10.0.0.0/33"),
        ({"source": [["app"]]}, "Match value must be String, number, true, false, or null"),
        ({"source": ["a" * 5000]}, "Event pattern is longer than 4096 characters"),
    ],
)
def test_a_pattern_that_is_none_is_refused(client, pattern, reason):
    with pytest.raises(ClientError) as refusal:
        client("events").put_rule(Name="rule", EventPattern=json.dumps(pattern))

    assert refusal.value.response["Error"]["Code"] == "InvalidEventPatternException"
    assert reason in refusal.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    "pattern",
    [
        {"source": ["app", {"prefix": "aws."}]},
        {"detail": {"severity": [{"numeric": [">=", 7, "<", 9.5]}], "archived": [False]}},
        {"detail": {"state": [{"anything-but": ["x", 1]}, {"exists": False}]}},
        {"detail": {"name": [{"anything-but": {"prefix": "x"}}]}},
        {"$or": [{"source": ["a"]}, {"detail-type": ["b"]}]},
        {"detail": {"name": [{"prefix": {"equals-ignore-case": "x"}}, None, True]}},
    ],
)
def test_a_pattern_of_documented_operators_is_taken(client, pattern):
    client("events").put_rule(Name="rule", EventPattern=json.dumps(pattern))

    taken = client("events").describe_rule(Name="rule")["EventPattern"]
    assert json.loads(taken) == pattern
