"""What a piece of a template refers to, along the branches that are taken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from embedded_aws.cloudformation.conditions import Conditions

_SUB_VARIABLE = re.compile(r"\$\{([^!{}][^{}]*)\}")


@dataclass(frozen=True)
class Reference:
    """``function`` is Ref, Fn::GetAtt or Fn::Sub; ``attribute`` only of GetAtt."""

    function: str
    name: str
    attribute: str | None = None


def sub_variables(text: str) -> list[str]:
    return [name.strip() for name in _SUB_VARIABLE.findall(text)]


def references(node: Any, conditions: Conditions) -> Iterator[Reference]:
    """Every reference in ``node``; of an Fn::If only the branch that holds."""
    if isinstance(node, list):
        for item in node:
            yield from references(item, conditions)
    if not isinstance(node, dict):
        return
    if len(node) == 1:
        function, argument = next(iter(node.items()))
        if function == "Ref" and isinstance(argument, str):
            yield Reference("Ref", argument)
            return
        if function == "Fn::GetAtt":
            yield from _get_att(argument, conditions)
            return
        if function == "Fn::Sub":
            yield from _sub(argument, conditions)
            return
        if function == "Fn::If" and isinstance(argument, list) and len(argument) == 3:
            branch = argument[1] if conditions.holds(argument[0]) else argument[2]
            yield from references(branch, conditions)
            return
    for value in node.values():
        yield from references(value, conditions)


def _get_att(argument: Any, conditions: Conditions) -> Iterator[Reference]:
    if isinstance(argument, str):
        argument = argument.split(".", 1)
    name, attribute = argument[0], argument[1]
    if not isinstance(attribute, str):
        yield from references(attribute, conditions)
        attribute = None
    yield Reference("Fn::GetAtt", name, attribute)


def _sub(argument: Any, conditions: Conditions) -> Iterator[Reference]:
    own: dict[str, Any] = {}
    text = argument
    if isinstance(argument, list):
        text, own = argument[0], argument[1] if len(argument) > 1 else {}
        yield from references(own, conditions)
    for name in sub_variables(text):
        if name in own:
            continue
        head, _, attribute = name.partition(".")
        if attribute:
            yield Reference("Fn::GetAtt", head, attribute)
        else:
            yield Reference("Fn::Sub", head)
