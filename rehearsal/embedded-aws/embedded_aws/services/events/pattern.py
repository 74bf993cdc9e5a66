"""Event patterns, as EventBridge matches them.

A pattern is a set of alternatives (``$or`` multiplies them), and an alternative is
a filter for each field. A field is the path to a leaf, joined with dots, so that
``"a.b"`` and ``"a": {"b": ...}`` are the same field, in the pattern and in the event.
See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
and https://github.com/aws/event-ruler
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from embedded_aws.services.events.pattern_filters import accepts

Alternative = dict[str, list[Any]]
#: The element of each array in which a leaf was found.
Membership = dict[int, int]

ABSENT = {"exists": False}


@dataclass(frozen=True)
class _Leaf:
    value: Any
    membership: Membership


def matches(pattern: dict[str, Any], event: Any) -> bool:
    """One alternative of the pattern has all of its fields in the event."""
    fields: dict[str, list[_Leaf]] = defaultdict(list)
    for path, leaf in _leaves(event, "", {}, iter(range(1 << 30))):
        fields[path].append(leaf)
    return any(_satisfied(sorted(one.items()), fields, {}) for one in alternatives(pattern))


def alternatives(pattern: dict[str, Any]) -> list[Alternative]:
    """The pattern without ``$or``. A field that is given twice has the later filters."""
    found: list[Alternative] = [{}]
    _collect(pattern, "", found)
    return found


def _collect(pattern: dict[str, Any], prefix: str, found: list[Alternative]) -> None:
    for name, expected in pattern.items():
        if name == "$or":
            before, found[:] = list(found), []
            for branch in expected:
                branches = [dict(one) for one in before]
                _collect(branch, prefix, branches)
                found.extend(branches)
        elif isinstance(expected, dict):
            _collect(expected, f"{prefix}{name}.", found)
        else:
            for one in found:
                one[prefix + name] = expected


def _leaves(
    node: Any, path: str, membership: Membership, arrays: Iterator[int]
) -> Iterator[tuple[str, _Leaf]]:
    """Every leaf with its path. Empty objects and arrays have none."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(value, f"{path}.{name}" if path else name, membership, arrays)
    elif isinstance(node, list):
        array = next(arrays)
        for index, element in enumerate(node):
            yield from _leaves(element, path, {**membership, array: index}, arrays)
    else:
        yield path, _Leaf(node, membership)


def _satisfied(
    wanted: list[tuple[str, list[Any]]], fields: dict[str, list[_Leaf]], chosen: Membership
) -> bool:
    """Leaves for all of the fields, no two of them from different elements of an array."""
    if not wanted:
        return True
    (path, filters), *rest = wanted
    near = [leaf for leaf in fields.get(path, ()) if _consistent(leaf.membership, chosen)]
    if not near and ABSENT in filters and _satisfied(rest, fields, chosen):
        return True
    return any(
        _satisfied(rest, fields, chosen | leaf.membership)
        for leaf in near
        if accepts(filters, leaf.value)
    )


def _consistent(one: Membership, other: Membership) -> bool:
    return all(other.get(array, index) == index for array, index in one.items())
