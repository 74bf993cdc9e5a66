"""Types that an account registered itself: RegisterType and its companions.

org-formation registers the community types that a template uses. They have no
schema here: any property is taken.
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RegisterType.html
"""

import uuid
from dataclasses import dataclass, field

from moto.cloudformation.models import cloudformation_backends
from moto.utilities.utils import get_partition

from embedded_aws.cloudformation.errors import TypeNotFound
from embedded_aws.kept import kept


@dataclass
class RegisteredType:
    name: str
    arn: str
    versions: list[str] = field(default_factory=list)
    default_version: str = ""


def _table(account_id: str, region: str) -> dict[str, RegisteredType]:
    backend = cloudformation_backends[account_id][region]
    return kept(backend, "registered_types", dict[str, RegisteredType])


def is_registered(account_id: str, region: str, type_name: str) -> bool:
    return type_name in _table(account_id, region)


def register(account_id: str, region: str, type_name: str) -> str:
    """Adds a version and answers the registration token."""
    arn = (
        f"arn:{get_partition(region)}:cloudformation:{region}:{account_id}:"
        f"type/resource/{type_name.replace('::', '-')}"
    )
    table = _table(account_id, region)
    registered = table.setdefault(type_name, RegisteredType(type_name, arn))
    version = f"{len(registered.versions) + 1:08d}"
    registered.versions.append(version)
    registered.default_version = registered.default_version or version
    return f"{uuid.uuid4()}|{type_name}|{version}"


def get(account_id: str, region: str, name_or_arn: str) -> RegisteredType:
    """:raises TypeNotFound: unless the account registered it."""
    for registered in _table(account_id, region).values():
        if name_or_arn == registered.name or name_or_arn.startswith(registered.arn):
            return registered
    raise TypeNotFound(f"The type '{name_or_arn}' cannot be found.")


def deregister(account_id: str, region: str, name_or_arn: str, version: str | None) -> None:
    """Removes one version, or the type with its last one."""
    registered = get(account_id, region, name_or_arn)
    if version and version in registered.versions and len(registered.versions) > 1:
        registered.versions.remove(version)
    else:
        del _table(account_id, region)[registered.name]
