"""Service-linked roles: whether an account has one, and making it.

See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
"""

import threading
from typing import Any

from moto.utilities.utils import get_partition

CONFIG = "config.amazonaws.com"
MULTI_ACCOUNT = "config-multiaccountsetup.amazonaws.com"
CONFORMS = "config-conforms.amazonaws.com"
STACK_SETS = "stacksets.cloudformation.amazonaws.com"

#: Names that do not follow from the service.
#: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
_OWN_NAMES = {STACK_SETS: "CloudFormationStackSetsOrgAdmin"}

# Role ids by account and service: accounts have many roles, and an organization's
# rules ask in each of its accounts.
_known: dict[tuple[str, str], str] = {}
# Stacks of several regions ask for one role at the same time.
LOCK = threading.RLock()


def role_name(service: str, suffix: str = "") -> str:
    """As moto's CreateServiceLinkedRole names it."""
    from moto.iam.models import SERVICE_NAME_CONVERSION

    *_, name, _, _ = service.split(".")
    first = service.split(".")[0]
    named = _OWN_NAMES.get(service) or SERVICE_NAME_CONVERSION.get(name, name)
    if first != name and service not in _OWN_NAMES:
        named += "_" + "".join(part.capitalize() for part in first.split("-"))
    return f"AWSServiceRoleFor{named}" + (f"_{suffix}" if suffix else "")


def arn(account_id: str, region: str, service: str) -> str:
    """The ARN that the role has, or would have."""
    tail = f"role/aws-service-role/{service}/{role_name(service)}"
    return f"arn:{get_partition(region)}:iam::{account_id}:{tail}"


def exists(account_id: str, region: str, service: str) -> bool:
    """The account has the role."""
    roles = _iam(account_id, region).roles
    if _known.get((account_id, service)) in roles:
        return True
    name = role_name(service)
    found = next((role.id for role in list(roles.values()) if role.name == name), None)
    if found is not None:
        _known[account_id, service] = found
    return found is not None


def ensure(account_id: str, region: str, service: str) -> None:
    """The service makes the role where it is missing."""
    with LOCK:
        if not exists(account_id, region, service):
            _iam(account_id, region).create_service_linked_role(service, "", "")


def _iam(account_id: str, region: str) -> Any:
    from moto.iam.models import iam_backends

    return iam_backends[account_id][get_partition(region)]
