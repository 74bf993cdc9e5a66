"""Who may speak for the organization, and which accounts it reaches."""

from typing import TYPE_CHECKING

from embedded_aws.lookup import linked_roles, organizations
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend

AGGREGATION = linked_roles.CONFIG
#: Organization rules and organization conformance packs.
MULTI_ACCOUNT = linked_roles.MULTI_ACCOUNT


def authorize(account_id: str, principal: str) -> None:
    """The account is the management account or a delegated administrator.

    The management account's call turns trusted access on by itself; a
    delegated administrator's does not.
    https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html

    :raises Refused: OrganizationAccessDeniedException and its kin.
    """

    organization = organizations.organization_of(account_id)
    if organization is None or organization.org is None:
        raise Refused(
            "OrganizationAccessDeniedException",
            "This action can only be made by accounts in an AWS Organization",
        )
    if organization.org.feature_set != "ALL":
        raise Refused(
            "OrganizationAllFeaturesNotEnabledException",
            "All features are not enabled in the organization.",
        )
    if account_id == organizations.management_account_id(account_id):
        if not organizations.has_trusted_access(account_id, principal):
            organization.enable_aws_service_access(ServicePrincipal=principal)
        return
    delegated = organizations.is_delegated_administrator(account_id, principal)
    if not delegated or not organizations.has_trusted_access(account_id, principal):
        raise Refused(
            "OrganizationAccessDeniedException",
            "This action can only be performed by the management account or a "
            f"delegated administrator for {principal} of the organization.",
        )


def targets(account_id: str, excluded: list[str]) -> list[str]:
    """The active accounts of the organization, without the excluded ones."""

    left_out = set(excluded)
    ids = (account.id for account in organizations.active_accounts(account_id))
    return [account_id for account_id in ids if account_id not in left_out]


def member_error(
    backend: "ConfigBackend", owner: str, services: tuple[str, ...]
) -> tuple[str, str] | None:
    """Why an item cannot be made in an account; None when it can.

    Config makes the service-linked roles that it needs where it may: in the
    accounts of members, and in the management account when that one calls. When a
    delegated administrator calls, the management account must have them already.
    https://docs.aws.amazon.com/config/latest/developerguide/conformance-pack-organization-apis.html
    """

    account_id, region = backend.account_id, backend.region_name
    by_hand = account_id != owner and account_id == organizations.management_account_id(owner)
    if by_hand:
        for service in services:
            if not linked_roles.exists(account_id, region, service):
                return _no_role(account_id, linked_roles.role_name(service))
    if not backend.recorders:
        return (
            "NoAvailableConfigurationRecorder",
            "Configuration recorder is not available to the account. Create a configuration"
            " recorder.",
        )
    for service in () if by_hand else services:
        linked_roles.ensure(account_id, region, service)
    return None


def _no_role(account_id: str, role: str) -> tuple[str, str]:
    # AWS publishes no wording: the code is the one that PutOrganizationConfigRule has for it.
    return (
        "InsufficientPermissions",
        f"The service-linked role {role} does not exist in the management account {account_id},"
        " and AWS Config does not create it there for a delegated administrator.",
    )
