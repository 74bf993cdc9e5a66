"""Template parameters: which are given, whether they are well formed.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.intrinsics import as_text

MAX_VALUE_BYTES = 4096
_SSM_VALUE = re.compile(r"^AWS::SSM::Parameter::Value<(.+)>$")
_LIST = re.compile(r"^(CommaDelimitedList|List<.+>)$")


@dataclass(frozen=True)
class Values:
    """``given`` is the text of each parameter; ``values`` what Ref answers."""

    given: dict[str, str]
    values: dict[str, Any]
    #: What SSM answered, as DescribeStacks shows it.
    resolved: dict[str, str]
    hidden: frozenset[str]


def merge_previous(incoming: list[dict[str, Any]], previous: dict[str, str]) -> dict[str, str]:
    """The texts given in a request, UsePreviousValue replaced by that value."""
    given = {}
    for item in incoming:
        key = item["ParameterKey"]
        if str(item.get("UsePreviousValue", "")).lower() == "true":
            if item.get("ParameterValue"):
                raise ValidationError(
                    f"Invalid input for parameter key {key}. Cannot specify "
                    "usePreviousValue as true and non empty value for a parameter"
                )
            if key not in previous:
                raise ValidationError(
                    f"Invalid input for parameter key {key}. Cannot specify "
                    "usePreviousValue as true for a parameter key not in the "
                    "previous template"
                )
            given[key] = previous[key]
        else:
            given[key] = item.get("ParameterValue") or ""
    return given


def evaluate(
    declarations: dict[str, Any],
    given: dict[str, str],
    read_ssm: Callable[[str], str | None],
) -> Values:
    """:raises ValidationError: for surplus, missing or malformed parameters."""
    surplus = [key for key in given if key not in declarations]
    if surplus:
        raise ValidationError(f"Parameters: [{', '.join(surplus)}] do not exist in the template")
    missing = [
        key
        for key, declared in declarations.items()
        if key not in given and "Default" not in declared
    ]
    if missing:
        raise ValidationError(f"Parameters: [{', '.join(missing)}] must have values")
    texts, values, resolved = {}, {}, {}
    for key, declared in declarations.items():
        text = given.get(key)
        if text is None:
            text = as_text(declared["Default"])
        texts[key] = text
        kind = str(declared.get("Type", "String"))
        _check(key, text, kind, declared)
        if match := _SSM_VALUE.match(kind):
            kind = match.group(1)
            text = resolved[key] = _from_ssm(text, read_ssm)
        values[key] = _typed(text, kind)
    hidden = frozenset(
        key
        for key, declared in declarations.items()
        if str(declared.get("NoEcho", "")).lower() == "true"
    )
    return Values(texts, values, resolved, hidden)


def _from_ssm(name: str, read_ssm: Callable[[str], str | None]) -> str:
    value = read_ssm(name)
    if value is None:
        raise ValidationError(
            f"Unable to fetch parameters [{name}] from parameter store for this account."
        )
    return value


def _typed(text: str, kind: str) -> Any:
    if _LIST.match(kind):
        # Blanks around the items do not count.
        return [item.strip() for item in text.split(",")] if text else []
    return text


def _check(key: str, text: str, kind: str, declared: dict[str, Any]) -> None:
    if len(text.encode()) > MAX_VALUE_BYTES:
        raise ValidationError(
            f"Template error: parameter value for parameter name {key} is greater "
            f"than {MAX_VALUE_BYTES} bytes"
        )
    items = _typed(text, kind) if _LIST.match(kind) else [text]
    if "Number" in kind:
        for item in items:
            _check_number(key, item, kind, declared)
    allowed = [as_text(value) for value in declared.get("AllowedValues") or []]
    if allowed and any(item not in allowed for item in items):
        if custom := declared.get("ConstraintDescription"):
            raise _malformed(key, custom)
        raise ValidationError(f"Parameter '{key}' must be one of AllowedValues")
    pattern = declared.get("AllowedPattern")
    if pattern is not None and not all(_matches(pattern, item) for item in items):
        raise _malformed(key, declared.get("ConstraintDescription") or f"match pattern {pattern}")
    if not _LIST.match(kind) and "Number" not in kind:
        _check_length(key, text, declared)


def _matches(pattern: str, text: str) -> bool:
    # Java's regular expressions, matched whole; the common subset is Python's.
    return re.fullmatch(pattern, text) is not None


def _malformed(key: str, constraint: str) -> ValidationError:
    if constraint.startswith("match pattern"):
        return ValidationError(f"Parameter '{key}' must {constraint}")
    return ValidationError(f"Parameter {key} failed to satisfy constraint: {constraint}")


def _check_length(key: str, text: str, declared: dict[str, Any]) -> None:
    custom = declared.get("ConstraintDescription")
    minimum, maximum = declared.get("MinLength"), declared.get("MaxLength")
    if minimum is not None and len(text) < int(minimum):
        if custom:
            raise _malformed(key, custom)
        raise ValidationError(f"Parameter '{key}' must contain at least {minimum} characters")
    if maximum is not None and len(text) > int(maximum):
        if custom:
            raise _malformed(key, custom)
        raise ValidationError(f"Parameter '{key}' must contain at most {maximum} characters")


def _check_number(key: str, text: str, kind: str, declared: dict[str, Any]) -> None:
    try:
        number = float(text)
    except ValueError as error:
        noun = "a list of numbers" if kind.startswith("List") else "a number"
        raise ValidationError(f"Parameter '{key}' must be {noun}") from error
    custom = declared.get("ConstraintDescription")
    minimum, maximum = declared.get("MinValue"), declared.get("MaxValue")
    if minimum is not None and number < float(minimum):
        if custom:
            raise _malformed(key, custom)
        raise ValidationError(f"Parameter '{key}' must be not less than {minimum}")
    if maximum is not None and number > float(maximum):
        if custom:
            raise _malformed(key, custom)
        raise ValidationError(f"Parameter '{key}' must be not greater than {maximum}")
