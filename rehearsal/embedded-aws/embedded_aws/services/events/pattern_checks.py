"""What PutRule refuses in an event pattern.

The reasons are those of the library that EventBridge matches with.
See https://github.com/aws/event-ruler and
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import ipaddress
import json
from collections.abc import Callable
from typing import Any

#: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
LENGTH = 4096
_COMPARISONS = ("<", "<=", "=", ">=", ">")


class PatternError(ValueError):
    """Says why the pattern is none."""


def check(text: str) -> None:
    """:raises PatternError: as PutRule words it."""
    if len(text) > LENGTH:
        raise PatternError(f"Event pattern is longer than {LENGTH} characters")
    try:
        pattern = json.loads(text)
    except ValueError as error:
        raise PatternError("Invalid JSON") from error
    if not isinstance(pattern, dict):
        raise PatternError("Filter is not an object")
    _check_fields(pattern)


def _check_fields(pattern: dict[str, Any]) -> None:
    if not pattern:
        raise PatternError("Empty objects are not allowed")
    for name, expected in pattern.items():
        if name == "$or" and isinstance(expected, list) and len(expected) > 1:
            for one in expected:
                _check_fields(one)
        elif isinstance(expected, dict):
            _check_fields(expected)
        elif isinstance(expected, list):
            _check_filters(expected)
        else:
            raise PatternError(f'"{name}" must be an object or an array')


def _check_filters(filters: list[Any]) -> None:
    if not filters:
        raise PatternError("Empty arrays are not allowed")
    for one in filters:
        if isinstance(one, list):
            raise PatternError("Match value must be String, number, true, false, or null")
        if not isinstance(one, dict):
            continue
        if len(one) != 1:
            raise PatternError("Only one key allowed in match expression")
        operator, operand = next(iter(one.items()))
        if operator not in _OPERATORS:
            raise PatternError(f"Unrecognized match type {operator}")
        _OPERATORS[operator](operator, operand)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _numeric(operator: str, operand: Any) -> None:
    if not isinstance(operand, list) or len(operand) not in (2, 4):
        raise PatternError("Value of numeric must be an array.")
    for comparison, bound in zip(operand[::2], operand[1::2], strict=True):
        if comparison not in _COMPARISONS:
            raise PatternError(f"Unrecognized numeric range operator: {comparison}")
        if not _is_number(bound):
            raise PatternError(f"Value of {comparison} must be numeric")


def _anything_but(operator: str, operand: Any) -> None:
    if isinstance(operand, dict):
        _check_filters([operand])
        return
    values = operand if isinstance(operand, list) else [operand]
    if not values:
        raise PatternError("Empty arrays are not allowed")
    if not all(isinstance(value, str) or _is_number(value) for value in values):
        raise PatternError("Inside anything but list, start|null|boolean is not supported.")


def _exists(operator: str, operand: Any) -> None:
    if not isinstance(operand, bool):
        raise PatternError("exists match pattern must be either true or false.")


def _text(operator: str, operand: Any) -> None:
    values = operand if isinstance(operand, list) else [operand]
    folded = [v.get("equals-ignore-case") if isinstance(v, dict) else v for v in values]
    if not folded or not all(isinstance(value, str) for value in folded):
        raise PatternError(f"{operator} match pattern must be a string")


def _cidr(operator: str, operand: Any) -> None:
    for value in operand if isinstance(operand, list) else [operand]:
        try:
            ipaddress.ip_network(value, False)
        except ValueError as error:
            raise PatternError(f"Malformed CIDR, {value}") from error


_OPERATORS: dict[str, Callable[[str, Any], None]] = {
    "anything-but": _anything_but,
    "cidr": _cidr,
    "equals-ignore-case": _text,
    "exists": _exists,
    "numeric": _numeric,
    "prefix": _text,
    "suffix": _text,
    "wildcard": _text,
}
