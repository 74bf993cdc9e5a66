"""Trusted access for services, and the accounts that administer them.

See https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services.html
"""

from typing import Any

from moto.core.utils import unix_time
from moto.organizations.exceptions import (
    AccountAlreadyRegisteredException,
    AccountNotFoundException,
    AccountNotRegisteredException,
)
from moto.organizations.models import FakeServiceAccess

from embedded_aws.lookup.organizations import SHUT_STATES, deregistered
from embedded_aws.services.organizations.account import Account
from embedded_aws.services.organizations.errors import ConstraintViolation, InvalidInput

#: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
KNOWN_SERVICES = frozenset(FakeServiceAccess.TRUSTED_SERVICES) | {
    "agentless.inspector2.amazonaws.com",
    "aws-artifact-account-sync.amazonaws.com",
    "bedrock.amazonaws.com",
    "iam.amazonaws.com",
    "license-manager.member-account.amazonaws.com",
    "malware-protection.guardduty.amazonaws.com",
    "notifications.amazonaws.com",
    "observabilityadmin.amazonaws.com",
    "resource-explorer-2.amazonaws.com",
    "security-ir.amazonaws.com",
}

# How many accounts may administer a service; the others are not limited here.
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html
_MAX_ADMINISTRATORS = {
    "access-analyzer.amazonaws.com": 1,
    "cloudtrail.amazonaws.com": 3,
    "detective.amazonaws.com": 1,
    "guardduty.amazonaws.com": 1,
    "inspector2.amazonaws.com": 1,
    "macie.amazonaws.com": 1,
    "securityhub.amazonaws.com": 1,
}


def _require_known(service_principal: str) -> None:
    if service_principal not in KNOWN_SERVICES:
        raise InvalidInput("INVALID_ENUM", "You specified an unrecognized service principal.")


class Delegation:
    """The part of an organization that concerns other services."""

    account_id: str
    accounts_by_id: dict[str, Account]

    def _init_delegation(self) -> None:
        #: Service principal to the time since which it is trusted.
        self.trusted_services: dict[str, float] = {}
        #: Account id to service principal to the time of its registration.
        self.delegated_services: dict[str, dict[str, float]] = {}
        #: CloudFormation's own switch beside trusted access.
        self.stack_sets_activated = False

    def enable_aws_service_access(self, ServicePrincipal: str) -> None:
        """Enabling twice changes nothing."""
        _require_known(ServicePrincipal)
        self.trusted_services.setdefault(ServicePrincipal, unix_time())

    def disable_aws_service_access(self, ServicePrincipal: str) -> None:
        _require_known(ServicePrincipal)
        self.trusted_services.pop(ServicePrincipal, None)

    def list_aws_service_access_for_organization(
        self,
    ) -> list[dict[str, Any]]:
        return [
            {"ServicePrincipal": principal, "DateEnabled": since}
            for principal, since in sorted(self.trusted_services.items())
        ]

    def _administrators_of(self, service_principal: str) -> list[str]:
        return [a for a, s in self.delegated_services.items() if service_principal in s]

    def _require_member(self, account_id: str) -> Account:
        if account_id == self.account_id:
            raise ConstraintViolation(
                "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
                "You cannot register master account/yourself as delegated administrator"
                " for your organization.",
            )
        account = self.accounts_by_id.get(account_id)
        if account is None:
            raise AccountNotFoundException
        return account

    def register_delegated_administrator(self, AccountId: str, ServicePrincipal: str) -> None:
        account = self._require_member(AccountId)
        _require_known(ServicePrincipal)
        if ServicePrincipal not in self.trusted_services:
            raise ConstraintViolation(
                "SERVICE_ACCESS_NOT_ENABLED",
                "Service access is not enabled for the specified service principal."
                " Call EnableAWSServiceAccess first.",
            )
        if account.state in SHUT_STATES:
            raise ConstraintViolation(
                "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
                "You cannot register a suspended account as a delegated administrator.",
            )
        registered = self._administrators_of(ServicePrincipal)
        if AccountId in registered:
            raise AccountAlreadyRegisteredException
        self._require_room(ServicePrincipal, len(registered))
        self.delegated_services.setdefault(AccountId, {})[ServicePrincipal] = unix_time()

    @staticmethod
    def _require_room(service_principal: str, registered: int) -> None:
        limit = _MAX_ADMINISTRATORS.get(service_principal)
        if limit is None or registered < limit:
            return
        reason = (
            "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE"
            if limit == 1
            else "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED"
        )
        raise ConstraintViolation(
            reason,
            "You have already registered the maximum number of delegated administrators"
            " for this service.",
        )

    def deregister_delegated_administrator(self, AccountId: str, ServicePrincipal: str) -> None:
        self._require_member(AccountId)
        services = self.delegated_services.get(AccountId, {})
        if ServicePrincipal not in services:
            raise AccountNotRegisteredException
        del services[ServicePrincipal]
        if not services:
            del self.delegated_services[AccountId]
        deregistered(ServicePrincipal, self.account_id, AccountId)

    def list_delegated_administrators(
        self, service_principal: str | None = None
    ) -> list[dict[str, Any]]:
        if service_principal:
            _require_known(service_principal)
        return [
            self.accounts_by_id[account_id].describe()
            | {"DelegationEnabledDate": min(services.values())}
            for account_id, services in self.delegated_services.items()
            if not service_principal or service_principal in services
        ]

    def list_delegated_services_for_account(self, account_id: str) -> list[dict[str, Any]]:
        if account_id not in self.accounts_by_id:
            raise AccountNotFoundException
        if account_id not in self.delegated_services:
            raise AccountNotRegisteredException
        return [
            {"ServicePrincipal": principal, "DelegationEnabledDate": since}
            for principal, since in self.delegated_services[account_id].items()
        ]
