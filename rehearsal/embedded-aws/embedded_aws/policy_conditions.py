"""The Condition element of an IAM policy.

See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import functools
import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

#: What a request says of itself: keys such as ``aws:SourceArn``, any case.
Context = Mapping[str, str | list[str]]

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_VARIABLE = re.compile(r"\$\{([^}]+)\}")
_ESCAPES = {"*": "*", "?": "?", "$": "$"}
#: How a pattern has a * or ? that stands for itself.
_LITERALS = str.maketrans({"*": "\ue000", "?": "\ue001"})
_CHARACTERS = {"*": ".*", "?": ".", "\ue000": r"\*", "\ue001": r"\?"}


def as_list(value: Any) -> list[Any]:
    """A policy writes one value bare and several as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple, set)) else [value]


@functools.lru_cache(maxsize=4096)
def _wildcards(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    parts = (_CHARACTERS.get(c) or re.escape(c) for c in pattern)
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def like(pattern: str, value: str, ignore_case: bool = False) -> bool:
    """``*`` stands for any text and ``?`` for any one character."""
    return _wildcards(pattern, ignore_case).fullmatch(value) is not None


def arn_like(pattern: str, value: str) -> bool:
    """Each of the six parts is matched by itself: a ``*`` does not cross a colon.

    What has fewer parts is not an ARN, and matches none.
    """
    patterns, parts = pattern.split(":", 5), value.split(":", 5)
    return len(patterns) == len(parts) == 6 and all(map(like, patterns, parts))


def substitute(text: str, context: Context, pattern: bool = False) -> str | None:
    """Fills in policy variables; None when the request lacks one of them.

    In a ``pattern`` what is filled in stands for itself: ``${*}`` is an asterisk.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """
    missing = False

    def literal(value: str) -> str:
        return value.translate(_LITERALS) if pattern else value

    def fill(match: re.Match[str]) -> str:
        nonlocal missing
        name, _, default = match.group(1).partition(",")
        if name in _ESCAPES:
            return literal(_ESCAPES[name])
        values = as_list(lookup(context, name.strip()))
        if not values and not default:
            missing = True
        return literal(str(values[0]) if values else default.strip().strip("'"))

    filled = _VARIABLE.sub(fill, text)
    return None if missing else filled


def lookup(context: Context, key: str) -> Any:
    """The value of a condition key, whose case does not matter."""
    lowered = key.lower()
    return next((v for k, v in context.items() if k.lower() == lowered), None)


def _numeric(compare: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    """What is not an integer or a decimal number compares with nothing."""

    def matches(expected: str, actual: str) -> bool:
        numbers = _NUMBER.fullmatch(actual) and _NUMBER.fullmatch(expected)
        return bool(numbers) and compare(float(actual), float(expected))

    return matches


def _moment(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def _date(compare: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def matches(expected: str, actual: str) -> bool:
        try:
            return compare(_moment(actual), _moment(expected))
        except ValueError:
            return False

    return matches


def _in_network(expected: str, actual: str) -> bool:
    try:
        return ipaddress.ip_address(actual) in ipaddress.ip_network(expected, False)
    except ValueError:
        return False


_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "Equals": lambda a, b: a == b,
    "LessThan": lambda a, b: a < b,
    "LessThanEquals": lambda a, b: a <= b,
    "GreaterThan": lambda a, b: a > b,
    "GreaterThanEquals": lambda a, b: a >= b,
}

_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda expected, actual: expected == actual,
    "StringEqualsIgnoreCase": lambda e, a: e.lower() == a.lower(),
    "StringLike": like,
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "Bool": lambda expected, actual: expected.lower() == actual.lower(),
    "BinaryEquals": lambda expected, actual: expected == actual,
    "IpAddress": _in_network,
    **{f"Numeric{name}": _numeric(c) for name, c in _COMPARISONS.items()},
    **{f"Date{name}": _date(c) for name, c in _COMPARISONS.items()},
}

_PATTERNS = ("StringLike", "ArnEquals", "ArnLike")

#: A negated operator holds where the operator it negates does not.
_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _holds(operator: str, expected: list[str], actual: Any, context: Context) -> bool:
    """One operator over one key."""
    qualifier, _, name = operator.rpartition(":")
    if name.endswith("IfExists"):
        if actual is None:
            return True
        name = name.removesuffix("IfExists")
    if name == "Null":
        return any((_text(e) == "true") == (actual is None) for e in expected)
    negated = name in _NEGATED
    name = _NEGATED.get(name, name)
    compare = _OPERATORS.get(name)
    if compare is None:
        raise ValueError(f"unknown condition operator {operator}")
    filled = [substitute(_text(e), context, name in _PATTERNS) for e in expected]
    wanted = [e for e in filled if e is not None]

    def one(value: Any) -> bool:
        return any(compare(e, _text(value)) for e in wanted) != negated

    values = as_list(actual)
    if qualifier == "ForAllValues":
        return all(map(one, values))
    if qualifier == "ForAnyValue":
        return any(map(one, values))
    # Without a qualifier a negated operator must hold for every value, and it
    # holds for a key that the request lacks.
    return all(map(one, values)) if negated else any(map(one, values))


def satisfied(condition: Mapping[str, Any] | None, context: Context) -> bool:
    """Every operator and every key of a Condition holds."""
    return all(
        _holds(operator, as_list(expected), lookup(context, key), context)
        for operator, keys in (condition or {}).items()
        for key, expected in keys.items()
    )
