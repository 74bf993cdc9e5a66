"""How IAM and stacks make service-linked roles.

See https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html
"""

# mypy: disable-error-code="method-assign"

from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request
from embedded_aws.cloudformation.providers.api_calls import client, pick, strict_client
from embedded_aws.lookup import linked_roles


def _refuse_a_second() -> None:
    """IAM's words where the role is there; moto has those of CreateRole."""
    from moto.iam.exceptions import InvalidInput
    from moto.iam.models import IAMBackend

    create = IAMBackend.create_service_linked_role

    def create_service_linked_role(
        self: IAMBackend, service_name: str, description: str, suffix: str
    ) -> Any:
        name = linked_roles.role_name(service_name, suffix)
        with linked_roles.LOCK:
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
    """Names Config's roles as AWS does, and refuses a second one."""
    from moto.iam.models import SERVICE_NAME_CONVERSION

    SERVICE_NAME_CONVERSION.update(
        {
            "access-analyzer": "AccessAnalyzer",
            "config": "Config",
            "config-conforms": "ConfigConforms",
            "config-multiaccountsetup": "ConfigMultiAccountSetup",
            # https://docs.aws.amazon.com/guardduty/latest/ug/slr-permissions.html
            "guardduty": "AmazonGuardDuty",
            # https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-cloudwatch.html
            "observabilityadmin": "ObservabilityAdmin",
        }
    )
    _refuse_a_second()
