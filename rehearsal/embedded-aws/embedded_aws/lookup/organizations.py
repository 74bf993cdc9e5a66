"""What services need to know about an account and its organization.

Each function takes any account of the organization and answers in constant
time, unless it returns a list.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol, cast

from moto.organizations.models import organizations_backends

from embedded_aws.policy_documents import inherited

#: An account in one of these admits no caller; one that is pending closure still works.
#: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
SHUT_STATES = frozenset({"PENDING_ACTIVATION", "SUSPENDED", "CLOSED"})


class Account(Protocol):
    """An account of an organization, as others see it."""

    id: str
    name: str
    email: str
    arn: str
    state: str
    parent_id: str
    create_time: datetime
    joined_method: str


class Organization(Protocol):
    """An organization as others see it: AWS Organizations keeps it."""

    account_id: str
    org: Any
    ou: list[Any]
    policies: list[Any]
    accounts_by_id: Mapping[str, Any]
    #: Service principal to the time since which it is trusted.
    trusted_services: dict[str, float]
    #: Account id to service principal to the time of its registration.
    delegated_services: dict[str, dict[str, float]]
    #: CloudFormation's own switch beside trusted access.
    stack_sets_activated: bool

    def enable_aws_service_access(self, ServicePrincipal: str) -> None: ...

    def register_delegated_administrator(self, AccountId: str, ServicePrincipal: str) -> None: ...

    def deregister_delegated_administrator(self, AccountId: str, ServicePrincipal: str) -> None: ...


#: Called with (management account, former administrator) after a deregistration.
Listener = Callable[[str, str], None]

_listeners: dict[str, list[Listener]] = {}


def on_deregistered(service_principal: str, listener: Listener) -> None:
    """Calls the service when Organizations takes its administrator away."""
    listeners = _listeners.setdefault(service_principal, [])
    if listener not in listeners:
        listeners.append(listener)


def deregistered(service_principal: str, management: str, administrator: str) -> None:
    """Organizations has taken the service's administrator away."""
    for listener in _listeners.get(service_principal, []):
        listener(management, administrator)


#: Called with the management account when what accounts inherit may have changed.
Change = Callable[[str], None]

_on_policies: dict[str, Change] = {}


def on_policies(kind: str, listener: Change) -> None:
    """Calls the service whenever policies of its type, or the accounts below them, change."""
    _on_policies[kind] = listener


def policies_changed(management: str, kind: str | None = None) -> None:
    """Of that type, or of any: an account has come or moved."""
    for known, listener in _on_policies.items():
        if kind in (None, known):
            listener(management)


def organization_of(account_id: str) -> Organization | None:
    """The organization that the account manages or is a member of."""
    owner = organizations_backends.master_accounts.get(account_id, (account_id, "aws"))[0]
    # Asking moto for the back end of a stranger would create one.
    if owner not in organizations_backends:
        return None
    backend = organizations_backends[owner]["aws"]
    return cast(Organization, backend) if backend.org else None


def organization_id(account_id: str) -> str | None:
    """The ``o-...`` id, as in ``aws:PrincipalOrgID``."""
    organization = organization_of(account_id)
    return organization.org.id if organization and organization.org else None


def management_account_id(account_id: str) -> str | None:
    organization = organization_of(account_id)
    return organization.account_id if organization else None


def account_of(account_id: str) -> Account | None:
    organization = organization_of(account_id)
    return organization.accounts_by_id.get(account_id) if organization else None


def account_state(account_id: str) -> str | None:
    """``ACTIVE``, ``SUSPENDED`` ...; None for an account outside any organization."""
    account = account_of(account_id)
    return account.state if account else None


def active_accounts(account_id: str) -> list[Account]:
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


def holders(account_id: str) -> list[Any]:
    """What policies are attached to: the account, its unit, the units above that, the root."""
    organization = organization_of(account_id)
    if organization is None:
        return []
    units = {unit.id: unit for unit in organization.ou}
    holder: Any = organization.accounts_by_id.get(account_id)
    found: list[Any] = []
    while holder is not None:
        found.append(holder)
        holder = units.get(getattr(holder, "parent_id", ""))
    return found


def policy_type_enabled(account_id: str, kind: str) -> bool:
    """The root has enabled the policy type."""
    organization = organization_of(account_id)
    roots = organization.ou[:1] if organization else []
    return any(one["Type"] == kind for root in roots for one in root.policy_types)


def effective_policy(account_id: str, kind: str) -> dict[str, Any]:
    """What the account inherits of a type; empty where that is nothing."""
    if not policy_type_enabled(account_id, kind):
        return {}
    return inherited.effective(
        policy.content
        for holder in reversed(holders(account_id))
        for policy in holder.attached_policies
        if policy.type == kind
    )
