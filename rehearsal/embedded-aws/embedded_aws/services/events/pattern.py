"""Event patterns, as EventBridge matches them.

Differs from moto's in arrays of objects, in combinations of operators and in
what counts as present.
See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import ipaddress
import re
from functools import lru_cache
from typing import Any

_ABSENT = object()
_NUMERIC = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
}


def matches(pattern: dict[str, Any], event: Any) -> bool:
    """Every field of the pattern is found in the event."""
    if isinstance(event, list):
        # The fields of one pattern must be found in one and the same element.
        return any(matches(pattern, element) for element in event)
    for name, expected in pattern.items():
        if name == "$or" and isinstance(expected, list):
            if not any(matches(one, event) for one in expected):
                return False
            continue
        value = event.get(name, _ABSENT) if isinstance(event, dict) else _ABSENT
        if isinstance(expected, dict):
            # An absent object may still satisfy {"exists": false} further down.
            if not matches(expected, {} if value is _ABSENT else value):
                return False
        elif not _any_filter(expected, value):
            return False
    return True


def _any_filter(filters: list[Any], value: Any) -> bool:
    values = value if isinstance(value, list) else [value]
    return any(_filter(one, values) for one in filters)


def _filter(one: Any, values: list[Any]) -> bool:
    if not isinstance(one, dict):
        return any(_same(one, value) for value in values)
    operator, operand = next(iter(one.items()))
    if operator == "exists":
        # Only a leaf exists: an object is no value.
        leaf = any(v is not _ABSENT and not isinstance(v, dict) for v in values)
        return leaf == operand
    return any(v is not _ABSENT and _operator(operator, operand, v) for v in values)


def _same(expected: Any, value: Any) -> bool:
    # JSON's true is not 1, though Python's is.
    return (
        type(expected) is type(value)
        and expected == value
        or (
            not isinstance(expected, bool)
            and not isinstance(value, bool)
            and isinstance(expected, (int, float))
            and isinstance(value, (int, float))
            and expected == value
        )
    )


def _each(operand: Any) -> list[Any]:
    return operand if isinstance(operand, list) else [operand]


def _operator(operator: str, operand: Any, value: Any) -> bool:
    if operator == "anything-but":
        return not _excluded(operand, value)
    if operator == "numeric":
        return _numeric(operand, value)
    if operator == "cidr":
        return any(_cidr(one, value) for one in _each(operand))
    if not isinstance(value, str):
        return False
    return any(_text(operator, one, value) for one in _each(operand))


def _text(operator: str, operand: Any, value: str) -> bool:
    if isinstance(operand, dict):  # {"prefix": {"equals-ignore-case": "x"}}
        folded = operand.get("equals-ignore-case", "")
        return any(_text(operator, f.lower(), value.lower()) for f in _each(folded))
    match operator:
        case "prefix":
            return value.startswith(operand)
        case "suffix":
            return value.endswith(operand)
        case "equals-ignore-case":
            return value.lower() == operand.lower()
        case "wildcard":
            return _wildcard(operand).fullmatch(value) is not None
    return False


def _excluded(operand: Any, value: Any) -> bool:
    if isinstance(operand, dict):
        return any(_operator(name, one, value) for name, one in operand.items())
    return any(_same(one, value) for one in _each(operand))


def _numeric(operand: list[Any], value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    pairs = zip(operand[::2], operand[1::2], strict=True)
    return all(_NUMERIC[sign](value, bound) for sign, bound in pairs)


def _cidr(operand: str, value: Any) -> bool:
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(operand, False)
    except ValueError:
        return False


@lru_cache(maxsize=1024)
def _wildcard(pattern: str) -> re.Pattern[str]:
    # A backslash makes the next star or backslash mean itself.
    parts = re.findall(r"\\[*\\]|.", pattern, re.DOTALL)
    expression = (".*" if p == "*" else re.escape(p[-1]) for p in parts)
    return re.compile("".join(expression), re.DOTALL)
