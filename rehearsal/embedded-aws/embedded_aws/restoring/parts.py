"""What services restore, as their extensions declare it."""

import enum
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from embedded_aws import application
from embedded_aws.restoring.world import World


class Phase(enum.Enum):
    #: The accounts, before anything can be in them.
    ORGANIZATION = 1
    #: What is in them, before the stacks that need it.
    RESOURCES = 2


Restore = Callable[[World], None]
Part = tuple[Phase, Restore]
#: Makes a plain resource of a type in an account and region, by its name.
Named = Callable[[str, str, str], None]

_parts: list[Part] = []
_named: dict[str, Named] = {}


def register(parts: Iterable[Part], named: Mapping[str, Named]) -> None:
    _parts.extend(parts)
    _named.update(named)


def of(phase: Phase) -> list[Restore]:
    return [restore for known, restore in _parts if known is phase]


def maker(type_name: str) -> Named | None:
    return _named.get(type_name)


def by_call(service: str, call: Callable[[Any, str], object]) -> Named:
    """Makes it by a call of the service's API, given a client and the name."""

    def make(account_id: str, region: str, name: str) -> None:
        with application.client(service, account_id, region) as client:
            call(client, name)

    return make
