"""Stack policies: which resources an update may touch.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

import fnmatch
import json
from typing import Any

from embedded_aws.cloudformation.errors import ValidationError


def parse(body: str) -> dict[str, Any]:
    """:raises ValidationError: for anything but a JSON policy document."""
    try:
        document: dict[str, Any] = json.loads(body)
        _statements(document)
    except (ValueError, KeyError, TypeError) as error:
        raise ValidationError("Error validating stack policy: Invalid stack policy") from error
    return document


def refusal(body: str | None, action: str, logical_id: str, type_name: str) -> str | None:
    """Why ``action`` (Modify, Replace or Delete) is denied; None when allowed.

    Without a policy everything is allowed; with one, only what it allows.
    """
    if not body:
        return None
    allowed = False
    for number, statement in enumerate(_statements(parse(body)), 1):
        if not _applies(statement, f"Update:{action}", logical_id, type_name):
            continue
        if statement["Effect"] == "Deny":
            return (
                f"Action denied by stack policy: Statement [#{number}] does not "
                f"allow [Update:{action}] for resource "
                f"[LogicalResourceId/{logical_id}]"
            )
        allowed = True
    if allowed:
        return None
    return (
        f"Action denied by stack policy: no statement allows [Update:{action}] for "
        f"resource [LogicalResourceId/{logical_id}]"
    )


def _statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    statements = document["Statement"]
    return [statements] if isinstance(statements, dict) else list(statements)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _any_match(patterns: Any, value: str) -> bool:
    return any(fnmatch.fnmatchcase(value, pattern) for pattern in _listed(patterns))


def _applies(statement: dict[str, Any], action: str, logical_id: str, type_name: str) -> bool:
    resource = f"LogicalResourceId/{logical_id}"
    if "Action" in statement and not _any_match(statement["Action"], action):
        return False
    if "NotAction" in statement and _any_match(statement["NotAction"], action):
        return False
    if "Resource" in statement and not _any_match(statement["Resource"], resource):
        return False
    if "NotResource" in statement and _any_match(statement["NotResource"], resource):
        return False
    for keys in (statement.get("Condition") or {}).values():
        if "ResourceType" in keys and not _any_match(keys["ResourceType"], type_name):
            return False
    return True
