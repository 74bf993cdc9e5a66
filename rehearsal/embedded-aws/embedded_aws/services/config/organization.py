"""Who may speak for the organization, and which accounts it reaches."""

from typing import Any

from embedded_aws.services.config.refused import Refused

AGGREGATION = "config.amazonaws.com"
#: Organization rules and organization conformance packs.
MULTI_ACCOUNT = "config-multiaccountsetup.amazonaws.com"


def authorize(account_id: str, principal: str) -> None:
    """The account is the management account or a delegated administrator.

    The management account's call turns trusted access on by itself; a
    delegated administrator's does not.
    https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html

    :raises Refused: OrganizationAccessDeniedException and its kin.
    """
    from embedded_aws.services import organizations

    organization = organizations.organization_of(account_id)
    if organization is None:
        raise Refused(
            "OrganizationAccessDeniedException",
            "This action can only be made by accounts in an AWS Organization",
        )
    if organization.feature_set != "ALL":
        raise Refused(
            "OrganizationAllFeaturesNotEnabledException",
            "All features are not enabled in the organization.",
        )
    if account_id == organizations.management_account_id(account_id):
        _enable_access(account_id, principal)
        return
    delegated = organizations.is_delegated_administrator(account_id, principal)
    if not delegated or not organizations.has_trusted_access(account_id, principal):
        raise Refused(
            "OrganizationAccessDeniedException",
            "This action can only be performed by the management account or a "
            f"delegated administrator for {principal} of the organization.",
        )


def _enable_access(management: str, principal: str) -> None:
    from moto.organizations.models import organizations_backends

    from embedded_aws.services import organizations

    if not organizations.has_trusted_access(management, principal):
        backend = organizations_backends[management]["aws"]
        backend.enable_aws_service_access(ServicePrincipal=principal)


def targets(account_id: str, excluded: list[str]) -> list[str]:
    """The active accounts of the organization, without the excluded ones."""
    from embedded_aws.services import organizations

    found = organizations.active_accounts(account_id)
    ids = [a if isinstance(a, str) else a.id for a in found]
    return [i for i in ids if i not in set(excluded)]


def administrators(account_id: str, principal: str) -> list[str]:
    """The accounts whose organization rules may reach this one."""
    from moto.config.models import config_backends

    from embedded_aws.services import organizations

    if organizations.organization_of(account_id) is None:
        return []
    management = organizations.management_account_id(account_id)
    candidates = [a for a in list(config_backends) if organizations.is_delegated_administrator(a, principal)]
    return [str(management), *candidates]


def member_error(backend: Any) -> tuple[str, str] | None:
    """Why a rule cannot be made in a member account; None when it can."""
    if backend.recorders:
        return None
    return (
        "NoAvailableConfigurationRecorder",
        "Configuration recorder is not available to the account. Create a configuration recorder.",
    )
