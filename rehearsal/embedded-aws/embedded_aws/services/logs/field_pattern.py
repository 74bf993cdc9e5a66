"""Patterns in brackets, over log events whose fields are separated by spaces."""

import re
from collections.abc import Callable
from typing import Any

from embedded_aws.services.logs.values import Scanner

Test = Callable[[str], bool]

_NAME = r"[A-Za-z_][\w\-]*"
_UNQUOTED = r"[^\s,\]&|\"%=<>!]+"
#: What stands in quotes or in brackets is one field.
_FIELD = re.compile(r'"([^"]*)"|\[([^\]]*)\]|(\S+)')
_ELLIPSIS = "..."


class FieldPattern:
    """``[ip, user, ..., status = 4*, bytes > 1000]``."""

    def __init__(self, text: str) -> None:
        """:raises InvalidPattern: it is not a list of fields."""
        scanner = Scanner(text)
        if not scanner.take("["):
            raise scanner.fail("[")
        self.fields: list[tuple[str, Test]] = []
        while True:
            self.fields.append(_field(scanner))
            if not scanner.take(","):
                break
        if not scanner.take("]") or not scanner.done():
            raise scanner.fail("]")
        if [name for name, _ in self.fields].count(_ELLIPSIS) > 1:
            raise scanner.fail("at most one ...")

    def extract(self, message: str) -> dict[str, str] | None:
        """The named fields of a message that matches; None of one that does not."""
        values = ["".join(filter(None, parts)) for parts in _FIELD.findall(message)]
        names = [name for name, _ in self.fields]
        if _ELLIPSIS in names:
            missing = len(values) - (len(names) - 1)
            if missing < 0:
                return None
            at = names.index(_ELLIPSIS)
            values[at : at + missing] = [" ".join(values[at : at + missing])]
        elif len(values) > len(names):
            # The last field takes the rest.
            values[len(names) - 1 :] = [" ".join(values[len(names) - 1 :])]
        if len(values) != len(names):
            return None
        if not all(test(value) for (_, test), value in zip(self.fields, values, strict=True)):
            return None
        return dict(zip(names, values, strict=True))

    def __call__(self, message: str) -> bool:
        return self.extract(message) is not None


def _field(scanner: Scanner) -> tuple[str, Test]:
    if scanner.take(_ELLIPSIS):
        return _ELLIPSIS, lambda _: True
    name = scanner.word(_NAME)
    if name is None:
        raise scanner.fail("the name of a field")
    scanner.skip()
    if scanner.at < len(scanner.text) and scanner.text[scanner.at] in ",]":
        return name, lambda _: True
    return name, _any(scanner, name)


def _any(scanner: Scanner, name: str) -> Test:
    tests = [_all(scanner, name)]
    while scanner.take("||"):
        _same(scanner, name)
        tests.append(_all(scanner, name))
    return lambda value: any(test(value) for test in tests)


def _all(scanner: Scanner, name: str) -> Test:
    tests = [_one(scanner)]
    while scanner.take("&&"):
        _same(scanner, name)
        tests.append(_one(scanner))
    return lambda value: all(test(value) for test in tests)


def _same(scanner: Scanner, name: str) -> None:
    if scanner.word(_NAME) != name:
        raise scanner.fail(f"{name} again")


def _one(scanner: Scanner) -> Test:
    operator = scanner.operator()
    if operator is None:
        raise scanner.fail("an operator")
    value = scanner.value(_UNQUOTED).check(operator)

    def holds(actual: Any) -> bool:
        return value.holds(operator, actual)

    return holds
