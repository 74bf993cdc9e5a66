"""A snapshot as services read it, with what of it they are to restore."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: Account, region, CloudFormation type and physical id. The region is None for what is global.
Key = tuple[str, str | None, str, str]


@dataclass(frozen=True)
class Place:
    """An account in a region, with the fields of ``PlaceSnapshot``."""

    account_id: str
    region: str
    found: dict[str, Any]

    def all(self, section: str) -> list[dict[str, Any]]:
        """The resources of a section; none where it could not be read."""
        return self.found.get(section) or []


@dataclass(frozen=True)
class World:
    snapshot: dict[str, Any]
    #: What stacks have.
    owned: frozenset[Key]
    #: Whether that alone is to be restored, or all else.
    alone: bool = False

    @property
    def organization(self) -> dict[str, Any]:
        found: dict[str, Any] = self.snapshot["organization"]
        return found

    @property
    def management_account_id(self) -> str:
        return str(self.organization["MasterAccountId"])

    @property
    def accounts(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.snapshot["accounts"]
        return found

    @property
    def places(self) -> Iterator[Place]:
        return places(self.snapshot)

    def wants(self, place: Place, type_name: str, physical_id: str) -> bool:
        """Whether the resource is to be restored: no stack makes it again."""
        key = (place.account_id, place.region, type_name, physical_id)
        return (key in self.owned) == self.alone

    def wants_global(self, account_id: str, physical_id: str, *type_names: str) -> bool:
        """As :meth:`wants`, for what has no region, and one of these types."""
        keys = ((account_id, None, type_name, physical_id) for type_name in type_names)
        return any(key in self.owned for key in keys) == self.alone

    def wants_anywhere(self, type_name: str, physical_id: str) -> bool:
        """As :meth:`wants`, for what a stack of any account may make."""
        keys = ((one["Id"], None, type_name, physical_id) for one in self.accounts)
        return any(key in self.owned for key in keys) == self.alone


def places(snapshot: dict[str, Any]) -> Iterator[Place]:
    for account in snapshot["accounts"]:
        for place in account["places"]:
            yield Place(account["Id"], place["region"], place)


def keys_of(place: Place, stack: dict[str, Any]) -> Iterator[Key]:
    """What the stack has, under each of the names that other sections may give it."""
    for resource in stack["resources"]:
        for name in _names(resource.get("PhysicalResourceId") or ""):
            for region in (place.region, None):
                yield (place.account_id, region, resource["ResourceType"], name)


def _names(physical_id: str) -> set[str]:
    """The id; the name at the end of an ARN or of a URL, and before the last part of other ids."""
    if not physical_id.startswith(("arn:", "https://")):
        return {physical_id, physical_id.split(":", 1)[0]} - {""}
    last = physical_id.rsplit("/", 1)[-1]
    # job-definition/NAME:REVISION, and topics without a slash.
    return {physical_id, last, last.split(":", 1)[0], physical_id.rsplit(":", 1)[-1]}
