"""Service-linked roles: those that Config needs, and how IAM and stacks make them.

See https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html
"""

# mypy: disable-error-code="method-assign"

import threading
from typing import Any

from moto.utilities.utils import get_partition

from embedded_aws.cloudformation.provider import Handled, Request, register
from embedded_aws.cloudformation.providers.api_calls import client, pick, strict_client

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
_lock = threading.RLock()


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
    """Config makes the role where it is missing."""
    with _lock:
        if not exists(account_id, region, service):
            _iam(account_id, region).create_service_linked_role(service, "", "")


def _iam(account_id: str, region: str) -> Any:
    from moto.iam.models import iam_backends

    return iam_backends[account_id][get_partition(region)]


def _refuse_a_second() -> None:
    """IAM's words where the role is there; moto has those of CreateRole."""
    from moto.iam.exceptions import InvalidInput
    from moto.iam.models import IAMBackend

    create = IAMBackend.create_service_linked_role

    def create_service_linked_role(
        self: IAMBackend, service_name: str, description: str, suffix: str
    ) -> Any:
        name = role_name(service_name, suffix)
        with _lock:
            if any(role.name == name for role in list(self.roles.values())):
                raise InvalidInput(
                    f"Service role name {name} has been taken in this account, please try a"
                    " different suffix."
                )
            role = create(self, service_name, description, suffix)
            role.name = name
            return role

    IAMBackend.create_service_linked_role = create_service_linked_role


class LinkedRoleProvider:
    """AWS::IAM::ServiceLinkedRole, which fails where the account has the role.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-servicelinkedrole.html
    """

    type_name = "AWS::IAM::ServiceLinkedRole"

    def create(self, request: Request) -> Handled:
        given = pick(request.properties, "AWSServiceName", "Description", "CustomSuffix")
        with strict_client("iam", request) as iam:
            name = iam.create_service_linked_role(**given)["Role"]["RoleName"]
        return Handled(name, {"RoleName": name})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        with client("iam", request) as iam:
            description = request.properties.get("Description", "")
            iam.update_role(RoleName=physical_id, Description=description)
        return Handled(physical_id, {"RoleName": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        with client("iam", request) as iam:
            iam.get_role(RoleName=physical_id)
            iam.delete_service_linked_role(RoleName=physical_id)


def install() -> None:
    """Names Config's roles as AWS does, refuses a second one, and serves stacks."""
    from moto.iam.models import SERVICE_NAME_CONVERSION

    SERVICE_NAME_CONVERSION.update(
        {
            "access-analyzer": "AccessAnalyzer",
            "config": "Config",
            "config-conforms": "ConfigConforms",
            "config-multiaccountsetup": "ConfigMultiAccountSetup",
            # https://docs.aws.amazon.com/guardduty/latest/ug/slr-permissions.html
            "guardduty": "AmazonGuardDuty",
        }
    )
    _refuse_a_second()
    register(LinkedRoleProvider())
