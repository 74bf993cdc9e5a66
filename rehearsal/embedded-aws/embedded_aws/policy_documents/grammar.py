"""The grammar that all policy documents share.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal

from embedded_aws.policy_conditions import as_list
from embedded_aws.policy_documents.faults import Fault, Malformed

Statement = dict[str, Any]

_DOCUMENT = frozenset({"Version", "Id", "Statement"})
_STATEMENT = frozenset(
    {
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    }
)
_VERSIONS = ("2012-10-17", "2008-10-17")
_SID = re.compile(r"[0-9A-Za-z]*")
_VENDOR = re.compile(r"\*|[0-9A-Za-z.-]+")

#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
_OPERATOR = re.compile(
    r"(?:(?:ForAnyValue|ForAllValues):)?"
    r"(?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)"
    r"|(?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)"
    r"|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like))"
    r"(?:IfExists)?|Null",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Rules:
    """What a kind of document has beyond the shared grammar.

    ``principal_text``: whether ``"Principal": "*"`` may stand for ``{"AWS": "*"}``.
    ``alphanumeric_sids``: IAM refuses other characters; resource policies may have them.
    """

    principal: Literal["required", "prohibited"]
    resource: Literal["required", "prohibited", "optional"]
    version_required: bool = False
    principal_text: bool = True
    alphanumeric_sids: bool = False


def read(text: str | bytes | None, rules: Rules) -> list[Statement]:
    """The statements of a document that the grammar admits.

    :raises Malformed: for the first fault, in AWS's order.
    """
    document = _loaded(text)
    _check_top(document, rules)
    statements = [statement for statement in as_list(document["Statement"])]
    for statement in statements:
        _check_statement(statement, rules)
    _check_sids(statements, rules)
    return statements


def _loaded(text: str | bytes | None) -> dict[str, Any]:
    try:
        loaded = json.loads(text or "", object_pairs_hook=_unique)
    except ValueError as error:
        raise Malformed(Fault.JSON) from error
    if not isinstance(loaded, dict):
        raise Malformed(Fault.JSON)
    return loaded


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # The grammar has each element once; json would keep the last one silently.
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("an element is there twice")
    return dict(pairs)


def _check_top(document: dict[str, Any], rules: Rules) -> None:
    for name in document:
        if name not in _DOCUMENT:
            raise Malformed(Fault.UNKNOWN_ELEMENT, name)
    version = document.get("Version")
    if version is None and rules.version_required:
        raise Malformed(Fault.NO_VERSION)
    if version is not None and version not in _VERSIONS:
        raise Malformed(Fault.VERSION, str(version))
    if "Statement" not in document:
        raise Malformed(Fault.NO_STATEMENT)
    if not isinstance(document["Statement"], (dict, list)):
        raise Malformed(Fault.SHAPE, "Statement")
    if not document["Statement"]:
        raise Malformed(Fault.EMPTY_STATEMENT)


def _check_statement(statement: Any, rules: Rules) -> None:
    if not isinstance(statement, dict):
        raise Malformed(Fault.SHAPE, "Statement")
    for name in statement:
        if name not in _STATEMENT:
            raise Malformed(Fault.UNKNOWN_ELEMENT, name)
    _check_effect(statement)
    _check_principal(statement, rules)
    _check_actions(statement)
    _check_resources(statement, rules)
    _check_condition(statement.get("Condition"))


def _check_effect(statement: Statement) -> None:
    if "Effect" not in statement:
        raise Malformed(Fault.NO_EFFECT)
    if statement["Effect"] not in ("Allow", "Deny"):
        raise Malformed(Fault.EFFECT, str(statement["Effect"]))


def _one_of(statement: Statement, name: str) -> str | None:
    """Which of the element and its opposite is there."""
    found = [key for key in (name, f"Not{name}") if key in statement]
    if len(found) > 1:
        raise Malformed(Fault.BOTH, name)
    return found[0] if found else None


def _check_principal(statement: Statement, rules: Rules) -> None:
    name = _one_of(statement, "Principal")
    if rules.principal == "prohibited":
        if name:
            raise Malformed(Fault.PRINCIPAL, name)
        return
    if name is None:
        raise Malformed(Fault.NO_PRINCIPAL)
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    if name == "NotPrincipal" and statement["Effect"] == "Allow":
        raise Malformed(Fault.ALLOW_NOT_PRINCIPAL)
    element = statement[name]
    if isinstance(element, str):
        if not rules.principal_text:
            raise Malformed(Fault.PRINCIPAL_TEXT)
        if element != "*":
            raise Malformed(Fault.INVALID_PRINCIPAL, element)
        return
    if not isinstance(element, dict):
        raise Malformed(Fault.SHAPE, name)
    if not element:
        raise Malformed(Fault.EMPTY_PRINCIPAL)
    for values in element.values():
        if not _texts(values):
            raise Malformed(Fault.EMPTY_PRINCIPAL)


def _texts(value: Any) -> bool:
    """Text, or a list of at least one."""
    return bool(as_list(value)) and all(isinstance(one, str) and one for one in as_list(value))


def _check_actions(statement: Statement) -> None:
    name = _one_of(statement, "Action")
    if name is None or statement[name] == []:
        raise Malformed(Fault.NO_ACTION)
    if not _texts(statement[name]):
        raise Malformed(Fault.SHAPE, name)
    for action in as_list(statement[name]):
        if action == "*":
            continue
        vendor, colon, rest = action.partition(":")
        if not colon or not vendor or not rest:
            raise Malformed(Fault.ACTION_PREFIX, action)
        if ":" in rest:
            raise Malformed(Fault.ACTION_COLONS, action)
        if not _VENDOR.fullmatch(vendor):
            raise Malformed(Fault.ACTION_VENDOR, vendor)


def _check_resources(statement: Statement, rules: Rules) -> None:
    name = _one_of(statement, "Resource")
    if rules.resource == "prohibited":
        if name:
            raise Malformed(Fault.NOT_RESOURCE if name == "NotResource" else Fault.RESOURCE)
        return
    if name is None:
        if rules.resource == "required":
            raise Malformed(Fault.NO_RESOURCE)
        return
    if statement[name] == []:
        raise Malformed(Fault.NO_RESOURCE)
    if not _texts(statement[name]):
        raise Malformed(Fault.SHAPE, name)


def _check_condition(condition: Any) -> None:
    if condition is None:
        return
    if not isinstance(condition, dict):
        raise Malformed(Fault.SHAPE, "Condition")
    for operator, keys in condition.items():
        if not _OPERATOR.fullmatch(operator):
            raise Malformed(Fault.CONDITION, operator)
        if not isinstance(keys, dict):
            raise Malformed(Fault.SHAPE, operator)
        for values in keys.values():
            if not all(isinstance(one, (str, bool, int, float)) for one in as_list(values)):
                raise Malformed(Fault.SHAPE, operator)


def _check_sids(statements: list[Statement], rules: Rules) -> None:
    seen: set[str] = set()
    for statement in statements:
        sid = statement.get("Sid")
        if sid is None:
            continue
        if not isinstance(sid, str):
            raise Malformed(Fault.SHAPE, "Sid")
        if rules.alphanumeric_sids and not _SID.fullmatch(sid):
            raise Malformed(Fault.SID, sid)
        if sid and sid in seen:
            raise Malformed(Fault.DUPLICATE_SID, sid)
        seen.add(sid)
