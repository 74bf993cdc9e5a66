"""Access of StackSets to the organization, which CloudFormation itself activates.

Trusted access in AWS Organizations is another switch: listing the principal there
activates nothing here.
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ActivateOrganizationsAccess.html
https://github.com/pepperize/cdk-organizations/issues/1718
"""

from typing import Any

from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack_sets.owner import PRINCIPAL, owner
from embedded_aws.evidence import evidence
from embedded_aws.lookup import linked_roles, organizations

NOT_ACTIVATED = "You must enable organizations access to operate a service managed stack set"
_SERVICE = linked_roles.STACK_SETS

Response = CloudFormationResponse


class InvalidOperation(CloudFormationError):
    code = "InvalidOperationException"


def _organization(account_id: str) -> Any:
    """:raises ValidationError: for any account but the management account."""

    if organizations.management_account_id(account_id) != account_id:
        raise ValidationError(
            "You must be the management account of the organization to perform this operation"
        )
    return organizations.organization_of(account_id)


@evidence("stack-sets-activation-is-its-own-switch")
def require_activated(account_id: str) -> None:
    """:raises ValidationError: unless access is activated, and Organizations still trusts it."""

    organization = organizations.organization_of(account_id)
    activated = organization is not None and organization.stack_sets_activated
    if not (activated and organizations.has_trusted_access(account_id, PRINCIPAL)):
        raise ValidationError(NOT_ACTIVATED)


def activate_organizations_access(self: Response) -> EmptyResult:
    """Makes the service-linked role and gives trusted access; a second time changes nothing."""
    account_id = self.current_account
    organization = _organization(account_id)
    linked_roles.ensure(account_id, self.region, _SERVICE)
    organization.enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    organization.stack_sets_activated = True
    return EmptyResult()


@evidence("stack-sets-deactivation-needs-no-administrators")
def deactivate_organizations_access(self: Response) -> EmptyResult:
    """:raises InvalidOperation: while an account is delegated administrator of StackSets."""
    organization = _organization(self.current_account)
    if organization.list_delegated_administrators(PRINCIPAL):
        raise InvalidOperation(
            "Deregister all delegated administrators before you deactivate organizations access"
        )
    organization.disable_aws_service_access(ServicePrincipal=PRINCIPAL)
    organization.stack_sets_activated = False
    return EmptyResult()


@evidence("stack-sets-status-after-trust-is-withdrawn")
def describe_organizations_access(self: Response) -> ActionResult:
    """The management account's switch; ``CallAs`` DELEGATED_ADMIN reads it from a member."""
    organization = _organization(owner(self))
    return ActionResult({"Status": "ENABLED" if organization.stack_sets_activated else "DISABLED"})


OPERATIONS = (
    activate_organizations_access,
    deactivate_organizations_access,
    describe_organizations_access,
)
