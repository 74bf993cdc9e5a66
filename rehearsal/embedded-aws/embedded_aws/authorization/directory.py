"""What authorization asks about accounts and their organization.

AWS Organizations registers the answers; before, no account belongs to one.
"""

from typing import Any, Protocol


class Organizations(Protocol):
    """Each takes any account."""

    def organization_id(self, account_id: str) -> str | None:
        """The ``o-...`` id."""

    def organization_path(self, account_id: str) -> str | None:
        """Such as ``o-a1/r-b1/ou-c1/``, from the organization to the account's unit."""

    def service_control_policies(self, account_id: str) -> list[Any]:
        """The documents of the account and of the units above it, but FullAWSAccess."""


class _Nobody:
    def organization_id(self, account_id: str) -> str | None:
        return None

    def organization_path(self, account_id: str) -> str | None:
        return None

    def service_control_policies(self, account_id: str) -> list[Any]:
        return []


_organizations: Organizations = _Nobody()


def use(organizations: Organizations) -> None:
    global _organizations
    _organizations = organizations


def organizations() -> Organizations:
    return _organizations
