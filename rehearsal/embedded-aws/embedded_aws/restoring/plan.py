"""Which stacks of a snapshot are made again, in which order, and which are recorded."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.restoring.world import Key, Place, keys_of, places

_COMPLETE = frozenset(
    {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE"}
)
_STACK_SET = "AWS::CloudFormation::StackSet"
_NESTED = "AWS::CloudFormation::Stack"


@dataclass(frozen=True)
class Planned:
    """A stack of the snapshot, and where it is."""

    place: Place
    given: dict[str, Any]
    #: The text of its template, if the snapshot has it.
    template: str | None

    @property
    def where(self) -> str:
        return f"{self.given['StackName']} in {self.place.account_id}/{self.place.region}"

    @property
    def keys(self) -> frozenset[Key]:
        return frozenset(keys_of(self.place, self.given))


@dataclass(frozen=True)
class Plan:
    #: Stacks of one name together, in the order in which the first of each was created.
    groups: list[list[Planned]] = field(default_factory=list)
    recorded: list[Planned] = field(default_factory=list)
    #: Nested stacks and instances of stack sets, which come with those that are made.
    following: list[Planned] = field(default_factory=list)

    @property
    def made(self) -> list[Planned]:
        return [one for group in self.groups for one in group]


def plan(snapshot: dict[str, Any]) -> Plan:
    """Those that org-formation's state names are made, and with them what they consist of."""
    managed = _managed(snapshot)
    templates = snapshot.get("templates", {})
    every = [
        Planned(place, one, templates.get(one.get("template")))
        for place in places(snapshot)
        for one in place.found["stacks"]
    ]
    made = [one for one in every if managed(one) and _can_be_made(one)]
    others = [one for one in every if one not in made]
    follows = _following(made)
    groups: dict[str, list[Planned]] = {}
    for one in sorted(made, key=lambda one: str(one.given.get("CreationTime", ""))):
        groups.setdefault(one.given["StackName"], []).append(one)
    return Plan(
        list(groups.values()),
        [one for one in others if not follows(one)],
        [one for one in others if follows(one)],
    )


def _can_be_made(one: Planned) -> bool:
    return (
        one.given["StackStatus"] in _COMPLETE
        and one.template is not None
        and not one.given.get("ParentId")
    )


def _managed(snapshot: dict[str, Any]) -> Callable[[Planned], bool]:
    try:
        stacks = json.loads(snapshot["state"]["body"])["stacks"]
    except (KeyError, TypeError, ValueError):
        stacks = {}

    def is_managed(one: Planned) -> bool:
        accounts = stacks.get(one.given["StackName"], {})
        return one.place.region in accounts.get(one.place.account_id, {})

    return is_managed


def _following(made: list[Planned]) -> Callable[[Planned], bool]:
    """Whether a stack is nested in one that is made, or an instance of a stack set of one."""
    nested: set[str] = set()
    sets: set[str] = set()
    for type_name, physical_id in _resources(made):
        if type_name == _NESTED:
            nested.add(physical_id)
        elif type_name == _STACK_SET:
            sets.add(physical_id.split(":")[0])

    def follows(one: Planned) -> bool:
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
        instance = re.fullmatch(r"StackSet-(.+)-[0-9a-f-]{36}", one.given["StackName"])
        return one.given["StackId"] in nested or bool(instance and instance.group(1) in sets)

    return follows


def _resources(stacks: list[Planned]) -> Iterator[tuple[str, str]]:
    for one in stacks:
        for resource in one.given["resources"]:
            yield resource["ResourceType"], resource.get("PhysicalResourceId") or ""
