"""What an organization's administrator places in every account of one region."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from moto.config.models import config_backends

from embedded_aws.lookup import organizations
from embedded_aws.services.config import organization


@dataclass
class Member:
    """How it went in one account."""

    account_id: str
    status: str
    error: tuple[str, str] | None = None
    time: float = field(default_factory=time.time)

    def shown(self) -> dict[str, Any]:
        described: dict[str, Any] = {"AccountId": self.account_id, "LastUpdateTime": self.time}
        if self.error:
            described |= {"ErrorCode": self.error[0], "ErrorMessage": self.error[1]}
        return described


@dataclass
class Item:
    """An organization rule or pack, and its state in each targeted account."""

    name: str
    arn: str
    owner: str
    region: str
    excluded: list[str]
    #: Makes it in one account's back end; removes it there again.
    place: Callable[[Any], object] = lambda backend: None
    remove: Callable[[Any], object] = lambda backend: None
    #: The service-linked roles by which Config makes it, as their services.
    roles: tuple[str, ...] = ()
    #: What else keeps one account from having it: error code and message, or None.
    refuse: Callable[[Any], tuple[str, str] | None] = lambda backend: None
    members: dict[str, Member] = field(default_factory=dict)
    updated: float = 0
    phase: str = "CREATE"
    #: What the administrator asked for, to be described again.
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def failed(self) -> list[Member]:
        return [m for m in self.members.values() if m.error]

    @property
    def status(self) -> str:
        return f"{self.phase}_{'FAILED' if self.failed else 'SUCCESSFUL'}"


# Region to the items that reach its accounts, so that an account that starts to
# record is served without asking every other account.
_items: dict[str, dict[str, Item]] = {}
_lock = threading.Lock()


def deploy(item: Item) -> None:
    """Places the item in every targeted account, and takes it from the others."""
    item.updated = time.time()
    wanted = organization.targets(item.owner, item.excluded)
    for account_id in [a for a in item.members if a not in wanted]:
        item.remove(config_backends[account_id][item.region])
        del item.members[account_id]
    for account_id in wanted:
        _deploy_to(item, account_id)
    with _lock:
        _items.setdefault(item.region, {})[item.arn] = item


def _deploy_to(item: Item, account_id: str) -> None:
    backend = config_backends[account_id][item.region]
    error = organization.member_error(backend, item.owner, item.roles) or item.refuse(backend)
    if error is None:
        item.place(backend)
    status = f"{item.phase}_{'FAILED' if error else 'SUCCESSFUL'}"
    item.members[account_id] = Member(account_id, status, error)


def withdraw(item: Item) -> None:
    """Removes the item everywhere."""
    for member in item.members.values():
        item.remove(config_backends[member.account_id][item.region])
    with _lock:
        _items.get(item.region, {}).pop(item.arn, None)


def joined(account_id: str, region: str) -> None:
    """A recorder exists: an account that is new since the last deployment gets the items.

    AWS retries for accounts that join the organization, not for those that
    lacked a recorder when the rule was made.
    https://docs.aws.amazon.com/config/latest/developerguide/config-rule-multi-account-deployment.html
    """

    own = organizations.management_account_id(account_id)
    for item in list(_items.get(region, {}).values()):
        new = account_id not in item.members and account_id not in item.excluded
        if new and own is not None and organizations.management_account_id(item.owner) == own:
            _deploy_to(item, account_id)


def forget() -> None:
    """Forgets every item, when the back ends are reset."""
    with _lock:
        _items.clear()
