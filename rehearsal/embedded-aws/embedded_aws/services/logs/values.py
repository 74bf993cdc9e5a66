"""The right-hand sides of filter patterns: strings, numbers and regular expressions."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from embedded_aws.evidence import evidence

ABSENT = object()
OPERATORS = ("!=", "<=", ">=", "=", "<", ">")

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
#: What a regular expression may hold, as documented; no parentheses, no "!".
_REGEX = re.compile(r"[A-Za-z0-9:_#=@/;,\- ^$?\[\]{}|\\*+.]*")


class InvalidPattern(Exception):
    """The text is not a filter pattern."""


def compiled(source: str) -> re.Pattern[str]:
    """:raises InvalidPattern: it has what filter patterns do not support."""
    # A parenthesis that is escaped is a character like others.
    if not _REGEX.fullmatch(re.sub(r"\\.", "", source)):
        raise InvalidPattern(f"the regular expression %{source}% is not supported")
    try:
        return re.compile(source, re.ASCII)
    except re.error as cause:
        raise InvalidPattern(f"%{source}% is not a regular expression") from cause


@dataclass(frozen=True)
class Value:
    """One operand. ``quoted`` ones are texts, whatever they look like."""

    text: str
    quoted: bool = False
    regex: bool = False

    @cached_property
    def number(self) -> float | None:
        plain = not self.quoted and not self.regex and _NUMBER.fullmatch(self.text)
        return float(self.text) if plain else None

    @cached_property
    def expression(self) -> re.Pattern[str]:
        if self.regex:
            return compiled(self.text)
        parts = (re.escape(part) for part in self.text.split("*"))
        return re.compile("(?s:" + ".*".join(parts) + r")\Z")

    def check(self, operator: str) -> "Value":
        if self.regex:
            compiled(self.text)
        if operator not in ("=", "!=") and self.number is None:
            raise InvalidPattern(f"{operator} compares with numbers, not with {self.text}")
        return self

    @evidence("logs-pattern-absent")
    def holds(self, operator: str, actual: Any) -> bool:
        """Whether ``actual operator value``. What is absent satisfies no operator."""
        if operator == "!=":
            return actual is not ABSENT and not self._equals(actual)
        if operator == "=":
            return self._equals(actual)
        found, wanted = _number(actual), self.number
        if found is None or wanted is None:
            return False
        return {
            "<": found < wanted,
            ">": found > wanted,
            "<=": found <= wanted,
            ">=": found >= wanted,
        }[operator]

    def _equals(self, actual: Any) -> bool:
        if actual is ABSENT or actual is None or isinstance(actual, (bool, dict, list)):
            return False
        if isinstance(actual, (int, float)):
            if self.number is not None:
                return float(actual) == self.number
            actual = str(actual)
        if self.regex:
            return bool(self.expression.search(actual))
        if self.number is not None and _number(actual) == self.number:
            return True
        return bool(self.expression.match(actual))


def _number(actual: Any) -> float | None:
    if isinstance(actual, bool):
        return None
    if isinstance(actual, (int, float)):
        return float(actual)
    if isinstance(actual, str) and _NUMBER.fullmatch(actual):
        return float(actual)
    return None


class Scanner:
    """Reads a pattern from left to right."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def done(self) -> bool:
        self.skip()
        return self.at >= len(self.text)

    def take(self, token: str) -> bool:
        """Moves past ``token`` if it comes next."""
        self.skip()
        if not self.text.startswith(token, self.at):
            return False
        self.at += len(token)
        return True

    def word(self, expression: str) -> str | None:
        self.skip()
        found = re.compile(expression).match(self.text, self.at)
        if found is None or not found.group():
            return None
        self.at = found.end()
        return found.group()

    def operator(self) -> str | None:
        return next((one for one in OPERATORS if self.take(one)), None)

    def fail(self, wanted: str) -> InvalidPattern:
        rest = self.text[self.at : self.at + 20] or "the end"
        return InvalidPattern(f"expected {wanted} at position {self.at}, found {rest}")

    def value(self, unquoted: str) -> Value:
        """A quoted text, a %regular expression%, or what ``unquoted`` matches."""
        self.skip()
        opening = self.text[self.at : self.at + 1]
        if opening in ('"', "%"):
            found = self.word(r'"(?:[^"\\]|\\.)*"' if opening == '"' else r"%[^%]+%")
            if found is None:
                raise self.fail(f"a closing {opening}")
            if opening == "%":
                return Value(found[1:-1], regex=True)
            return Value(re.sub(r"\\(.)", r"\1", found[1:-1]), quoted=True)
        text = self.word(unquoted)
        if text is None:
            raise self.fail("a value")
        return Value(text)
