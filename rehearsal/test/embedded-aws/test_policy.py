"""The evaluator of policies, by itself."""

import random

import pytest
from embedded_aws import policy
from embedded_aws.policy_conditions import arn_like

BUCKET = "arn:aws:s3:::logs"
TRAIL = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/organization"
CLOUDTRAIL = policy.service("cloudtrail.amazonaws.com")
ROLE = policy.identity("111111111111", "arn:aws:iam::111111111111:role/writer")


def _statement(**changes):
    found = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{BUCKET}/AWSLogs/*",
        **changes,
    }
    return {"Statement": [{k: v for k, v in found.items() if v is not None}]}


def _request(principal=CLOUDTRAIL, action="s3:PutObject", key="AWSLogs/file", **context):
    keys = {k.replace("__", ":"): v for k, v in context.items()}
    return policy.Request(action, f"{BUCKET}/{key}", principal, keys)


def _condition(condition, **context):
    return policy.allows(_statement(Condition=condition), _request(**context))


def test_nothing_is_allowed_without_a_statement():
    assert policy.evaluate([None, "", b"", "not json", {}], _request()) == "none"


def test_a_document_is_read_from_text_and_bytes():
    text = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}'

    assert policy.evaluate([text], _request()) == "allow"
    assert policy.evaluate([text.encode()], _request()) == "allow"


def test_an_explicit_deny_wins_over_every_allow():
    documents = [_statement(), _statement(Effect="Deny", Principal="*")]

    assert policy.evaluate(documents, _request()) == "deny"
    assert policy.evaluate(reversed(documents), _request()) == "deny"


@pytest.mark.parametrize(
    "principal",
    [
        "*",
        {"AWS": "*"},
        {"AWS": "111111111111"},
        {"AWS": ["arn:aws:iam::111111111111:root", "222222222222"]},
        {"AWS": "arn:aws:iam::111111111111:role/writer"},
    ],
)
def test_an_identity_answers_to_its_role_its_account_and_everybody(principal):
    assert policy.allows(_statement(Principal=principal), _request(ROLE))


def test_a_service_answers_only_to_its_own_name():
    assert policy.allows(_statement(), _request())
    assert not policy.allows(_statement(), _request(policy.service("config.amazonaws.com")))
    assert not policy.allows(_statement(), _request(ROLE))


def test_everybody_includes_the_anonymous():
    assert policy.allows(_statement(Principal="*"), _request(policy.ANONYMOUS))
    assert not policy.allows(_statement(), _request(policy.ANONYMOUS))


def test_a_denial_for_all_but_one_spares_that_one():
    document = _statement(Effect="Deny", Principal=None, NotPrincipal={"AWS": "111111111111"})

    assert policy.evaluate([document], _request(ROLE)) == "none"
    assert policy.evaluate([document], _request()) == "deny"


def test_actions_match_with_wildcards_and_in_any_case():
    assert policy.allows(_statement(Action=["S3:put*"]), _request())
    assert not policy.allows(_statement(Action="s3:GetObject"), _request())
    assert policy.allows(_statement(Action=None, NotAction="s3:Get*"), _request())
    assert not policy.allows(_statement(Action=None, NotAction="s3:Put*"), _request())


def test_resources_match_with_wildcards():
    assert not policy.allows(_statement(), _request(key="other/file"))
    assert policy.allows(_statement(Resource=None, NotResource="*/x"), _request())
    assert not policy.allows(_statement(Resource=None, NotResource="*"), _request())


def test_a_variable_stands_for_what_the_request_says():
    document = _statement(Resource=f"{BUCKET}/${{aws:PrincipalAccount}}/*")

    assert policy.allows(document, _request(key="1/x", aws__PrincipalAccount="1"))
    assert not policy.allows(document, _request(key="2/x", aws__PrincipalAccount="1"))
    assert not policy.allows(document, _request(key="1/x"))


def test_an_identity_policy_names_nobody():
    document = _statement(Principal=None)

    assert policy.allows(document, policy.Request("s3:PutObject", f"{BUCKET}/AWSLogs/x"))
    assert not policy.allows(document, _request())


@pytest.mark.parametrize(
    ("operator", "expected", "actual", "holds"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", ["b", "a"], "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEqualsIgnoreCase", "a", "A", True),
        ("StringNotEquals", "a", "b", True),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringLike", "a*c?", "abbcd", True),
        ("StringNotLike", "a*", "abc", False),
        ("ArnLike", "arn:aws:cloudtrail:*:111111111111:trail/*", TRAIL, True),
        ("ArnEquals", "arn:aws:cloudtrail:*:222222222222:trail/*", TRAIL, False),
        ("ArnNotLike", "arn:aws:cloudtrail:*:222222222222:trail/*", TRAIL, True),
        ("Bool", "true", "true", True),
        ("Bool", True, "false", False),
        ("NumericLessThan", "10", "9", True),
        ("NumericGreaterThanEquals", 10, "9", False),
        ("NumericEquals", "1", "one", False),
        ("DateGreaterThan", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", True),
        ("IpAddress", "10.0.0.0/8", "10.1.2.3", True),
        ("NotIpAddress", ["10.0.0.0/8"], "10.1.2.3", False),
        ("Null", "false", "anything", True),
        ("Null", "true", "anything", False),
    ],
)
def test_an_operator_compares(operator, expected, actual, holds):
    assert _condition({operator: {"aws:Key": expected}}, aws__key=actual) is holds


@pytest.mark.parametrize(
    ("operator", "holds"),
    [
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("StringEqualsIfExists", True),
        ("ArnNotLike", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAllValues:StringEquals", True),
    ],
)
def test_a_key_that_is_absent_satisfies_negations_only(operator, holds):
    assert _condition({operator: {"aws:Key": "a"}}) is holds


def test_null_holds_for_a_key_that_is_absent():
    assert _condition({"Null": {"aws:Key": "true"}})


def test_a_set_is_compared_for_all_or_for_any_of_its_values():
    both = {"aws__TagKeys": ["a", "b"]}

    assert _condition({"ForAnyValue:StringEquals": {"aws:TagKeys": "a"}}, **both)
    assert not _condition({"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}, **both)
    assert _condition({"ForAllValues:StringLike": {"aws:TagKeys": ["a", "b*"]}}, **both)


def test_every_operator_and_every_key_must_hold():
    condition = {"StringEquals": {"aws:A": "1", "aws:B": "2"}, "Bool": {"aws:C": "true"}}

    assert _condition(condition, aws__a="1", aws__b="2", aws__c="true")
    assert not _condition(condition, aws__a="1", aws__b="3", aws__c="true")
    assert not _condition(condition, aws__a="1", aws__b="2", aws__c="false")


def test_an_unknown_operator_is_an_error():
    with pytest.raises(ValueError, match="StringSomehow"):
        _condition({"StringSomehow": {"aws:Key": "a"}}, aws__Key="a")


def test_a_star_does_not_cross_the_parts_of_an_arn():
    assert not arn_like("arn:aws:sns:*:1:x", "arn:aws:sns:eu-west-1:2:1:x")


def test_adding_a_statement_never_takes_a_denial_back():
    chance = random.Random(1)
    for _ in range(300):
        documents = [
            _statement(
                Effect=chance.choice(["Allow", "Deny"]),
                Principal=chance.choice(
                    ["*", {"AWS": "1"}, {"Service": "cloudtrail.amazonaws.com"}]
                ),
                Action=chance.choice(["s3:*", "s3:Get*", "s3:PutObject"]),
            )
            for _ in range(4)
        ]
        before = policy.evaluate(documents[:3], _request())
        after = policy.evaluate(documents, _request())

        assert (before, after) not in {("deny", "allow"), ("deny", "none"), ("allow", "none")}


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
@pytest.mark.parametrize(("value", "holds"), [("a*b", True), ("axb", False)])
def test_an_escaped_asterisk_stands_for_itself(value, holds):
    assert _condition({"StringLike": {"aws:username": "a${*}b"}}, aws__username=value) is holds


def test_what_a_variable_gives_is_not_a_pattern():
    statement = _statement(Resource=f"{BUCKET}/${{s3:prefix}}")

    assert not policy.allows(statement, _request(key="other", s3__prefix="*"))
    assert policy.allows(statement, _request(key="*", s3__prefix="*"))


# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
@pytest.mark.parametrize("pattern", ["*", "arn:*:trail/organization"])
def test_what_is_not_an_arn_is_like_none(pattern):
    assert not _condition({"ArnLike": {"aws:SourceArn": pattern}}, aws__SourceArn=TRAIL)


@pytest.mark.parametrize("value", ["1e1", "nan", "inf", "1_0", "ten"])
def test_what_is_not_a_number_is_no_greater_and_no_less(value):
    for operator in ("NumericEquals", "NumericLessThanEquals", "NumericGreaterThan"):
        assert not _condition({operator: {"s3:max": value}}, s3__max="10")
