"""Patterns in braces, over log events that are JSON objects."""

import json
import re
from collections.abc import Callable
from typing import Any

from embedded_aws.services.logs.values import ABSENT, InvalidPattern, Scanner

Test = Callable[[Any], bool]

_UNQUOTED = r"[^\s()&|{}\"%=<>!]+"
_STEP = re.compile(r"\.?\[(?:(\d+)|'([^']+)'|\"([^\"]+)\")\]|\.([A-Za-z0-9_\-@:/]+)")
_STATES: dict[str, Test] = {
    r"IS\s+NULL\b": lambda value: value is None,
    r"IS\s+TRUE\b": lambda value: value is True,
    r"IS\s+FALSE\b": lambda value: value is False,
    r"NOT\s+EXISTS\b": lambda value: value is ABSENT,
}
_REGEXES = 2


def parse(text: str) -> Callable[[str], bool]:
    """:raises InvalidPattern: it is not ``{ expression }``."""
    scanner = Scanner(text)
    if not scanner.take("{"):
        raise scanner.fail("{")
    test = _any(scanner)
    if not scanner.take("}") or not scanner.done():
        raise scanner.fail("}")
    if len(re.findall(r"%[^%]+%", text)) > _REGEXES:
        raise InvalidPattern(f"a pattern has at most {_REGEXES} regular expressions")

    def matches(message: str) -> bool:
        try:
            event = json.loads(message)
        except ValueError:
            return False
        return isinstance(event, (dict, list)) and test(event)

    return matches


def select(path: str, event: Any) -> Any:
    """What a selector such as ``$.users[0].email`` finds; ABSENT if nothing."""
    return _find(_steps(Scanner(path)), event)


def _any(scanner: Scanner) -> Test:
    tests = [_all(scanner)]
    while scanner.take("||"):
        tests.append(_all(scanner))
    return lambda event: any(test(event) for test in tests)


def _all(scanner: Scanner) -> Test:
    # && binds tighter than ||.
    tests = [_one(scanner)]
    while scanner.take("&&"):
        tests.append(_one(scanner))
    return lambda event: all(test(event) for test in tests)


def _one(scanner: Scanner) -> Test:
    if scanner.take("("):
        test = _any(scanner)
        if not scanner.take(")"):
            raise scanner.fail(")")
        return test
    steps = _steps(scanner)
    for words, state in _STATES.items():
        if scanner.word(words):
            return lambda event: state(_find(steps, event))
    operator = scanner.operator()
    if operator is None:
        raise scanner.fail("an operator")
    value = scanner.value(_UNQUOTED).check(operator)
    return lambda event: value.holds(operator, _find(steps, event))


def _steps(scanner: Scanner) -> list[str | int]:
    if not scanner.take("$"):
        raise scanner.fail("a selector that begins with $")
    steps: list[str | int] = []
    while found := _STEP.match(scanner.text, scanner.at):
        index, *names = found.groups()
        steps.append(int(index) if index else next(name for name in names if name))
        scanner.at = found.end()
    if not steps:
        raise scanner.fail("a property such as .name")
    return steps


def _find(steps: list[str | int], event: Any) -> Any:
    for step in steps:
        if isinstance(step, int):
            if not isinstance(event, list) or step >= len(event):
                return ABSENT
            event = event[step]
        elif isinstance(event, dict) and step in event:
            event = event[step]
        else:
            return ABSENT
    return event
