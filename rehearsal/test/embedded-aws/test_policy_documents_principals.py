"""Whom a policy document may name, and whom a key policy must let change it."""

import pytest
from policies_under_test import (
    ACCOUNT,
    PROVIDER,
    ROLE,
    ROOT,
    STATEMENTS,
    UNIQUE_ID,
    changed,
    document,
    verdict,
)

LOCKOUT = "The new key policy will not allow you to update the key policy in the future."

#: The words for a principal that does not exist.
NOBODY = {
    "bucket": "Invalid principal in policy",
    "key": "Policy contains a statement with one or more invalid principals.",
    "topic": "Invalid parameter: Policy Error: PrincipalNotFound",
    "queue": "Invalid value for the parameter Policy.",
}


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": ACCOUNT},
        {"AWS": ROOT},
        {"AWS": ROLE},
        {"AWS": UNIQUE_ID},
        {"AWS": f"arn:aws:sts::{ACCOUNT}:assumed-role/there/session"},
        {"Service": "cloudtrail.amazonaws.com"},
        {"Service": ["delivery.logs.amazonaws.com", "vpc-flow-logs.amazonaws.com"]},
        # https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
        {"Service": "guardduty.me-south-1.amazonaws.com"},
        {"Federated": PROVIDER},
        {"Federated": "accounts.google.com"},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["trust", "bucket", "topic", "queue", "bus"])
def test_principals_that_exist_are_accepted(kind, principal):
    assert verdict(kind, changed(kind, Principal=principal)) is None


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        # hashicorp/terraform-provider-aws#8905 and #26041
        # aws-samples/siem-on-amazon-opensearch-service#32
        ({"AWS": "222222222222"}, '"AWS":"222222222222"'),
        ({"AWS": "arn:aws:iam::222222222222:root"}, '"AWS":"arn:aws:iam::222222222222:root"'),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:role/gone"}, f'"AWS":"arn:aws:iam::{ACCOUNT}:role/gone"'),
        (
            {"AWS": [ROOT, f"arn:aws:iam::{ACCOUNT}:role/th*"]},
            f'"AWS":"arn:aws:iam::{ACCOUNT}:role/th*"',
        ),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:group/all"}, f'"AWS":"arn:aws:iam::{ACCOUNT}:group/all"'),
        # cloudposse/terraform-aws-vpc-flow-logs-s3-bucket#27
        ({"AWS": f"arn:aws::{ACCOUNT}:root"}, f'"AWS":"arn:aws::{ACCOUNT}:root"'),
        # ministryofjustice/analytical-platform#4932
        ({"AWS": "AROA27HJSWAHEPTTLIWSO"}, '"AWS":"AROA27HJSWAHEPTTLIWSO"'),
        # hashicorp/terraform#35086, aws-samples/aws-cdk-examples#801
        ({"Service": "tagging.amazonaws.com"}, '"SERVICE":"tagging.amazonaws.com"'),
        ({"Service": "amazonaws.com"}, '"SERVICE":"amazonaws.com"'),
        ({"Service": "clodtrail.amazonaws.com"}, '"SERVICE":"clodtrail.amazonaws.com"'),
        ({"Federated": f"{PROVIDER}x"}, f'"FEDERATED":"{PROVIDER}x"'),
        ({"Users": "all"}, '"Users"'),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["trust", "bucket", "key", "topic", "queue", "bus"])
def test_principals_that_do_not_exist_are_refused(kind, principal, expected):
    owner = STATEMENTS[kind]
    words = NOBODY.get(kind, f"Invalid principal in policy: {expected}")

    assert verdict(kind, document(owner, {**owner, "Principal": principal})) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Action": "kms:PutKeyPolicy"}, None),
        ({"Action": None, "NotAction": "kms:Decrypt"}, None),
        ({"Principal": {"AWS": ROLE}}, LOCKOUT),
        ({"Principal": {"Service": "cloudtrail.amazonaws.com"}}, LOCKOUT),
        ({"Action": "kms:Describe*"}, LOCKOUT),
        ({"Effect": "Deny"}, LOCKOUT),
        ({"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}, LOCKOUT),
    ],
    ids=str,
)
def test_a_key_policy_lets_its_caller_change_it(changes, words):
    """https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html

    terraform-aws-modules/terraform-aws-eks#1950 has the words.
    """
    assert verdict("key", changed("key", **changes)) == words


def test_a_key_policy_that_denies_its_change_is_refused():
    own = STATEMENTS["key"]
    deny = {**own, "Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "kms:PutKeyPolicy"}

    assert verdict("key", document(own, deny)) == LOCKOUT
