"""What EventBridge rejects in an event pattern.

The reasons are those of the library that EventBridge matches with, as AWS answers
them: https://github.com/aws/event-ruler, ``JsonRuleCompiler``, and LocalStack's
recordings of AWS (tests/aws/services/events/test_events_patterns.snapshot.json).
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import ipaddress
import json
import re
from collections.abc import Callable
from decimal import Decimal
from math import prod
from typing import Any

from embedded_aws.services.events import pattern_wildcards
from embedded_aws.services.events.pattern import alternatives
from embedded_aws.services.events.pattern_faults import PatternError
from embedded_aws.services.events.pattern_numbers import comparable, is_number, range_fault

__all__ = ["LENGTH", "PatternError", "check"]

#: The quota that every account has; AWS raises it to 4,096 on request.
#: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
LENGTH = 2048
COMBINATIONS = 1000
_OR = "$or"
_ADDRESS = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*")
#: Names that no field inside ``$or`` may have.
_RESERVED = frozenset(
    {
        *("exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists"),
        *("wildcard", "numeric", "cidr", "=", "<", "<=", ">", ">=", "regex"),
        *("not-wildcard", "not-equals-ignore-case", "in-date-range"),
        *("date-after", "date-on-or-after", "date-before", "date-on-or-before"),
        *("ip-address-in-range", "ip-address-not-in-range"),
    }
)


def check(text: str) -> None:
    """:raises PatternError: as PutRule, TestEventPattern and CreateArchive word it."""
    if len(text) > LENGTH:
        raise PatternError(f"Event pattern is longer than {LENGTH} characters")
    try:
        pattern = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise PatternError("Invalid JSON") from error
    if not isinstance(pattern, dict):
        raise PatternError("Filter is not an object")
    _check_fields(pattern, False)
    if _combinations(pattern) > COMBINATIONS:
        raise PatternError(f"Event pattern has over {COMBINATIONS} rule combinations")
    every = (value for one in alternatives(pattern) for value in one.values())
    for filters in {str(value): value for value in every}.values():
        pattern_wildcards.check_complexity(filters)


def _combinations(node: Any) -> int:
    """The lengths of all ``$or`` multiplied, as AWS's page counts them."""
    if isinstance(node, list):
        return prod(_combinations(one) for one in node)
    if not isinstance(node, dict):
        return 1
    own = len(node[_OR]) if isinstance(node.get(_OR), list) else 1
    return own * prod(_combinations(value) for value in node.values())


def _check_fields(pattern: dict[str, Any], inside_or: bool) -> None:
    if not pattern:
        raise PatternError("Empty objects are not allowed")
    for name, expected in pattern.items():
        if name == _OR:
            _check_or(expected)
        elif inside_or and name in _RESERVED:
            raise PatternError(
                f"{name} is Ruler reserved fieldName which cannot be used inside {_OR}."
            )
        elif isinstance(expected, dict):
            _check_fields(expected, inside_or)
        elif isinstance(expected, list):
            _check_filters(expected)
        else:
            raise PatternError(f'"{name}" must be an object or an array')


def _check_or(branches: Any) -> None:
    if not isinstance(branches, list):
        raise PatternError(f"It must be an Array followed with {_OR}.")
    for branch in branches:
        if not isinstance(branch, dict):
            raise PatternError(f"Only JSON object is allowed in array of {_OR} relationship.")
        _check_fields(branch, True)
    if len(branches) < 2:
        raise PatternError(f"There must have at least 2 Objects in {_OR} relationship.")


def _check_filters(filters: list[Any]) -> None:
    if not filters:
        raise PatternError("Empty arrays are not allowed")
    for one in filters:
        if isinstance(one, list):
            raise PatternError("Match value must be String, number, true, false, or null")
        if isinstance(one, dict):
            _check_expression(one)


def _check_expression(expression: dict[str, Any]) -> None:
    if not expression:
        raise PatternError("Match expression name not found")
    operator, operand = next(iter(expression.items()))
    if operator not in _OPERATORS:
        # The library knows "exactly", too; AWS's page of operators does not.
        raise PatternError(f"Unrecognized match type {operator}")
    _OPERATORS[operator](operator, operand)
    if len(expression) > 1:
        counted = operator in ("numeric", "anything-but")
        raise PatternError(
            "Too many elements in numeric expression"
            if counted
            else "Only one key allowed in match expression"
        )


def _numeric(operator: str, operand: Any) -> None:
    if not isinstance(operand, list):
        raise PatternError("Value of numeric must be an array.")
    fault = range_fault(operand)
    if fault:
        raise PatternError(fault)


def _exists(operator: str, operand: Any) -> None:
    if not isinstance(operand, bool):
        raise PatternError("exists match pattern must be either true or false.")


def _string(operator: str, operand: Any) -> None:
    if not isinstance(operand, str):
        raise PatternError(f"{operator} match pattern must be a string")


def _affix(operator: str, operand: Any) -> None:
    """Text, or ``{"equals-ignore-case": text}``."""
    if not isinstance(operand, dict):
        return _string(operator, operand)
    if not operand:
        raise PatternError(f"{operator.capitalize()} expression name not found")
    variant, text = next(iter(operand.items()))
    if variant != "equals-ignore-case":
        raise PatternError(f"Unsupported {operator} pattern: {variant}")
    _string(variant, text)
    if len(operand) > 1:
        raise PatternError("Only one key allowed in match expression")
    return None


def _wildcard(operator: str, operand: Any) -> None:
    _string(operator, operand)
    pattern_wildcards.check_syntax(operand)


def _cidr(operator: str, operand: Any) -> None:
    if not isinstance(operand, str):
        raise PatternError("prefix match pattern must be a string")
    address, *mask = operand.split("/")
    if len(mask) != 1:
        raise PatternError("Malformed CIDR, one '/' required")
    if not re.fullmatch(r"[+-]?[0-9]+", mask[0]):
        raise PatternError("Malformed CIDR, mask bits must be an integer")
    if int(mask[0]) < 0:
        raise PatternError("Malformed CIDR, mask bits must not be negative")
    if not _ADDRESS.fullmatch(address):
        raise PatternError(f"Nonstandard IP address: {address}")
    try:
        version = ipaddress.ip_address(address).version
    except ValueError as error:
        raise PatternError(f"Invalid IP address: {address}") from error
    bits = 32 if version == 4 else 128
    if int(mask[0]) >= bits:
        raise PatternError(f"IPv{version} mask bits must be < {bits}")


def _anything_but(operator: str, operand: Any) -> None:
    if isinstance(operand, dict):
        return _anything_but_variant(operand)
    if isinstance(operand, bool) or not isinstance(operand, (str, int, Decimal, list)):
        raise PatternError("Value of anything-but must be an array or single string/number value.")
    values = operand if isinstance(operand, list) else [operand]
    numbers = [is_number(value) for value in values]
    if not all(isinstance(v, str) or number for v, number in zip(values, numbers, strict=True)):
        raise PatternError("Inside anything but list, start|null|boolean is not supported.")
    if not values or any(numbers) != all(numbers):
        raise PatternError(
            "Inside anything but list, either all values are number or string, "
            "mixed type is not supported"
        )
    for value in values:
        if is_number(value) and not comparable(value):
            raise PatternError(f"Cannot compare number : {value}")
    return None


_VARIANT_FAULTS = {
    "equals-ignore-case": "Inside anything-but/equals-ignore-case list, "
    "number|start|null|boolean is not supported.",
    "prefix": "prefix/suffix match pattern must be a string",
    "suffix": "prefix/suffix match pattern must be a string",
    "wildcard": "wildcard match pattern must be a string",
}


def _anything_but_variant(operand: dict[str, Any]) -> None:
    if not operand:
        raise PatternError("Anything-But expression name not found")
    variant, given = next(iter(operand.items()))
    if variant not in _VARIANT_FAULTS:
        raise PatternError(f"Unsupported anything-but pattern: {variant}")
    if not isinstance(given, list) and not isinstance(given, str) and not is_number(given):
        raise PatternError("Value of anything-but must be an array or single string/number value.")
    for value in given if isinstance(given, list) else [given]:
        if not isinstance(value, str):
            raise PatternError(_VARIANT_FAULTS[variant])
        if variant in ("prefix", "suffix") and not value:
            raise PatternError("Null prefix/suffix not allowed")
        if variant == "wildcard":
            pattern_wildcards.check_syntax(value)
    if len(operand) > 1:
        raise PatternError("Too many elements in numeric expression")


_OPERATORS: dict[str, Callable[[str, Any], None]] = {
    "anything-but": _anything_but,
    "cidr": _cidr,
    "equals-ignore-case": _string,
    "exists": _exists,
    "numeric": _numeric,
    "prefix": _affix,
    "suffix": _affix,
    "wildcard": _wildcard,
}
