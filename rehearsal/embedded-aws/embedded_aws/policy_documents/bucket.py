"""Bucket policies.

The words: versity/versitygw auth/bucket_policy.go and its issues 645, 648 and 650,
humanmade/S3-Uploads#239 (actions, conditions), noobaa/noobaa-core#10058 (``*``).
"""

import re

from embedded_aws.policy_conditions import as_list
from embedded_aws.policy_documents import engine, grammar, principals, reference
from embedded_aws.policy_documents.faults import Fault, Malformed
from embedded_aws.policy_documents.grammar import Rules, Statement
from embedded_aws.policy_documents.principals import Directory

RULES = Rules(principal="required", resource="required")

_RESOURCE = re.compile(r"arn:aws[a-z-]*:s3:::[^/\s]+(?P<key>/.*)?", re.DOTALL)
_TYPES = frozenset({"bucket", "object"})
_WORDS = {
    Fault.JSON: "Policies must be valid JSON and the first byte must be '{{'",
    Fault.ACTION: "Policy has invalid action",
    Fault.ACTION_PREFIX: "Policy has invalid action",
    Fault.ACTION_COLONS: "Policy has invalid action",
    Fault.ACTION_VENDOR: "Policy has invalid action",
    Fault.INVALID_RESOURCE: "Policy has invalid resource",
    Fault.INVALID_PRINCIPAL: "Invalid principal in policy",
    Fault.MISMATCH: "Action does not apply to any resource(s) in statement",
    Fault.CONDITION_MISMATCH: (
        "Conditions do not apply to combination of actions and resources in statement"
    ),
}


def check(text: str | bytes, directory: Directory) -> list[Statement]:
    """The statements of a bucket policy that S3 accepts.

    :raises Malformed: for the first fault.
    """
    statements = grammar.read(text, RULES)
    principals.check(statements, directory)
    for statement in statements:
        types = _types(statement)
        keys = _own_keys(statement)
        for pattern in as_list(statement.get("Action")):
            _check_action(pattern, types, keys)
    return statements


def _types(statement: Statement) -> set[str]:
    """Whether the statement's resources are buckets or objects, or both."""
    types = set()
    name = "Resource" if "Resource" in statement else "NotResource"
    for resource in as_list(statement[name]):
        found = _RESOURCE.fullmatch(resource)
        if found is None:
            raise Malformed(Fault.INVALID_RESOURCE, resource)
        types |= {"object"} if found["key"] else {"bucket"}
        if resource.endswith("*"):
            types.add("object")
    return types if name == "Resource" else set(_TYPES)


def _own_keys(statement: Statement) -> set[str]:
    operators = statement.get("Condition") or {}
    keys = {key.lower() for keys in operators.values() for key in keys}
    return {key for key in keys if key.startswith("s3:")}


def _check_action(pattern: str, types: set[str], keys: set[str]) -> None:
    full = "s3:*" if pattern == "*" else pattern
    found = [a for a in reference.matching("s3", full) if a.resource_types & _TYPES]
    if not found:
        raise Malformed(Fault.ACTION, pattern)
    applicable = [action for action in found if action.resource_types & types]
    for key in keys:
        if not any(_has_key(action, key) for action in applicable or found):
            raise Malformed(Fault.CONDITION_MISMATCH, key)
    if not applicable:
        raise Malformed(Fault.MISMATCH, pattern)


def _has_key(action: reference.Action, key: str) -> bool:
    # Keys of tags are named with their tag: s3:ExistingObjectTag/<key>.
    return any(
        key == known or key.partition("/")[0] + "/<key>" == known for known in action.condition_keys
    )


def words(malformed: Malformed) -> str:
    """How S3 reports the fault."""
    return engine.words(malformed, _WORDS)
