"""Which wildcards EventBridge accepts: their syntax, and how complex they may be."""

import itertools
from typing import Any

from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence
from embedded_aws.services.events.pattern_faults import PatternError

#: How many beginnings of wildcards one text may match at once. AWS does not publish its limit;
#: recordings show that it accepts 7 and rejects 11.
COMPLEXITY = 7
#: The most that they do not exclude.
_LENIENT = 10
_STRICT = belief("events-wildcard-complexity")

_Token = str | None  # None is the star
_State = frozenset[tuple[int, int]]


def check_syntax(text: str) -> None:
    """:raises PatternError: for stars in a row, or a backslash before anything else."""
    quoted = f'"{text}"'.encode(errors="replace")
    position = 0
    while position < len(quoted):
        here, following = quoted[position : position + 1], quoted[position + 1 : position + 2]
        if here == b"*" and following == b"*":
            raise PatternError(f"Consecutive wildcard characters at pos {position}")
        if here == b"\\":
            if following not in (b"*", b"\\"):
                raise PatternError(f"Invalid escape character at pos {position}")
            position += 1
        position += 1


@evidence("events-wildcard-complexity")
def check_complexity(filters: list[Any]) -> None:
    """:raises PatternError: when one text could match too many beginnings at once.

    The measure is that of https://github.com/aws/event-ruler, ``MachineComplexityEvaluator``.
    """
    texts = [text for one in filters if isinstance(one, dict) for text in _wildcards(one)]
    if complexity(texts) > _limit():
        raise PatternError(
            "Rule is too complex - try using fewer wildcard characters or fewer repeating "
            "character sequences after a wildcard character"
        )


def _limit() -> int:
    return COMPLEXITY if _STRICT.holds else _LENIENT


def _wildcards(expression: dict[str, Any]) -> list[str]:
    inner = expression.get("anything-but")
    given = (inner if isinstance(inner, dict) else expression).get("wildcard", [])
    return given if isinstance(given, list) else [given]


def complexity(texts: list[str]) -> int:
    """The most beginnings of the wildcards that one text matches; stops beyond the limit."""
    machines = [_tokens(f'"{text}"') for text in texts]
    alphabet = {token for tokens in machines for token in tokens if token} | {"\0"}
    start = _closed(machines, {(number, 0) for number in range(len(machines))})
    seen, open_states, most = {start}, [start], 0
    while open_states and most <= _limit():
        state = open_states.pop()
        for character in alphabet:
            reached = _closed(machines, _step(machines, state, character))
            if reached not in seen:
                seen.add(reached)
                open_states.append(reached)
                most = max(most, len(reached))
    return most


def _tokens(text: str) -> list[_Token]:
    characters = iter(text)
    tokens: list[_Token] = []
    for character in characters:
        if character == "\\":
            tokens.append(next(characters))
        else:
            tokens.append(None if character == "*" else character)
    return tokens


def _closed(machines: list[list[_Token]], positions: set[tuple[int, int]]) -> _State:
    """With the positions behind a star that stands for nothing."""
    behind = {
        (number, position + 1)
        for number, position in positions
        if machines[number][position : position + 1] == [None]
    }
    return frozenset(itertools.chain(positions, behind))


def _step(machines: list[list[_Token]], state: _State, character: str) -> set[tuple[int, int]]:
    reached = set()
    for number, position in state:
        tokens = machines[number]
        if tokens[position : position + 1] == [character]:
            reached.add((number, position + 1))
        if position and tokens[position - 1] is None:
            reached.add((number, position))
    return reached
