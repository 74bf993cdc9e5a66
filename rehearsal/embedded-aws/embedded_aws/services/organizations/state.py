"""What other extensions need to know about an account and its organization.

Each function takes any account of the organization and answers in constant
time, unless it returns a list.
"""

from typing import TYPE_CHECKING, cast

from moto.organizations.models import organizations_backends

if TYPE_CHECKING:
    from embedded_aws.services.organizations.account import Account
    from embedded_aws.services.organizations.model import OrganizationBackend

#: Nobody gets into an account in one of these; one that is pending closure still works.
#: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
SHUT_STATES = frozenset({"PENDING_ACTIVATION", "SUSPENDED", "CLOSED"})


def organization_of(account_id: str) -> "OrganizationBackend | None":
    """The organization that the account manages or is a member of."""
    owner = organizations_backends.master_accounts.get(account_id, (account_id, "aws"))[0]
    # Asking moto for the back end of a stranger would create one.
    if owner not in organizations_backends:
        return None
    backend = organizations_backends[owner]["aws"]
    return cast("OrganizationBackend", backend) if backend.org else None


def organization_id(account_id: str) -> str | None:
    """The ``o-...`` id, as in ``aws:PrincipalOrgID``."""
    organization = organization_of(account_id)
    return organization.org.id if organization and organization.org else None


def management_account_id(account_id: str) -> str | None:
    organization = organization_of(account_id)
    return organization.account_id if organization else None


def account_of(account_id: str) -> "Account | None":
    organization = organization_of(account_id)
    return organization.accounts_by_id.get(account_id) if organization else None


def account_state(account_id: str) -> str | None:
    """``ACTIVE``, ``SUSPENDED`` ...; None for an account outside any organization."""
    account = account_of(account_id)
    return account.state if account else None


def active_accounts(account_id: str) -> "list[Account]":
    """The ACTIVE accounts of the organization, management account included."""
    organization = organization_of(account_id)
    accounts = organization.accounts_by_id.values() if organization else ()
    return [account for account in accounts if account.state == "ACTIVE"]


def has_trusted_access(account_id: str, service_principal: str) -> bool:
    """The organization of the account has enabled access for the service."""
    organization = organization_of(account_id)
    return organization is not None and service_principal in organization.trusted_services


def is_delegated_administrator(account_id: str, service_principal: str | None = None) -> bool:
    """The account administers the service for its organization; None means any service."""
    organization = organization_of(account_id)
    if organization is None:
        return False
    services = organization.delegated_services.get(account_id, {})
    return bool(services) if service_principal is None else service_principal in services
