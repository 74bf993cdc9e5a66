"""Numbers of event patterns: which can be compared, and how ranges are written."""

import json
import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeGuard

from embedded_aws.evidence import evidence

LIMIT = Decimal("5.0e9")
RANGES: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def is_number(value: Any) -> TypeGuard[int | float | Decimal]:
    """JSON's true is not 1, though Python's is."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


@evidence("events-numeric-limits")
def comparable(value: int | float | Decimal) -> bool:
    """EventBridge compares the number: up to 5.0e9, with six digits behind the point.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
    The library that it matches with takes any double by now; AWS's page decides.
    """
    exact = Decimal(str(value))
    return abs(exact) <= LIMIT and exact == round(exact, 6)


def range_fault(operand: list[Any]) -> str | None:
    """Why a numeric filter is malformed, in the words of the library that EventBridge uses."""
    sign, *rest = operand or [None]
    if not isinstance(sign, str):
        return f"Invalid member in numeric match: {_shown(sign)}"
    if sign not in RANGES:
        return f"Unrecognized numeric range operator: {sign}"
    if not rest or not is_number(rest[0]):
        return f"Value of {'equals' if sign == '=' else sign} must be numeric"
    bottom, *more = rest
    if not comparable(bottom):
        return f"Cannot compare number : {bottom}"
    if not more:
        return None
    if sign not in (">", ">="):
        return "Too many elements in numeric expression"
    return _upper_fault(bottom, more)


def _upper_fault(bottom: Any, more: list[Any]) -> str | None:
    sign, *rest = more
    if not isinstance(sign, str):
        return f"Bad value in numeric range: {_shown(sign)}"
    if sign not in ("<", "<="):
        return f"Bad numeric range operator: {sign}"
    if not rest or not is_number(rest[0]):
        return f"Value of {sign} must be numeric"
    top, *extra = rest
    if extra:
        return "Too many terms in numeric range expression"
    if not comparable(top):
        return f"Cannot compare number : {top}"
    return None if bottom < top else "Bottom must be less than top"


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)
