"""Who exists, by moto's back ends."""

from typing import TYPE_CHECKING, Any

from moto.iam.models import iam_backends
from moto.utilities.utils import PARTITION_NAMES

from embedded_aws.beliefs import belief
from embedded_aws.lookup import organizations

if TYPE_CHECKING:
    from moto.core.responses import BaseResponse
    from moto.iam.models import IAMBackend


_PROVIDERS_EXIST = belief("policy-provider-exists")


def _iam(account_id: str, partition: str = "aws") -> Any | None:
    """The IAM of an account, without making one."""
    account = dict.get(iam_backends, account_id)
    if account is None or partition not in dict.keys(account):
        return None
    return account[partition]


#: The roles and users that some policy has ever named, by ARN.
NAMED: set[str] = set()


#: The accounts that have been called.
_CALLED: set[str] = set()


def note_caller(response: "BaseResponse") -> None:
    """The caller exists."""
    _CALLED.add(response.current_account)


class BackEnds:
    """The accounts of organizations and all others that have ever been called."""

    def has_account(self, account_id: str) -> bool:
        from moto.organizations.models import organizations_backends
        from moto.s3.models import s3_backends

        backends = (iam_backends, organizations_backends, s3_backends)
        called = account_id in _CALLED or any(account_id in one for one in backends)
        return called or organizations.account_of(account_id) is not None

    def has_identity(self, arn: str) -> bool:
        found = unique_id(arn) is not None
        if found:
            NAMED.add(arn)
        return found

    def has_role(self, account_id: str, name: str) -> bool:
        iams = (_iam(account_id, partition) for partition in PARTITION_NAMES)
        return any(role.name == name for iam in iams if iam for role in iam.roles.values())

    def has_provider(self, arn: str) -> bool:
        if not _PROVIDERS_EXIST.holds:
            return True
        iam = _iam(arn.split(":")[4], arn.split(":")[1])
        return iam is not None and (arn in iam.open_id_providers or _has_saml(iam, arn))

    def has_unique_id(self, unique: str) -> bool:
        return any(
            unique in iam.roles or any(user.id == unique for user in iam.users.values())
            for account_id in list(dict.keys(iam_backends))
            for partition in PARTITION_NAMES
            if (iam := _iam(account_id, partition))
        )


def _has_saml(iam: "IAMBackend", arn: str) -> bool:
    return any(provider.arn == arn for provider in iam.saml_providers.values())


def unique_id(arn: str) -> str | None:
    """The unique id of the role or user of the ARN; None where there is none.

    Service-linked and other roles with a path have it in their ARN.
    """
    parts = arn.split(":", 5)
    iam = _iam(parts[4], parts[1])
    if iam is None:
        return None
    for role in iam.roles.values():
        if role.arn == arn:
            return str(role.id)
    for user in iam.users.values():
        if user.arn == arn:
            return str(user.id)
    return None


DIRECTORY = BackEnds()
