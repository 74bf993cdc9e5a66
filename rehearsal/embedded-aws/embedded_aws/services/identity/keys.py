"""Finds the account of an access key without scanning every account."""

# mypy: disable-error-code="method-assign"

from typing import Any

import moto.iam.models as iam_models
from moto.core.base_backend import BackendDict
from moto.iam.models import AccessKey, iam_backends
from moto.utilities.utils import PARTITION_NAMES

_owner_of: dict[str, str] = {}


def get_account_id_from(access_key: str) -> str:
    """The account of the key; moto's default account when no account has that key."""
    account_id = _owner_of.get(access_key)
    if account_id is not None and account_id in iam_backends:
        account = iam_backends[account_id]
        if any(access_key in account[p].access_keys for p in _partitions(account)):
            return account_id
        # The key was deleted, or moto was reset.
        _owner_of.pop(access_key, None)
    return str(iam_models.DEFAULT_ACCOUNT_ID)


def _partitions(account: Any) -> list[str]:
    return [name for name in PARTITION_NAMES if name in dict.keys(account)]


def _index_new_keys() -> None:
    original = AccessKey.__init__

    def init(
        self: AccessKey,
        user_name: str | None,
        prefix: str,
        account_id: str,
        status: str = "Active",
    ) -> None:
        original(self, user_name, prefix, account_id, status)
        _owner_of[self.access_key_id] = account_id

    AccessKey.__init__ = init


def _find_backends_without_listing_them() -> None:
    # moto copies the list of all accounts, under a global lock, on each lookup.
    original = BackendDict.__getitem__

    def getitem(self: BackendDict[Any], account_id: str) -> Any:
        found = dict.get(self, account_id)
        return original(self, account_id) if found is None else found

    BackendDict.__getitem__ = getitem


def install() -> None:
    # moto.core.responses imports this by name on each request.
    iam_models.get_account_id_from = get_account_id_from
    _index_new_keys()
    _find_backends_without_listing_them()
