"""Filter patterns, as CloudWatch Logs documents them.

``{ ... }`` is over JSON, ``[ ... ]`` over fields that spaces separate, and
anything else lists terms. What is absent satisfies neither ``=`` nor ``!=``.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from embedded_aws.services.logs import json_pattern
from embedded_aws.services.logs.field_pattern import FieldPattern
from embedded_aws.services.logs.values import ABSENT, InvalidPattern, Scanner, compiled

__all__ = ["InvalidPattern", "matches", "parse", "value_of"]

#: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
LONGEST = 1024


@lru_cache(maxsize=1024)
def parse(text: str) -> Callable[[str], bool]:
    """A function that returns whether a message matches.

    :raises InvalidPattern: CloudWatch Logs would not take the pattern.
    """
    if len(text) > LONGEST:
        raise InvalidPattern(f"a pattern has at most {LONGEST} characters")
    stripped = text.strip()
    if stripped.startswith("{"):
        return json_pattern.parse(stripped)
    if stripped.startswith("["):
        return FieldPattern(stripped)
    return _terms(stripped)


def matches(text: str, message: str) -> bool:
    """Whether the message matches the pattern."""
    return parse(text)(message)


def value_of(text: str, reference: str, message: str) -> Any:
    """What a metric value or dimension such as ``$.size`` or ``$size`` names.

    None when the message, which matches the pattern, has no such field.
    """
    pattern = parse(text)
    if isinstance(pattern, FieldPattern):
        return (pattern.extract(message) or {}).get(reference.removeprefix("$"))
    found = json_pattern.select(reference, json.loads(message))
    return None if found is ABSENT else found


def _terms(text: str) -> Callable[[str], bool]:
    whole = re.fullmatch(r"%([^%]+)%", text)
    if whole:
        expression = compiled(whole.group(1))
        return lambda message: bool(expression.search(message))
    required, optional, excluded = _sorted_terms(text)

    def matches(message: str) -> bool:
        if any(term in message for term in excluded):
            return False
        # Beside other terms, optional ones do not count.
        if optional and not required and not excluded:
            return any(term in message for term in optional)
        return all(term in message for term in required)

    return matches


def _sorted_terms(text: str) -> tuple[list[str], list[str], list[str]]:
    scanner = Scanner(text)
    required: list[str] = []
    optional: list[str] = []
    excluded: list[str] = []
    while not scanner.done():
        terms = optional if scanner.take("?") else excluded if scanner.take("-") else required
        value = scanner.value(r"\w+")
        if value.regex:
            raise InvalidPattern("a regular expression stands alone")
        after = scanner.text[scanner.at : scanner.at + 1]
        if after and not after.isspace():
            raise InvalidPattern(f'put terms that have {after} into quotes, as in "a{after}b"')
        terms.append(value.text)
    return required, optional, excluded
