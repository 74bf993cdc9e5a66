"""Policies of identities: inline policies, managed policies and boundaries.

The words are IAM's, as moto's authors and others recorded them:
getmoto/moto tests/test_iam/test_iam_policies.py, hashicorp/terraform#13449.
"""

import re

from embedded_aws.policy_documents import grammar
from embedded_aws.policy_documents.faults import Fault, Malformed
from embedded_aws.policy_documents.grammar import Rules, Statement

RULES = Rules(
    principal="prohibited", resource="required", version_required=True, alphanumeric_sids=True
)

_VERSION = "Policy document must be version 2012-10-17 or greater."
_WORDS = {
    Fault.NO_VERSION: _VERSION,
    Fault.PRINCIPAL: "Policy document should not specify a principal.",
    Fault.NO_ACTION: "Policy statement must contain actions.",
    Fault.NO_RESOURCE: "Policy statement must contain resources.",
    Fault.ACTION_PREFIX: (
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    ),
    Fault.ACTION_COLONS: "Actions/Condition can contain only one colon.",
    Fault.ACTION_VENDOR: "Vendor {value} is not valid",
    Fault.DUPLICATE_SID: "Statement IDs (SID) in a single policy must be unique.",
    Fault.SID: (
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the "
        "regular expression [0-9A-Za-z]*"
    ),
}
_SYNTAX = "Syntax errors in policy."

#: Characters without white space, of all inline policies of one identity together.
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
INLINE_QUOTAS = {"role": 10_240, "user": 2_048, "group": 5_120}
MANAGED_QUOTA = 6_144
TRUST_QUOTA = 2_048
MANAGED_POLICIES_PER_ROLE = 10

_WHITE_SPACE = re.compile(r"\s")


def size(text: str) -> int:
    """The characters that count against a quota of IAM's: all but white space."""
    return len(_WHITE_SPACE.sub("", text))


def read(text: str) -> list[Statement]:
    """:raises Malformed: for the first fault."""
    return grammar.read(text, RULES)


def words(malformed: Malformed) -> str:
    """How IAM reports the fault."""
    return _WORDS.get(malformed.fault, _SYNTAX).format(value=malformed.value)
