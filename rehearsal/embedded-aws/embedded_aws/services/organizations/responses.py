"""The Organizations API: who may call what, and pages of its lists."""

import json
from collections.abc import Sequence
from typing import Any, cast

from moto.organizations.exceptions import AWSOrganizationsNotInUseException
from moto.organizations.responses import OrganizationsResponse

from embedded_aws.gate import Refusal, respond
from embedded_aws.lookup import organizations
from embedded_aws.paging import page
from embedded_aws.services.organizations import handshakes, inherited_policies
from embedded_aws.services.organizations.errors import AccessDenied, InvalidInput
from embedded_aws.services.organizations.model import OrganizationBackend

# The largest page of the Organizations lists, and their default.
# https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
_PAGE = 20

_FOR_EVERYBODY = frozenset(
    {
        "AcceptHandshake",
        "CreateOrganization",
        "DeclineHandshake",
        "DescribeEffectivePolicy",
        "DescribeHandshake",
        "DescribeOrganization",
        "ListHandshakesForAccount",
    }
)


def _reads(action: str) -> bool:
    return action.startswith(("Describe", "List"))


class Response(OrganizationsResponse):
    """Answers any account of the organization, within its rights.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html
    """

    @property
    def organizations_backend(self) -> OrganizationBackend:
        organization = organizations.organization_of(self.current_account)
        if organization is None or self._get_action() == "CreateOrganization":
            return cast(OrganizationBackend, super().organizations_backend)
        return cast(OrganizationBackend, organization)

    def call_action(self) -> Any:
        try:
            self._authorize(self._get_action())
        except (AccessDenied, AWSOrganizationsNotInUseException) as error:
            return respond(self, Refusal(error.code, error.message))
        return super().call_action()

    def _authorize(self, action: str) -> None:
        if action in _FOR_EVERYBODY:
            return
        management = organizations.management_account_id(self.current_account)
        if management is None:
            raise AWSOrganizationsNotInUseException
        if self.current_account == management:
            return
        if not (_reads(action) and organizations.is_delegated_administrator(self.current_account)):
            raise AccessDenied

    def _paged(self, key: str, items: Sequence[Any]) -> str:
        size, token = self._get_param("MaxResults"), self._get_param("NextToken")
        try:
            found, following = page(items, _PAGE, size, token)
        except ValueError as cause:
            raise InvalidInput("INVALID_NEXT_TOKEN", "The NextToken is invalid.") from cause
        return json.dumps({key: found} | ({"NextToken": following} if following else {}))

    def list_accounts(self) -> str:
        accounts = self.organizations_backend.accounts_by_id.values()
        return self._paged("Accounts", [account.describe() for account in accounts])

    def list_accounts_for_parent(self) -> str:
        organization = self.organizations_backend
        parent_id = organization.validate_parent_id(self._get_param("ParentId"))
        accounts = organization.accounts_by_id.values()
        return self._paged("Accounts", [a.describe() for a in accounts if a.parent_id == parent_id])

    def list_create_account_status(self) -> str:
        wanted = self._get_param("States")
        requests = self.organizations_backend.create_requests.values()
        found = [r for r in requests if not wanted or r["State"] in wanted]
        return self._paged("CreateAccountStatuses", found)

    def list_aws_service_access_for_organization(self) -> str:
        services = self.organizations_backend.list_aws_service_access_for_organization()
        return self._paged("EnabledServicePrincipals", services)

    def list_delegated_administrators(self) -> str:
        administrators = self.organizations_backend.list_delegated_administrators(
            self._get_param("ServicePrincipal")
        )
        return self._paged("DelegatedAdministrators", administrators)

    def list_delegated_services_for_account(self) -> str:
        services = self.organizations_backend.list_delegated_services_for_account(
            self._get_param("AccountId")
        )
        return self._paged("DelegatedServices", services)

    def describe_effective_policy(self) -> str:
        target = self._get_param("TargetId") or self.current_account
        if target != self.current_account:
            self._authorize("DescribeAccount")
        found = inherited_policies.describe_effective(target, self._get_param("PolicyType"))
        return json.dumps({"EffectivePolicy": found})

    def _shown(self, handshake: handshakes.Handshake) -> str:
        return json.dumps({"Handshake": handshake.describe()})

    def _listed(self, found: Sequence[handshakes.Handshake]) -> str:
        action = (self._get_param("Filter") or {}).get("ActionType", "INVITE")
        shown = [handshake.describe() for handshake in found if action == "INVITE"]
        return self._paged("Handshakes", shown)

    def invite_account_to_organization(self) -> str:
        target, notes = self._get_param("Target"), self._get_param("Notes")
        return self._shown(handshakes.invite(self.organizations_backend, target, notes))

    def list_handshakes_for_organization(self) -> str:
        return self._listed(list(self.organizations_backend.handshakes.values()))

    def list_handshakes_for_account(self) -> str:
        return self._listed(handshakes.of_account(self.current_account))

    def describe_handshake(self) -> str:
        return self._shown(handshakes.find(self.current_account, self._get_param("HandshakeId")))

    def _answered(self, state: str) -> str:
        handshake_id = self._get_param("HandshakeId")
        return self._shown(handshakes.answer(self.current_account, handshake_id, state))

    def accept_handshake(self) -> str:
        return self._answered("ACCEPTED")

    def decline_handshake(self) -> str:
        return self._answered("DECLINED")

    def cancel_handshake(self) -> str:
        return self._answered("CANCELED")
