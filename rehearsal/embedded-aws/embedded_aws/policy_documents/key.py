"""Key policies of KMS.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
Since August 2025 each statement needs an action and the resource ``*``:
ministryofjustice/analytical-platform#7691. The words of a missing principal:
terraform-aws-modules/terraform-aws-eks#2163.
"""

from collections.abc import Iterable

from embedded_aws.policy_conditions import as_list, like
from embedded_aws.policy_documents import engine, grammar, principals
from embedded_aws.policy_documents.faults import Fault, Malformed
from embedded_aws.policy_documents.grammar import Rules, Statement
from embedded_aws.policy_documents.principals import Directory

RULES = Rules(principal="required", resource="required")

_NO_PRINCIPAL = "Policy contains a statement with no principal."
_WORDS = {
    Fault.NO_PRINCIPAL: _NO_PRINCIPAL,
    Fault.EMPTY_PRINCIPAL: _NO_PRINCIPAL,
    Fault.INVALID_PRINCIPAL: "Policy contains a statement with one or more invalid principals.",
    Fault.INVALID_RESOURCE: "Missing required field Resource",
    Fault.LOCKOUT: "The new key policy will not allow you to update the key policy in the future.",
}
_CHANGE = "kms:PutKeyPolicy"


def check(
    text: str, directory: Directory, caller: Iterable[str], bypass_lockout: bool = False
) -> list[Statement]:
    """The statements of a key policy that KMS accepts.

    :param caller: the names by which a policy may mean the caller: account id, ARN of
        the account, of the role, of the session.
    :param bypass_lockout: the caller asked for no check of whether it may change the policy.
    :raises Malformed: for the first fault.
    """
    statements = grammar.read(text, RULES)
    for statement in statements:
        if any(one != "*" for one in as_list(statement.get("Resource"))):
            raise Malformed(Fault.INVALID_RESOURCE)
    principals.check(statements, directory)
    if not bypass_lockout and not _may_change(statements, frozenset(caller)):
        raise Malformed(Fault.LOCKOUT)
    return statements


def _may_change(statements: list[Statement], caller: frozenset[str]) -> bool:
    """Some statement allows the caller PutKeyPolicy and none denies it.

    Statements with a condition count for nothing: whether a later call meets it is
    not known. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    effects = {
        statement["Effect"]
        for statement in statements
        if not statement.get("Condition") and _names(statement, caller) and _changes(statement)
    }
    return effects == {"Allow"}


def _names(statement: Statement, caller: frozenset[str]) -> bool:
    values = {value for kind, value in principals.named([statement]) if kind == "AWS"}
    named = "*" in values or not values.isdisjoint(caller)
    return not named if "NotPrincipal" in statement else named


def _changes(statement: Statement) -> bool:
    if "NotAction" in statement:
        return not any(like(one, _CHANGE, True) for one in as_list(statement["NotAction"]))
    return any(like(one, _CHANGE, True) for one in as_list(statement["Action"]))


def words(malformed: Malformed) -> str:
    """How KMS reports the fault."""
    return engine.words(malformed, _WORDS)
