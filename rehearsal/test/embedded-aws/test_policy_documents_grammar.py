"""Which policy documents AWS accepts, and in which words it refuses the others.

Sources of a kind's words are named where they are; ENGINE is
https://github.com/versity/versitygw (iamapi/policy/trust.go, auth/bucket_policy.go and
their tests), which records AWS's. The grammar:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import pytest
from policies_under_test import STATEMENTS, changed, document, verdict

KINDS = list(STATEMENTS)
RESOURCE_KINDS = ["trust", "bucket", "key", "topic", "queue", "bus"]
SYNTAX = "Syntax errors in policy."
SCP = "The provided policy document does not meet the requirements of the specified policy type."
SNS = "Invalid parameter: Policy Error: null"
SQS = "Invalid value for the parameter Policy."
ENGINE = ("trust", "bucket", "key", "bus")


def expected(kind, engine, identity=SYNTAX):
    """What a kind answers: the engine's words, IAM's, or the one sentence of the others."""
    own = {"identity": identity, "service-control": SCP, "topic": SNS, "queue": SQS}
    return own.get(kind, engine)


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_of_the_grammar_is_accepted(kind):
    assert verdict(kind, changed(kind)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_one_statement_may_stand_without_a_list(kind):
    text = document(STATEMENTS[kind]).replace("[{", "{").replace("}]", "}")

    assert verdict(kind, text) is None


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": ["o-1/*"]}},
        {"StringNotEqualsIfExists": {"aws:SourceAccount": "1"}},
        {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/a"]}},
        {"Bool": {"aws:SecureTransport": False}, "Null": {"aws:TokenIssueTime": "true"}},
        {"NumericLessThanEquals": {"aws:MultiFactorAuthAge": 3600}},
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_conditions_of_the_language_are_accepted(kind, condition):
    owner = STATEMENTS[kind]
    text = document(owner, {**owner, "Condition": condition})

    assert verdict(kind, text) is None


@pytest.mark.parametrize("kind", KINDS)
def test_text_that_is_no_json_object_is_refused(kind):
    # cloudemu and LocalStack's AWS-validated test of CreateRole record IAM's words.
    words = "This policy contains invalid Json"
    if kind == "bucket":
        words = "Policies must be valid JSON and the first byte must be '{'"

    for text in ("{invalid", "[]", "", '{"Version": "2012-10-17", "Version": "2012-10-17"}'):
        assert verdict(kind, text) == expected(kind, words)


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_version_is_refused(kind):
    words = expected(kind, "The policy must contain a valid version string")

    assert verdict(kind, document(STATEMENTS[kind], Version="2012-10-18")) == words


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_without_statements_is_refused(kind):
    words = expected(kind, "Could not parse the policy: Statement is empty!")

    assert verdict(kind, document()) == words
    assert verdict(kind, '{"Version": "2012-10-17"}') == expected(
        kind, "Missing required field Statement"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_an_effect_other_than_allow_and_deny_is_refused(kind):
    assert verdict(kind, changed(kind, Effect="Alow")) == expected(kind, "Invalid effect: Alow")
    assert verdict(kind, changed(kind, Effect=None)) == expected(
        kind, "Missing required field Effect"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_statement_without_actions_is_refused(kind):
    words = expected(
        kind, "Missing required field Action", "Policy statement must contain actions."
    )

    assert verdict(kind, changed(kind, Action=None)) == words
    assert verdict(kind, changed(kind, Action=[])) == words


@pytest.mark.parametrize(
    "changes",
    [
        {"Actions": ["s3:GetObject"]},
        {"Principle": {"AWS": "*"}},
        {"NotAction": "s3:PutObject"},
        {"Condition": {"StringEqual": {"aws:PrincipalOrgID": "o-1"}}},
        {"Condition": {"StringEquals": "o-1"}},
        {"Condition": {"StringEquals": {"aws:PrincipalOrgID": {"Ref": "Organization"}}}},
        {"Condition": []},
        {"Action": {"Ref": "Action"}},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_language_does_not_have_is_refused(kind, changes):
    # serverless/serverless#5519 (SNS: Principle), KensioSoftware/yulin#1102 (objects)
    assert verdict(kind, changed(kind, **changes)) == expected(kind, "Syntax error in policy.")


@pytest.mark.parametrize("kind", RESOURCE_KINDS)
def test_a_resource_policy_needs_a_principal(kind):
    words = expected(kind, "Missing required field Principal")
    if kind == "key":
        # terraform-aws-modules/terraform-aws-eks#2163
        words = "Policy contains a statement with no principal."

    assert verdict(kind, changed(kind, Principal=None)) == words


@pytest.mark.parametrize("kind", RESOURCE_KINDS)
def test_an_empty_principal_is_refused(kind):
    words = expected(kind, "Missing required field Principal cannot be empty!")
    if kind == "key":
        words = "Policy contains a statement with no principal."

    assert verdict(kind, changed(kind, Principal={})) == words
    assert verdict(kind, changed(kind, Principal={"AWS": []})) == words


@pytest.mark.parametrize("kind", RESOURCE_KINDS)
def test_everybody_except_somebody_is_never_allowed(kind):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html"""
    principal = STATEMENTS[kind]["Principal"]
    text = changed(kind, Principal=None, NotPrincipal=principal)

    assert verdict(kind, text) == expected(kind, "Allow with NotPrincipal is not allowed.")


@pytest.mark.parametrize("kind", ["identity", "service-control"])
def test_no_principal_stands_where_the_policy_is_attached(kind):
    # hashicorp/terraform#13449; for SCPs the syntax page, which has no such element.
    words = expected(kind, "", "Policy document should not specify a principal.")

    assert verdict(kind, changed(kind, Principal={"AWS": "*"})) == words
    assert verdict(kind, changed(kind, NotPrincipal="*")) == words


@pytest.mark.parametrize("kind", ["identity", "service-control", "bucket", "key", "topic", "bus"])
def test_a_statement_without_resources_is_refused(kind):
    # aws-samples/aws-health-aware#1; ministryofjustice/analytical-platform#7691 (KMS)
    words = expected(
        kind, "Missing required field Resource", "Policy statement must contain resources."
    )

    assert verdict(kind, changed(kind, Resource=None)) == words
    assert verdict(kind, changed(kind, Resource=[])) == words


def test_a_trust_policy_has_no_resource():
    # kubernetes-sigs/external-dns#3085
    assert verdict("trust", changed("trust", Resource="*")) == "Has prohibited field Resource"
    assert (
        verdict("trust", changed("trust", NotResource="*"))
        == "AssumeRole policy must not contain resources."
    )


@pytest.mark.parametrize("kind", KINDS)
def test_two_statements_of_one_sid_are_refused(kind):
    named = {**STATEMENTS[kind], "Sid": "Same"}
    words = expected(
        kind,
        "The Statement Ids in the policy are not unique",
        "Statement IDs (SID) in a single policy must be unique.",
    )

    assert verdict(kind, document(named, named)) == words
