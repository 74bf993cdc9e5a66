"""EventBridge: which events a pattern matches.

Each group names where its verdicts are from: a test of the library that EventBridge
matches with (https://github.com/aws/event-ruler), or what LocalStack recorded on AWS
(https://github.com/localstack/localstack, tests/aws/services/events/).
"""

import json

import pytest
from embedded_aws.services.events import pattern

# event-ruler, RulerTest::WHEN_RulesFromReadmeAreTried_THEN_TheyWork and
# JsonRuleCompilerTest::testVariantForms, testBigNumbers.
VALUES = [
    ({"a": ["x"]}, {"a": "x"}, True),
    ({"a": ["x"]}, {"a": ["y", "x"]}, True),
    ({"a": ["x"]}, {"a": "y"}, False),
    ({"a": ["x"]}, {}, False),
    ({"a": [123456789012]}, {"a": 123456789012}, True),
    ({"a": [133.3]}, {"a": 133.3}, True),
    ({"a": ["192.0.2.0"]}, {"a": "192.0.2.0"}, True),
    ({"a": ["2001:db8::1"]}, {"a": "2001:0db8:0:0:0:0:0:1"}, True),
]

# Recorded on AWS: LocalStack's test_event_pattern.
RECORDED = [
    ({"a": [300]}, {"a": 300.0}, True),
    ({"a": [True]}, {"a": 1}, False),
    ({"a": [None]}, {"a": None}, True),
    ({"a": [None]}, {"a": "null"}, False),
    ({"a": [None]}, {"a": []}, False),
    ({"a": [""]}, {"a": ""}, True),
    ({"A": ["x"]}, {"a": "x"}, False),
    ({"a": {"b": ["x"]}}, {"a": '{"b": "x"}'}, False),
    ({"a": [{"prefix": ""}]}, {"a": "pending"}, True),
    ({"a": [{"suffix": ""}]}, {"a": "pending"}, True),
    ({"a": [{"suffix": ".PNG"}]}, {"a": "image.png"}, False),
    ({"a": [{"prefix": {"equals-ignore-case": "EventB"}}]}, {"a": "EvEnTb"}, True),
    ({"a": [{"suffix": {"equals-ignore-case": ".png"}}]}, {"a": "image.jpg"}, False),
    ({"a": [{"equals-ignore-case": ""}]}, {"a": "test-value"}, False),
    ({"a": [{"wildcard": ""}]}, {"a": "x"}, False),
    ({"a": [{"wildcard": "/Users/*/doc.txt"}]}, {"a": "/Users/u/dir/dir/doc.txt"}, True),
    ({"a": [{"wildcard": "/Users/*/doc.txt"}]}, {"a": "/Users/u/notmatchingdoc.txt"}, False),
    ({"a": [{"anything-but": 0}]}, {"a": 789}, True),
    ({"a": [{"anything-but": [100, 200]}]}, {"a": 100}, False),
    ({"a": [{"anything-but": ["x", "y"]}]}, {"a": "y"}, False),
    ({"a": [{"anything-but": "x"}]}, {"a": None}, True),
    ({"a": [{"anything-but": "x"}]}, {}, False),
    ({"a": [{"anything-but": {"prefix": ["init", "post"]}}]}, {"a": "post-init"}, False),
    ({"a": [{"anything-but": {"prefix": "init"}}]}, {"a": 12}, True),
    ({"a": [{"anything-but": {"suffix": [".png", ".jpg"]}}]}, {"a": None}, True),
    ({"a": [{"anything-but": {"equals-ignore-case": ["init", "stop"]}}]}, {"a": "Stop"}, False),
    ({"a": [{"anything-but": {"wildcard": "*/init/*"}}]}, {"a": "dir/init/file"}, False),
    ({"a": [{"anything-but": {"wildcard": "*/dir/*"}}]}, {"a": 123}, True),
    ({"a": [{"anything-but": {"wildcard": ""}}]}, {"a": "x"}, True),
    ({"a": [{"numeric": [">", 0, "<=", 5]}]}, {"a": 42}, False),
    ({"a": [{"numeric": [">", 100]}]}, {"a": 101.0}, True),
    ({"a": [{"numeric": [">", 100]}]}, {"a": "300"}, False),
    ({"a": [{"numeric": [">", 100]}]}, {"a": None}, False),
    ({"a": [{"numeric": [">", 100]}]}, {"a": 5000000001}, False),
    ({"a": [{"numeric": [">", 100]}, {"anything-but": "101"}]}, {"a": "42"}, True),
    ({"a": [{"cidr": "10.0.0.0/24"}]}, {"a": "10.0.0.255"}, True),
    ({"a": [{"cidr": "10.0.0.0/24"}]}, {"a": "10.0.0.256"}, False),
    ({"a": [{"cidr": "0.0.0.0/8"}]}, {"a": 123}, False),
    ({"a": [{"cidr": "2001:db8:1234:1a00::/64"}]}, {"a": "2001:0db8:123f:1a01::"}, False),
]

# event-ruler, RulerTest::WHEN_WeTryToMatchExistsRules_THEN_TheyWork and
# ACMachineTest::testExists; LocalStack's cases content_exists, or-exists, exists_list_empty.
EXISTENCE = [
    ({"a": [{"exists": True}]}, {"a": False}, True),
    ({"a": [{"exists": True}]}, {"b": 1}, False),
    ({"a": [{"exists": True}]}, {"a": []}, False),
    ({"a": [{"exists": True}]}, {"a": {"b": 1}}, False),
    ({"a": [{"exists": False}]}, {"a": {"b": 1}}, True),
    ({"a": [{"exists": False}]}, {"a": 1}, False),
    ({"a": {"b": [{"exists": False}]}}, {}, True),
    ({"a": {"b": [{"exists": False}]}}, {"a": {"b": "x"}}, False),
    ({"a": {"id": [{"exists": True}]}}, {"a": [{"k": 1}, {"id": 2}]}, True),
    ({"a": {"b": [{"anything-but": ["x"]}, {"exists": False}]}}, {"c": 1}, True),
    ({"a": {"b": [{"anything-but": ["x"]}, {"exists": False}]}}, {"a": {"b": "x"}}, False),
]

# LocalStack's cases dot_joining_...: a dot in a name is a step of the path.
DOTS = [
    ({"state": {"status": ["on"]}}, {"state.status": "on"}, True),
    ({"state.status": ["on"]}, {"state": {"status": "on"}}, True),
    ({"state": {"status": ["on"]}}, {"state.status": {"status": "on"}}, False),
    ({"state.status": {"status": ["on"]}}, {"state": {"status": "on"}}, False),
    ({"a.b.c": ["x"]}, {"a": {"b": [{"c": "x"}]}}, True),
    ({"a": {"b": ["x"]}, "a.b": ["y"]}, {"a": {"b": "y"}}, True),
    ({"a": {"b": ["x"]}, "a.b": ["y"]}, {"a": {"b": "x"}}, False),
]

# event-ruler, JsonRuleCompilerTest: testBasicFunctionOfOrRelationshipRules and
# testMoreCaseOfOrRelationshipRules.
ALTERNATIVES = [
    ({"$or": [{"a": ["x"]}, {"b": ["y"]}]}, {"b": "y"}, True),
    ({"$or": [{"a": ["x"]}, {"b": ["y"]}]}, {"a": "y"}, False),
    ({"s": ["1"], "$or": [{"a": ["x"]}, {"b": ["y"], "c": ["z"]}]}, {"s": "1", "b": "y"}, False),
    ({"s": ["1"], "$or": [{"a": ["x"]}, {"b": ["y"], "c": ["z"]}]}, {"b": "y", "c": "z"}, False),
    (
        {"$or": [{"a": ["x"]}, {"b": ["y"]}], "d": {"$or": [{"e": [1]}, {"f": [2]}]}},
        {"b": "y", "d": {"f": 2}},
        True,
    ),
    (
        {"$or": [{"a": ["x"]}, {"b": ["y"], "$or": [{"c": [1]}, {"d": [2]}]}]},
        {"b": "y", "d": 3},
        False,
    ),
    ({"d": {"$or": [{"c": [{"numeric": [">", 0]}]}, {"x": [5]}]}}, {"d": {"c": 0, "x": 5}}, True),
]

# event-ruler, test data arrayRule3, arrayRule4 and ACMachineTest::testACWithExistFalseRule:
# all fields are found in one element of an array.
METRIC = {"metrics": {"name": ["CPU"], "space": ["ES"]}}
TASK = {"tasks": {"provider": {"id": ["X"]}, "spec": {"face": [{"exists": False}]}}}
ARRAYS = [
    (
        METRIC,
        {"metrics": [{"name": "CPU", "space": "EC2"}, {"name": "Count", "space": "ES"}]},
        False,
    ),
    (METRIC, {"metrics": [{"name": "CPU", "space": "ES"}]}, True),
    (METRIC, {"metrics": [{"name": ["RAM", "CPU"], "space": "ES"}]}, True),
    (METRIC, {"metrics": [[{"name": "CPU"}], [{"space": "ES"}]]}, False),
    (TASK, {"tasks": [{"provider": {"id": "X"}}, {"spec": [{"face": "F"}]}]}, True),
    (TASK, {"tasks": [{"provider": {"id": "X"}, "spec": [{"face": "F"}]}]}, False),
]

# event-ruler, ACMachineTest: testAnythingButWildcardSet, testPrefixEqualsIgnoreCase,
# testSuffixChineseMatch; RulerTest::WHEN_WeTryWildcardRules_THEN_TheyWork.
TEXTS = [
    ({"a": [{"anything-but": {"wildcard": ["*foo*", "*bar*"]}}]}, {"a": "sbars"}, False),
    ({"a": [{"anything-but": {"wildcard": ["*foo*", "*bar*"]}}]}, {"a": "fobaor"}, True),
    ({"a": [{"prefix": {"equals-ignore-case": "zoo"}}]}, {"a": "zOokeeper"}, True),
    ({"a": [{"suffix": "统治者"}]}, {"a": "我们的统治者"}, True),
    ({"a": [{"wildcard": "*bc"}]}, {"a": "abcbc"}, True),
    ({"a": [{"wildcard": "d*f"}]}, {"a": "deeeefx"}, False),
    ({"a": [{"wildcard": "xy*"}]}, {"a": "xy"}, True),
    ({"a": [{"wildcard": "a\\*c"}]}, {"a": "abc"}, False),
    ({"a": [{"wildcard": "a\\*c"}]}, {"a": "a*c"}, True),
    ({"a": [{"prefix": "1"}]}, {"a": 12}, False),
]


@pytest.mark.parametrize(
    ("wanted", "detail", "found"),
    [*VALUES, *RECORDED, *EXISTENCE, *DOTS, *ALTERNATIVES, *ARRAYS, *TEXTS],
)
def test_a_pattern_matches_as_aws_and_its_library_match(wanted, detail, found):
    assert pattern.matches({"detail": wanted}, {"detail": detail}) is found


def test_the_later_of_two_equal_names_is_matched():
    """Recorded: test_event_pattern_with_multi_key; event-ruler: testDuplicateKeyLastOneWins."""
    wanted = json.loads('{"a": [{"prefix": "us-"}], "a": [{"anything-but": "us-east"}]}')

    assert pattern.matches(wanted, {"a": "eu-central-1"})
