"""Trusted access of StackSets, which CloudFormation itself switches on and off.

See https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ActivateOrganizationsAccess.html
"""

from typing import Any

from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack_sets.owner import PRINCIPAL

Response = CloudFormationResponse


def _organization(self: Response) -> Any:
    """:raises ValidationError: for any account but the management account."""
    from embedded_aws.services.organizations import state

    account_id = self.current_account
    if state.management_account_id(account_id) != account_id:
        raise ValidationError(
            "You must be the management account of the organization to perform this operation"
        )
    return state.organization_of(account_id)


def activate_organizations_access(self: Response) -> EmptyResult:
    _organization(self).enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    return EmptyResult()


def deactivate_organizations_access(self: Response) -> EmptyResult:
    _organization(self).disable_aws_service_access(ServicePrincipal=PRINCIPAL)
    return EmptyResult()


def describe_organizations_access(self: Response) -> ActionResult:
    from embedded_aws.services.organizations import state

    trusted = state.has_trusted_access(self.current_account, PRINCIPAL)
    return ActionResult({"Status": "ENABLED" if trusted else "DISABLED"})


OPERATIONS = (
    activate_organizations_access,
    deactivate_organizations_access,
    describe_organizations_access,
)
