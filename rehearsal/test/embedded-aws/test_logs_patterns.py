"""Filter patterns, by the examples of AWS's documentation.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import json

import pytest
from embedded_aws.services.logs import pattern

EVENT = {
    "eventType": "UpdateTrail",
    "sourceIPAddress": "111.111.111.111",
    "arrayKey": ["value", "another value"],
    "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
    "SomeObject": None,
    "cluster.name": "c",
}
COMPOUND = {
    "user": {"id": 1, "email": "John.Stiles@example.com"},
    "users": [{"id": 2, "email": "John.Doe@example.com"}],
    "actions": ["GET", "PUT", "DELETE"],
    "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]],
}
NUMBERS = {"bandwidth": 80, "latency": 40, "refreshRate": 60, "responseTime": 5, "number": [0.001]}
ROOT = {"userIdentity": {"type": "Root"}, "eventType": "AwsApiCall"}

JSON = [
    ('{ $.eventType = "UpdateTrail" }', EVENT, True),
    ('{ $.eventType = "updatetrail" }', EVENT, False),
    ("{ $.eventType = UpdateTrail }", EVENT, True),
    ("{ $.eventType = %Trail% }", EVENT, True),
    ("{ $.eventType = %^Trail% }", EVENT, False),
    ("{ $.sourceIPAddress != 123.123.* }", EVENT, True),
    ("{ $.sourceIPAddress = 111.111.* }", EVENT, True),
    ("{ $.sourceIPAddress = %111\\.111\\.[0-9]+\\.1% }", EVENT, True),
    ('{ $.arrayKey[0] = "value" }', EVENT, True),
    ('{ $.arrayKey[2] = "value" }', EVENT, False),
    ("{ $.objectList[1].id = 2 }", EVENT, True),
    ("{ $.arrayKey = value }", EVENT, False),
    ("{ $.['cluster.name'] = c }", EVENT, True),
    ("{ $.SomeObject IS NULL }", EVENT, True),
    ("{ $.SomeOtherObject NOT EXISTS }", EVENT, True),
    ("{ $.SomeObject NOT EXISTS }", EVENT, False),
    ("{ $.SomeOtherObject IS NULL }", EVENT, False),
    ('{ $.SomeOtherObject = "*" }', EVENT, False),
    ('{ $.SomeOtherObject != "value" }', EVENT, False),
    ('{ $.SomeObject.inner != "value" }', EVENT, False),
    ('{ $.eventType = "*" }', EVENT, True),
    ("{ $.ThisFlag IS TRUE }", {"ThisFlag": True}, True),
    ("{ $.ThisFlag IS TRUE }", {"ThisFlag": "true"}, False),
    ("{ $.ThisFlag IS FALSE }", {"ThisFlag": False}, True),
    ("{ $.bandwidth > 75 }", NUMBERS, True),
    ("{ $.latency < 50 }", NUMBERS, True),
    ("{ $.refreshRate >= 60 }", NUMBERS, True),
    ("{ $.responseTime <= 5 }", NUMBERS, True),
    ("{ $.responseTime < 5 }", NUMBERS, False),
    ("{ $.errorCode = 400 }", {"errorCode": 400}, True),
    ("{ $.errorCode != 500 }", {"errorCode": 400}, True),
    ("{ $.number[0] = 1e-3 }", NUMBERS, True),
    ("{ $.number[0] != 1e+3 }", NUMBERS, True),
    ('{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', COMPOUND, True),
    ('{ ($.user.id = 2 && $.users[0].email = "a") || $.actions[2] = "GET" }', COMPOUND, False),
    ('{ $.user.email = "John.Stiles*" || $.coordinates[0][1] = "nonmatch" }', COMPOUND, True),
    ("{ $.coordinates[0][1] = 1 }", COMPOUND, True),
    # && binds tighter than ||.
    (
        '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch'
        " && $.actions[2] = nonmatch }",
        COMPOUND,
        True,
    ),
    (
        '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch)'
        " && $.actions[2] = nonmatch }",
        COMPOUND,
        False,
    ),
    (
        '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS'
        ' && $.eventType !="AwsServiceEvent"}',
        ROOT,
        True,
    ),
    ('{($.code="*UnauthorizedOperation")}', {"code": "Client.UnauthorizedOperation"}, True),
    ('{($.errorCode="AccessDenied*")}', {"errorCode": "AccessDeniedException"}, True),
    ('{($.errorCode="AccessDenied")}', {"errorCode": "AccessDeniedException"}, False),
    ('{$.arn="*:assumed-role/x/*"}', {"arn": "arn:aws:sts::1:assumed-role/x/y"}, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "event", "expected"), JSON)
def test_matches_json(text, event, expected):
    assert pattern.matches(text, json.dumps(event)) is expected


TERMS = [
    ("", "anything", True),
    ("ERROR", "[ERROR 400] BAD REQUEST", True),
    ("ERROR", "[error 400] BAD REQUEST", False),
    ("ERROR ARGUMENTS", "[ERROR 419] MISSING ARGUMENTS", True),
    ("ERROR ARGUMENTS", "[ERROR 401] UNAUTHORIZED REQUEST", False),
    ("?ERROR ?ARGUMENTS", "[ERROR 401] UNAUTHORIZED REQUEST", True),
    ("?ERROR ?ARGUMENTS", "[WARN] SLOW REQUEST", False),
    # Beside other terms, optional ones do not count.
    ("?ERROR ?WARN REQUEST", "[INFO 200] REQUEST", True),
    ('"INTERNAL SERVER ERROR"', "[ERROR 500] INTERNAL SERVER ERROR", True),
    ('"SERVER INTERNAL"', "[ERROR 500] INTERNAL SERVER ERROR", False),
    ("ERROR -ARGUMENTS", "[ERROR 400] BAD REQUEST", True),
    ("ERROR -ARGUMENTS", "[ERROR 419] MISSING ARGUMENTS", False),
    ('" "', "[ERROR 400] BAD REQUEST", True),
    ('" "', "nothing", False),
    ("%AUTHORIZED%", "[ERROR 401] UNAUTHORIZED REQUEST", True),
    ("%AUTHORIZED%", "[ERROR 400] BAD REQUEST", False),
]


@pytest.mark.parametrize(("text", "message", "expected"), TERMS)
def test_matches_terms(text, message, expected):
    assert pattern.matches(text, message) is expected


LINE = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'
NAMES = "ip, user, username, timestamp, request"
FIELDS = [
    (f"[{NAMES} =*.html*, status_code = 4*, bytes]", True),
    (f"[{NAMES} =*.html*, status_code = 5*, bytes]", False),
    (f"[{NAMES}, status_code = 404 || status_code = 410, bytes]", True),
    (f"[{NAMES}, status_code != 404 && status_code != 410, bytes]", False),
    (f"[{NAMES}, status_code, bytes > 1000]", True),
    (f"[{NAMES}, status_code, bytes > 2000]", False),
    ("[..., status_code = 4*, bytes]", True),
    ("[ip = %127\\.0\\.0\\.[1-9]%, ...]", True),
    ("[ip, user, username, timestamp, request, status_code, bytes, more]", False),
]


@pytest.mark.parametrize(("text", "expected"), FIELDS)
def test_matches_fields_that_spaces_separate(text, expected):
    assert pattern.matches(text, LINE) is expected


@pytest.mark.parametrize(
    ("text", "message", "expected"),
    [
        ("[w1=ERROR, w2]", "ERROR 404", True),
        ("[w1=ERROR || w1=%WARN%, w2]", "WARNING slow", True),
        ("[w1!=ERROR&&w1!=WARN, w2]", "INFO fine", True),
        ("[w1!=ERROR&&w1!=WARN, w2]", "WARN slow", False),
    ],
)
def test_matches_words(text, message, expected):
    assert pattern.matches(text, message) is expected


@pytest.mark.parametrize(
    "text",
    [
        "{ $.a = }",
        "{ $.a = 1",
        "{ a = 1 }",
        "{ ($.a = 1 }",
        "{ $.a = 1 } x",
        "{ $.a == 1 }",
        "{ $.a EXISTS }",
        "{ $.a > x }",
        "{ $.a = 1 & $.b = 2 }",
        '{ $.a = "x }',
        "{ $.a = %(x)% }",
        "{ $.a = %x!% }",
        "{ $.a=%x% || $.b=%y% || $.c=%z% }",
        "[w1=ERROR",
        "[w1=ERROR || w2=WARN]",
        "[..., a, ...]",
        "a:b",
        '"a',
        "x" * 1025,
    ],
)
def test_refuses_what_is_no_pattern(text):
    with pytest.raises(pattern.InvalidPattern):
        pattern.parse(text)


def test_a_message_that_is_no_json_matches_no_json_pattern():
    assert not pattern.matches("{ $.a NOT EXISTS }", "plain text")


def test_finds_the_value_of_a_metric():
    event = json.dumps({"latency": 50, "requestType": "GET"})

    assert pattern.value_of("{ $.latency = * }", "$.latency", event) == 50
    assert pattern.value_of("[..., bytes]", "$bytes", LINE) == "1534"
