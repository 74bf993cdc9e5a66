"""Service control policies.

Since September 2025 they have the full language of IAM: conditions, resources and
NotResource in Allow, wildcards anywhere in an action. No principal may be named, an
action has the prefix of its service, and the version is required.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
"""

from embedded_aws.policy_documents import grammar
from embedded_aws.policy_documents.faults import Malformed
from embedded_aws.policy_documents.grammar import Rules, Statement

RULES = Rules(
    principal="prohibited", resource="required", version_required=True, alphanumeric_sids=True
)

#: The one sentence for any fault: org-formation/org-formation-cli#225.
_WORDS = "The provided policy document does not meet the requirements of the specified policy type."


def check(text: str) -> list[Statement]:
    """The statements of a policy that Organizations accepts.

    :raises Malformed: for the first fault.
    """
    return grammar.read(text, RULES)


def words(malformed: Malformed) -> str:
    """How Organizations reports any fault."""
    return _WORDS
