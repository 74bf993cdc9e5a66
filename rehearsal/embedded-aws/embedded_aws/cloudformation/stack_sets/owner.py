"""Whose stack set a call is about."""

from moto.core.responses import BaseResponse

from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack_sets import model
from embedded_aws.lookup import organizations

#: Trusted access and delegated administration go by this name.
PRINCIPAL = "member.org.stacksets.cloudformation.amazonaws.com"


def owner(response: BaseResponse) -> str:
    """The management account for a delegated administrator, else the caller.

    :raises ValidationError: when the caller administers nothing.
    """

    account_id = response.current_account
    if response._get_param("CallAs", "SELF") != "DELEGATED_ADMIN":
        return account_id
    management = organizations.management_account_id(account_id)
    if management is None or not organizations.is_delegated_administrator(account_id, PRINCIPAL):
        raise ValidationError("Account used is not a delegated administrator")
    return management


def find(response: BaseResponse) -> model.StackSet:
    name = response._get_param("StackSetName")
    return model.find(owner(response), response.region, name)
