"""What one value of an event must be to pass the filters of its field.

See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from embedded_aws.services.events.pattern_numbers import RANGES, comparable, is_number


def accepts(filters: list[Any], value: Any) -> bool:
    """A leaf of an event passes one of the filters."""
    return any(_filter(one, value) for one in filters)


def _filter(one: Any, value: Any) -> bool:
    if not isinstance(one, dict):
        return _same(one, value)
    [(operator, operand)] = one.items()
    return _OPERATORS[operator](operand, value)


def _same(expected: Any, value: Any) -> bool:
    """300 is 300.0; true, "300" and null are themselves alone."""
    if is_number(expected) and is_number(value):
        return bool(expected == value)
    return type(expected) is type(value) and (expected == value or _same_address(expected, value))


def _same_address(one: Any, other: Any) -> bool:
    """Addresses are compared as addresses, however they are written."""
    if not isinstance(one, str) or ":" not in one or ":" not in str(other):
        return False
    try:
        return ipaddress.ip_address(one) == ipaddress.ip_address(other)
    except ValueError:
        return False


def _each(operand: Any) -> list[Any]:
    return operand if isinstance(operand, list) else [operand]


def _anything_but(operand: Any, value: Any) -> bool:
    if isinstance(operand, dict):
        [(operator, operands)] = operand.items()
        return not any(_OPERATORS[operator](one, value) for one in _each(operands))
    return not any(_same(one, value) for one in _each(operand))


def _exists(operand: Any, value: Any) -> bool:
    # Whether a field is absent is asked of the event, not of a value.
    return operand is True


def _numeric(operand: list[Any], value: Any) -> bool:
    if not is_number(value) or not comparable(value):
        return False
    pairs = zip(operand[::2], operand[1::2], strict=True)
    return all(RANGES[sign](value, bound) for sign, bound in pairs)


def _cidr(operand: str, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return ipaddress.ip_address(value) in ipaddress.ip_network(operand, False)
    except ValueError:
        return False


def _text(compare: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    def passes(operand: Any, value: Any) -> bool:
        if not isinstance(value, str):
            return False
        if isinstance(operand, dict):  # {"prefix": {"equals-ignore-case": "x"}}
            return compare(value.lower(), operand["equals-ignore-case"].lower())
        return compare(value, operand)

    return passes


@lru_cache(maxsize=1024)
def _wildcard(pattern: str) -> re.Pattern[str]:
    # A backslash makes the next star or backslash mean itself.
    parts = re.findall(r"\\[*\\]|.", pattern, re.DOTALL)
    expression = (".*" if p == "*" else re.escape(p[-1]) for p in parts)
    return re.compile("".join(expression), re.DOTALL)


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "anything-but": _anything_but,
    "cidr": _cidr,
    "equals-ignore-case": _text(lambda value, one: value.lower() == one.lower()),
    "exists": _exists,
    "numeric": _numeric,
    "prefix": _text(str.startswith),
    "suffix": _text(str.endswith),
    "wildcard": _text(lambda value, one: _wildcard(one).fullmatch(value) is not None),
}
