"""Control routes: make an organization or an account outside of it, change an account's state."""

from typing import Any, cast

from moto.iam.models import iam_backends
from moto.organizations.models import organizations_backends

from embedded_aws import control
from embedded_aws.lookup import organizations
from embedded_aws.services.organizations.account import (
    ADMINISTRATOR_ACCESS,
    DEFAULT_ROLE_NAME,
    STATES,
    Account,
    LegacyStatus,
)
from embedded_aws.services.organizations.handshakes import contact_of
from embedded_aws.services.organizations.model import OrganizationBackend

_ADMINISTRATOR = "Administrator"


def _administrator_key(account_id: str) -> dict[str, str]:
    iam = iam_backends[account_id]["aws"]
    if _ADMINISTRATOR not in iam.users:
        iam.create_user("us-east-1", _ADMINISTRATOR)
        iam.attach_user_policy(ADMINISTRATOR_ACCESS, _ADMINISTRATOR)
    key = iam.create_access_key(_ADMINISTRATOR)
    return {"accessKeyId": key.access_key_id, "secretAccessKey": key.secret_access_key}


def create_organization(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """An organization with all features, its accounts, and a key of an administrator.

    ``accessRoleName``, of the organization or of an account, is the role that admits the
    management account: Control Tower's accounts have AWSControlTowerExecution.
    https://docs.aws.amazon.com/controltower/latest/userguide/awscontroltowerexecution.html
    """
    management = body["managementAccountId"]
    organization = organizations_backends[management]["aws"]
    assert isinstance(organization, OrganizationBackend)
    organization.create_organization(
        "us-east-1",
        FeatureSet="ALL",
        ManagementName=body["managementName"],
        ManagementEmail=body["managementEmail"],
    )
    role_name = body.get("accessRoleName") or DEFAULT_ROLE_NAME
    for account in body.get("accounts", []):
        organization.add_account(
            account["name"],
            account["email"],
            account_id=account.get("accountId"),
            role_name=account.get("accessRoleName") or role_name,
            state=account.get("state", "ACTIVE"),
        )
    assert organization.org
    return {
        "organizationId": organization.org.id,
        "rootId": organization.org.root_id,
        "managementAccountId": management,
        "credentials": _administrator_key(management),
    }


def create_account(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """An account outside of any organization, and a key of its administrator."""
    account_id = body["accountId"]
    if organizations.organization_of(account_id):
        raise control.ControlError(f"account {account_id} is in an organization")
    contact = contact_of(account_id)
    contact.name, contact.email = body["name"], body["email"]
    return {"credentials": _administrator_key(account_id)}


def create_key(params: dict[str, str], body: dict[str, Any]) -> dict[str, str]:
    """An access key of an administrator of the account."""
    return _administrator_key(_account(params["id"]).id)


def _account(account_id: str) -> Account:
    account = cast("Account | None", organizations.account_of(account_id))
    if account is None:
        raise control.ControlError(f"no organization has account {account_id}", 404)
    return account


def set_account_state(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """Puts an account into any of the states that AWS knows."""
    account = _account(params["id"])
    if body["state"] not in STATES:
        allowed = ", ".join(STATES)
        raise control.ControlError(f"state {body['state']} is none of {allowed}")
    account.state = body["state"]
    return account.describe()


def send_legacy_status(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """Says whether accounts carry the retired ``Status`` too."""
    LegacyStatus.sent = bool(body["sent"])
    return {"sent": LegacyStatus.sent}


ROUTES: tuple[control.Route, ...] = (
    ("POST", "/organization", create_organization),
    ("POST", "/accounts", create_account),
    ("POST", "/accounts/{id}/keys", create_key),
    ("POST", "/accounts/{id}/state", set_account_state),
    ("POST", "/organization/legacy-status", send_legacy_status),
)
