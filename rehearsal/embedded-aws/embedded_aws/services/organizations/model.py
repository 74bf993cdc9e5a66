"""The organization itself, kept by the back end of its management account."""

import hashlib
import re
from typing import Any

import moto.organizations.urls as organizations_urls
from moto.core.utils import unix_time
from moto.organizations import utils
from moto.organizations.exceptions import (
    AccountAlreadyClosedException,
    AccountNotFoundException,
    AWSOrganizationsNotInUseException,
    OrganizationNotEmptyException,
    OrganizationsClientError,
)
from moto.organizations.models import organizations_backends

from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations
from embedded_aws.services.organizations import events
from embedded_aws.services.organizations.account import (
    DEFAULT_ROLE_NAME,
    Account,
    State,
    create_access_role,
)
from embedded_aws.services.organizations.delegation import Delegation
from embedded_aws.services.organizations.errors import (
    AccessDenied,
    ConstraintViolation,
    InvalidInput,
)
from embedded_aws.services.organizations.handshakes import Handshake
from embedded_aws.services.organizations.inherited_policies import InheritedPolicies

_DEFAULT_POLICIES = (utils.DEFAULT_SCP_POLICY_ID, utils.DEFAULT_RCP_POLICY_ID)
_NOT_A_MEMBER_IS_NOT_FOUND = belief("organizations-describe-account-that-left")
#: Characters, white space among them.
#: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
_SCP_LIMIT = 10_240


#: Of an account that is to be made; one that is there may have any.
#: https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html
_NEW_NAME = re.compile(r"[\u0020-\u007E]{1,50}")


def _check_content(kind: str, content: str | None) -> None:
    if kind == "SERVICE_CONTROL_POLICY" and len(content or "") > _SCP_LIMIT:
        raise ConstraintViolation(
            "POLICY_CONTENT_LIMIT_EXCEEDED",
            "You have exceeded the allowed maximum size of a policy.",
        )


# Delegation answers objects where moto answers the JSON of a response.
class OrganizationBackend(Delegation, InheritedPolicies):  # type: ignore[misc]
    """moto's organization with given account ids, states and delegation."""

    def _reset(self) -> None:
        super()._reset()
        self.accounts_by_id: dict[str, Account] = {}
        #: Answers of DescribeCreateAccountStatus by request id.
        self.create_requests: dict[str, dict[str, Any]] = {}
        #: Invitations by id, the answered ones too.
        self.handshakes: dict[str, Handshake] = {}
        self._init_delegation()

    @property
    def _url_module(self) -> Any:
        return organizations_urls

    def reset(self) -> None:
        # moto's own reset leaves former members behind.
        for account_id in getattr(self, "accounts_by_id", {}):
            organizations_backends.master_accounts.pop(account_id, None)
        super().reset()

    def create_organization(self, region: str, **kwargs: Any) -> dict[str, Any]:
        super().create_organization(region, **kwargs)
        assert self.org
        moto_master = self.accounts.pop()
        for policy in list(moto_master.attached_policies):
            policy.attachments.remove(moto_master)
        # AWS knows both from the account; CreateOrganization itself takes neither.
        name = kwargs.get("ManagementName", "master")
        email = kwargs.get("ManagementEmail", utils.MASTER_ACCOUNT_EMAIL)
        self.org.master_account_email = email
        account = Account(self.org, self.account_id, name, email)
        account.joined_method = "INVITED"
        self._adopt(account)
        return self.org.describe()

    def create_policy(self, **kwargs: Any) -> dict[str, Any]:
        _check_content(kwargs.get("Type", ""), kwargs.get("Content"))
        return dict(super().create_policy(**kwargs))

    def update_policy(self, **kwargs: Any) -> dict[str, Any]:
        policy = self.get_policy_by_id(kwargs["PolicyId"])
        _check_content(policy.type, kwargs.get("Content"))
        return dict(super().update_policy(**kwargs))

    def delete_organization(self) -> None:
        if self.org is None:
            raise AWSOrganizationsNotInUseException
        if len(self.accounts_by_id) > 1:
            raise OrganizationNotEmptyException
        self._reset()

    def replace_accounts(self, accounts: list[Account]) -> None:
        """These, with the policies that they have, in place of those that are there."""
        self.accounts.clear()
        self.accounts_by_id.clear()
        for account in accounts:
            self._enrol(account)

    def _adopt(self, account: Account) -> None:
        self._enrol(account)
        for policy_id in _DEFAULT_POLICIES:
            self.attach_policy(PolicyId=policy_id, TargetId=account.id)

    def _enrol(self, account: Account) -> None:
        self.accounts.append(account)
        self.accounts_by_id[account.id] = account
        if account.id != self.account_id:
            owner = (self.account_id, self.partition)
            organizations_backends.master_accounts[account.id] = owner
        organizations.policies_changed(self.account_id)

    def add_account(
        self,
        name: str,
        email: str,
        account_id: str | None = None,
        role_name: str = DEFAULT_ROLE_NAME,
        state: State = "ACTIVE",
    ) -> Account:
        """A member account with its access role.

        Without an id, the next one of a sequence that is the same on every run.

        :raises ValueError: an account with the id or the e-mail exists.
        """
        if self.org is None:
            raise AWSOrganizationsNotInUseException
        if account_id in self.accounts_by_id:
            raise ValueError(f"account {account_id} is already in the organization")
        if any(a.email.lower() == email.lower() for a in self.accounts_by_id.values()):
            raise ValueError(f"e-mail {email} already belongs to an account")
        account = Account(self.org, account_id or self._next_id(), name, email)
        create_access_role(account, role_name)
        account.state = state
        self._adopt(account)
        return account

    def _next_id(self) -> str:
        number = len(self.accounts_by_id)
        while True:
            digest = hashlib.sha256(f"{self.account_id}:{number}".encode()).hexdigest()
            account_id = str(10**11 + int(digest, 16) % (9 * 10**11))
            if account_id not in self.accounts_by_id:
                return account_id
            number += 1

    def create_account(self, **kwargs: Any) -> dict[str, Any]:
        """Succeeds at once; an e-mail in use fails the request, as on AWS."""
        if not _NEW_NAME.fullmatch(kwargs["AccountName"]):
            raise InvalidInput(
                "INVALID_PATTERN",
                "You provided a value that does not match the required pattern.",
            )
        request = {
            "Id": utils.make_random_create_account_status_id(),
            "AccountName": kwargs["AccountName"],
            "RequestedTimestamp": unix_time(),
            "CompletedTimestamp": unix_time(),
        }
        try:
            account = self.add_account(
                kwargs["AccountName"],
                kwargs["Email"],
                role_name=kwargs.get("RoleName", DEFAULT_ROLE_NAME),
            )
        except ValueError:
            request |= {"State": "FAILED", "FailureReason": "EMAIL_ALREADY_EXISTS"}
        else:
            account.tags = {tag["Key"]: tag["Value"] for tag in kwargs.get("Tags", [])}
            request |= {"State": "SUCCEEDED", "AccountId": account.id}
        self.create_requests[request["Id"]] = request
        events.account_created(self.account_id, request)
        return {"CreateAccountStatus": request}

    def describe_create_account_status(self, **kwargs: Any) -> dict[str, Any]:
        request = self.create_requests.get(kwargs["CreateAccountRequestId"])
        if request is None:
            raise OrganizationsClientError(
                "CreateAccountStatusNotFoundException",
                "You specified a create account request that doesn't exist.",
            )
        return {"CreateAccountStatus": request}

    def get_account_by_id(self, account_id: str) -> Account:
        account = self.accounts_by_id.get(account_id)
        if account is None:
            raise AccountNotFoundException
        return account

    @evidence("organizations-describe-account-that-left")
    def describe_account(self, **kwargs: Any) -> dict[str, Any]:
        known = kwargs["AccountId"] in self.accounts_by_id
        if not known and not _NOT_A_MEMBER_IS_NOT_FOUND.holds:
            raise AccessDenied
        found: dict[str, Any] = super().describe_account(**kwargs)
        return found

    def close_account(self, **kwargs: Any) -> None:
        """Closes at once; AWS leaves the account in PENDING_CLOSURE for some minutes."""
        account = self.get_account_by_id(kwargs["AccountId"])
        if account.id == self.account_id:
            raise ConstraintViolation(
                "CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "You can't close the management account."
            )
        if account.state != "ACTIVE":
            raise AccountAlreadyClosedException
        account.state = "CLOSED"
        events.account_closed(self.account_id, account.id)

    def remove_account_from_organization(self, **kwargs: Any) -> None:
        account = self.get_account_by_id(kwargs["AccountId"])
        if account.id == self.account_id:
            raise ConstraintViolation(
                "ACCOUNT_CANNOT_LEAVE_ORGANIZATION", "You can't remove the management account."
            )
        if account.id in self.delegated_services:
            raise ConstraintViolation(
                "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
                "Deregister the account as a delegated administrator first.",
            )
        super().remove_account_from_organization(AccountId=account.id)
        del self.accounts_by_id[account.id]
