"""A snapshot as services read it, with what of it they are to restore."""

from collections.abc import Callable, Iterator
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


@dataclass(frozen=True)
class World:
    snapshot: dict[str, Any]
    _wants: Callable[[Key], bool]

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
        """Whether no stack makes the resource again."""
        return self._wants((place.account_id, place.region, type_name, physical_id))

    def wants_global(self, account_id: str, type_name: str, physical_id: str) -> bool:
        """As :meth:`wants`, for what has no region."""
        return self._wants((account_id, None, type_name, physical_id))


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
    """The id; the name at the end of an ARN or of a URL, and at the head of a stack set's id."""
    names = {physical_id}
    if physical_id.startswith(("arn:", "https://")):
        names |= {physical_id.rsplit("/", 1)[-1], physical_id.rsplit(":", 1)[-1]}
    return {*names, physical_id.split(":", 1)[0]} - {"", "arn", "https"}
