"""EventBridge: which event patterns are rejected, with which reason.

Each group names where its verdicts are from: a test of the library that EventBridge
matches with (https://github.com/aws/event-ruler), what LocalStack recorded on AWS
(https://github.com/localstack/localstack, tests/aws/services/events/), or AWS's page
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import json

import pytest
from botocore.exceptions import ClientError
from embedded_aws.services.events import pattern_checks
from organizations_under_test import REGION

PREFIX_SUFFIX = "prefix/suffix match pattern must be a string"
IGNORE_CASE_LIST = (
    "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
)
SINGLE = "Value of anything-but must be an array or single string/number value."
MIXED = (
    "Inside anything but list, either all values are number or string, mixed type is not supported"
)
ONE_KEY = "Only one key allowed in match expression"
TOO_MANY = "Too many elements in numeric expression"
COMPLEX = (
    "Rule is too complex - try using fewer wildcard characters "
    "or fewer repeating character sequences after a wildcard character"
)

# Recorded on AWS: LocalStack's test_events_patterns.py::test_event_pattern, cases "..._EXC".
RECORDED = [
    ({"prefix": 123}, "prefix match pattern must be a string"),
    ({"prefix": ["2022"]}, "prefix match pattern must be a string"),
    ({"suffix": 123}, "suffix match pattern must be a string"),
    ({"suffix": [".png"]}, "suffix match pattern must be a string"),
    ({"equals-ignore-case": ["a"]}, "equals-ignore-case match pattern must be a string"),
    ({"equals-ignore-case": {"prefix": "a"}}, "equals-ignore-case match pattern must be a string"),
    ({"anything-but": None}, SINGLE),
    ({"anything-but": {"prefix": {"equals-ignore-case": "file"}}}, SINGLE),
    ({"anything-but": {"suffix": {"equals-ignore-case": ".png"}}}, SINGLE),
    (
        {"anything-but": ["stopped", None]},
        "Inside anything but list, start|null|boolean is not supported.",
    ),
    ({"anything-but": {"equals-ignore-case": 123}}, IGNORE_CASE_LIST),
    ({"anything-but": {"equals-ignore-case": [123, 456]}}, IGNORE_CASE_LIST),
    ({"anything-but": {"prefix": 123}}, PREFIX_SUFFIX),
    ({"anything-but": {"prefix": [123, "test"]}}, PREFIX_SUFFIX),
    ({"anything-but": {"suffix": [None, ".txt"]}}, PREFIX_SUFFIX),
    ({"anything-but": {"prefix": ""}}, "Null prefix/suffix not allowed"),
    ({"anything-but": {"suffix": ""}}, "Null prefix/suffix not allowed"),
    ({"anything-but": {"wildcard": 123}}, "wildcard match pattern must be a string"),
    ({"anything-but": {"wildcard": [123, "*a*"]}}, "wildcard match pattern must be a string"),
    ({"wildcard": 123}, "wildcard match pattern must be a string"),
    ({"wildcard": ["a*"]}, "wildcard match pattern must be a string"),
    ({"wildcard": "arn:aws:events:us-east-1:**:x"}, "Consecutive wildcard characters at pos 26"),
    ({"wildcard": "*:*:*:*:*:event-bus/*"}, COMPLEX),
    ({"cidr": "bad-filter"}, "Malformed CIDR, one '/' required"),
    ({"cidr": "bad-/64filter"}, "Malformed CIDR, mask bits must be an integer"),
    ({"cidr": "xx.11.xx/8"}, "Nonstandard IP address: xx.11.xx"),
    ({"cidr": "xxxx:db8:1234:1a00::/64"}, "Nonstandard IP address: xxxx:db8:1234:1a00::"),
    ({"cidr": ["10.0.0.0/8"]}, "prefix match pattern must be a string"),
    ({"numeric": 10}, "Value of numeric must be an array."),
    ({"numeric": [">", 0, ">", 0]}, "Bad numeric range operator: >"),
    ({"numeric": [">", 0, "<"]}, "Value of < must be numeric"),
    ({"NUMERIC": ["=", 5]}, "Unrecognized match type NUMERIC"),
    ({"EXISTS": True}, "Unrecognized match type EXISTS"),
]

# event-ruler, JsonRuleCompilerTest: testCompile, testExistsExpression,
# testWildcardInvalidEscapeCharacter; with AWS's page where the library knows more.
COMPILED = [
    ({}, "Match expression name not found"),
    ({"x": 2}, "Unrecognized match type x"),
    ({"exactly": "x"}, "Unrecognized match type exactly"),
    ({"prefix": "child", "foo": []}, ONE_KEY),
    ({"suffix": "child", "foo": []}, ONE_KEY),
    ({"anything-but": "child", "foo": []}, TOO_MANY),
    ({"anything-but": ["a", 111, "b"]}, MIXED),
    ({"anything-but": []}, MIXED),
    ({"anything-but": True}, SINGLE),
    ({"anything-but": {"foo": 3}}, "Unsupported anything-but pattern: foo"),
    ({"anything-but": {"prefix": "foo", "a": 1}}, TOO_MANY),
    ({"anything-but": {"suffix": ["1", ""]}}, "Null prefix/suffix not allowed"),
    ({"anything-but": {"wildcard": ["1", "foo**bar"]}}, "Consecutive wildcard characters at pos 4"),
    ({"anything-but": {"wildcard": "foo*bar\\"}}, "Invalid escape character at pos 8"),
    ({"equals-ignore-case": 5}, "equals-ignore-case match pattern must be a string"),
    ({"prefix": {"invalid-expression": ["abc"]}}, "Unsupported prefix pattern: invalid-expression"),
    ({"prefix": {"Equals-Ignore-Case": "abc"}}, "Unsupported prefix pattern: Equals-Ignore-Case"),
    ({"suffix": {"equals-ignore-case": 5}}, "equals-ignore-case match pattern must be a string"),
    ({"suffix": {"equals-ignore-case": "abc", "test": "def"}}, ONE_KEY),
    ({"suffix": {"equals-ignore-case": "abc"}, "test": "def"}, ONE_KEY),
    ({"wildcard": "a\\d"}, "Invalid escape character at pos 2"),
    ({"exists": "no"}, "exists match pattern must be either true or false."),
    ({"exists": True, "extraKey": "extraValue"}, ONE_KEY),
]

# event-ruler, JsonRuleCompilerTest::testNumericExpressions and CIDRTest::testCidrFailures.
NUMBERS_AND_RANGES = [
    ({"numeric": []}, "Invalid member in numeric match"),
    ({"numeric": [1]}, "Invalid member in numeric match"),
    ({"numeric": ["=", True]}, "Value of equals must be numeric"),
    ({"numeric": ["=", "-4e-6"]}, "Value of equals must be numeric"),
    ({"numeric": [">="]}, "Value of >= must be numeric"),
    ({"numeric": ["<>", 1, ">", 0]}, "Unrecognized numeric range operator: <>"),
    ({"numeric": ["<", 1, ">", 0]}, TOO_MANY),
    ({"numeric": ["=", 1, "<", 2]}, TOO_MANY),
    ({"numeric": [">", 1, "<", 1]}, "Bottom must be less than top"),
    ({"numeric": [">", 30, "<", 1]}, "Bottom must be less than top"),
    ({"numeric": [">", 1, "<", "30"]}, "Value of < must be numeric"),
    ({"numeric": [">", 1, 2]}, "Bad value in numeric range: 2"),
    ({"numeric": [">", 1, "<", 30, False]}, "Too many terms in numeric range expression"),
    ({"cidr": "192.168.0.1/33"}, "IPv4 mask bits must be < 32"),
    ({"cidr": "192.168.0.1/32"}, "IPv4 mask bits must be < 32"),
    ({"cidr": "192.168.0.1/-3424"}, "Malformed CIDR, mask bits must not be negative"),
    ({"cidr": "foo/bar/baz"}, "Malformed CIDR, one '/' required"),
    ({"cidr": "10.10.10.10.10/3"}, "Nonstandard IP address: 10.10.10.10.10"),
    ({"cidr": "2400:6500:FF00::36FB:1F80/222"}, "IPv6 mask bits must be < 128"),
]

# event-ruler, JsonRuleCompilerTest: testCompile and testWrongOrRelationshipRules;
# LocalStack: arrays_empty_EXC, int_nolist_EXC, string_nolist_EXC.
SHAPES = [
    ([1, 2, 3], "Filter is not an object"),
    ({}, "Empty objects are not allowed"),
    ({"a": {}}, "Empty objects are not allowed"),
    ({"a": []}, "Empty arrays are not allowed"),
    ({"a": 1}, '"a" must be an object or an array'),
    ({"a": [["x"]]}, "Match value must be String, number, true, false, or null"),
    ({"$or": {"a": ["x"]}}, "It must be an Array followed with $or."),
    ({"$or": [{"a": ["x"]}]}, "There must have at least 2 Objects in $or relationship."),
    ({"$or": [{"a": ["x"]}, {"b": "y"}]}, '"b" must be an object or an array'),
    ({"$or": [{"a": ["x"]}, [{"b": ["y"]}]]}, "Only JSON object is allowed in array of $or"),
    ({"$or": [{"numeric": [">", 0]}, {"b": ["y"]}]}, "numeric is Ruler reserved fieldName"),
    ({"$or": [{"a": {"regex": ["x"]}}, {"b": ["y"]}]}, "regex is Ruler reserved fieldName"),
]


def reason_of(pattern):
    with pytest.raises(pattern_checks.PatternError) as refusal:
        pattern_checks.check(json.dumps(pattern))
    return str(refusal.value)


@pytest.mark.parametrize(("one", "reason"), RECORDED + COMPILED + NUMBERS_AND_RANGES)
def test_a_filter_that_is_none_is_refused(one, reason):
    assert reason_of({"detail": {"a": [one]}}).startswith(reason)


@pytest.mark.parametrize(("pattern", "reason"), SHAPES)
def test_a_pattern_of_another_shape_is_refused(pattern, reason):
    assert reason_of(pattern).startswith(reason)


@pytest.mark.parametrize("number", ["2.0e422", "1E309", "1E-325", "5000000001", "0.0000001"])
def test_a_number_out_of_range_is_refused(number):
    """event-ruler, JsonRuleCompilerTest::testNumericExpressions; and AWS's page: up to 5.0e9."""
    with pytest.raises(pattern_checks.PatternError, match="Cannot compare number"):
        pattern_checks.check(f'{{"x": [{{"numeric": ["=", {number}]}}]}}')


def test_a_pattern_over_the_quota_is_refused():
    """2,048 by default: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""
    assert reason_of({"source": ["a" * 2048]}) == "Event pattern is longer than 2048 characters"


def test_a_pattern_of_too_many_combinations_is_refused():
    branches = [{f"b{n}": ["x"]} for n in range(11)]

    pattern = {name: {"$or": branches} for name in ("a", "b", "c")}

    assert reason_of(pattern) == "Event pattern has over 1000 rule combinations"


def test_combinations_are_the_product_of_all_alternatives():
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"""
    inner = [{f"c{n}": ["x"]} for n in range(40)]
    branches = [{"a": {"$or": inner}}, *({f"b{n}": ["x"]} for n in range(25))]

    assert reason_of({"$or": branches}) == "Event pattern has over 1000 rule combinations"


# Taken by AWS (LocalStack) or by event-ruler's testCompile and testNumericExpressions.
TAKEN = [
    {"a": ["x", {"prefix": "aws."}, None, True, 1]},
    {"a": [{"prefix": ""}, {"suffix": ""}, {"equals-ignore-case": ""}, {"wildcard": ""}]},
    {"a": [{"prefix": {"equals-ignore-case": "x"}}, {"suffix": {"equals-ignore-case": "x"}}]},
    {"a": [{"anything-but": 0}, {"anything-but": [111, 222]}, {"anything-but": ["x", "y"]}]},
    {"a": [{"anything-but": {"prefix": ["a", "b"]}}, {"anything-but": {"suffix": "c"}}]},
    {"a": [{"anything-but": {"equals-ignore-case": ["a", "b"]}}, {"exists": False}]},
    {"a": [{"anything-but": {"wildcard": ["*/init/*", "*/dir/*"]}}]},
    {"a": [{"wildcard": "/Users/*/dir/dir/dir/dir/dir/doc.txt"}]},
    {"a": [{"wildcard": "a\\*b\\\\"}]},
    {"a": [{"numeric": ["=", -4e-6]}, {"numeric": [">=", 0, "<", 1]}, {"numeric": ["<", 55555]}]},
    {"a": [{"cidr": "10.0.0.0/24"}, {"cidr": "2001:db8:1234:1a00::/64"}]},
    {"$or": [{"a": ["x"]}, {"b": {"$or": [{"c": ["x"]}, {"d": ["x"]}]}}]},
]


@pytest.mark.parametrize("pattern", TAKEN)
def test_a_pattern_of_documented_operators_is_taken(pattern):
    pattern_checks.check(json.dumps(pattern))


def test_rules_and_archives_refuse_what_the_pattern_test_refuses(client, account_id):
    events, pattern = client("events"), '{"source": [{"begins": "aws"}]}'
    bus = f"arn:aws:events:{REGION}:{account_id}:event-bus/default"
    events.create_archive(ArchiveName="kept", EventSourceArn=bus)

    for call in (
        lambda: events.put_rule(Name="rule", EventPattern=pattern),
        lambda: events.test_event_pattern(EventPattern=pattern, Event=json.dumps(EVENT)),
        lambda: events.create_archive(ArchiveName="a", EventSourceArn=bus, EventPattern=pattern),
        lambda: events.update_archive(ArchiveName="kept", EventPattern=pattern),
    ):
        with pytest.raises(ClientError) as refusal:
            call()
        assert refusal.value.response["Error"] == {
            "Code": "InvalidEventPatternException",
            "Message": "Event pattern is not valid. Reason: Unrecognized match type begins",
        }


EVENT = {
    "id": "1",
    "source": "order",
    "detail-type": "Test",
    "account": "123456789012",
    "region": "us-east-2",
    "time": "2022-07-13T13:48:01Z",
}


@pytest.mark.parametrize(("source", "matched"), [("order", True), ("shipment", False)])
def test_a_pattern_can_be_tested_without_a_rule(client, source, matched):
    """Recorded on AWS: LocalStack's test_event_pattern_source."""
    pattern = json.dumps({"source": [source], "detail-type": ["Test"]})

    answer = client("events").test_event_pattern(EventPattern=pattern, Event=json.dumps(EVENT))

    assert answer["Result"] is matched


@pytest.mark.parametrize("event", ["plain string", '["plain string"]', '{"testEvent": "value"}'])
def test_an_event_that_is_none_is_refused(client, event):
    """Recorded on AWS: LocalStack's test_plain_string_payload and its neighbours."""
    with pytest.raises(ClientError) as refusal:
        client("events").test_event_pattern(EventPattern='{"source": ["a"]}', Event=event)

    assert refusal.value.response["Error"] == {
        "Code": "ValidationException",
        "Message": "Parameter Event is not valid.",
    }
