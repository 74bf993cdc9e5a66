"""An organization of its own for a test, and AWS clients of its accounts."""

import itertools
import json
import urllib.request
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from embedded_aws.server import Server

REGION = "eu-west-1"
ROLE = "OrganizationAccountAccessRole"

# Tests share a server: none meets another's accounts.
_account_numbers = itertools.count(300_000_000_000)


def new_account_id() -> str:
    return str(next(_account_numbers))


def control(endpoint: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Calls the control interface and answers its JSON."""
    request = urllib.request.Request(
        f"{endpoint}/_embedded-aws{path}",
        method=method,
        data=json.dumps(body or {}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def error_of(call: Callable[..., Any], **arguments: Any) -> dict[str, Any]:
    """What the SDK returns for the error that the call must end in."""
    with pytest.raises(ClientError) as raised:
        call(**arguments)
    response = raised.value.response
    return {**response["Error"], "Reason": response.get("Reason")}


def code_of(call: Callable[..., Any], **arguments: Any) -> str:
    """AWS's name of the error that the call must end in."""
    return str(error_of(call, **arguments)["Code"])


class Organization:
    """A management account and members, all of them new."""

    def __init__(
        self, aws: Server, members: int = 2, suspended: bool = False, role: str = ROLE
    ) -> None:
        self.role = role
        self.endpoint = aws.endpoint
        self.management = new_account_id()
        self.members = [new_account_id() for _ in range(members)]
        self.suspended = new_account_id() if suspended else ""
        accounts: list[dict[str, str]] = [self._account(a) for a in self.members]
        if suspended:
            accounts.append(self._account(self.suspended) | {"state": "SUSPENDED"})
        body = {
            "managementAccountId": self.management,
            "managementName": "Management",
            "managementEmail": self.email(self.management),
            "accessRoleName": role,
            "accounts": accounts,
        }
        created = self.control("POST", "/organization", body)
        self.id: str = created["organizationId"]
        self._credentials: dict[str, dict[str, str]] = {
            self.management: {
                "aws_access_key_id": created["credentials"]["accessKeyId"],
                "aws_secret_access_key": created["credentials"]["secretAccessKey"],
            }
        }

    def _account(self, account_id: str) -> dict[str, str]:
        return {"accountId": account_id, "name": account_id, "email": self.email(account_id)}

    @staticmethod
    def email(account_id: str) -> str:
        return f"aws-{account_id}@example.com"

    def control(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return control(self.endpoint, method, path, body)

    def role_arn(self, account_id: str, name: str | None = None) -> str:
        return f"arn:aws:iam::{account_id}:role/{name or self.role}"

    def assume(self, account_id: str) -> dict[str, str]:
        sts = self.client("sts")
        session = sts.assume_role(RoleArn=self.role_arn(account_id), RoleSessionName="test")
        return self.keys(session["Credentials"])

    @staticmethod
    def keys(credentials: dict[str, str]) -> dict[str, str]:
        return {
            "aws_access_key_id": credentials["AccessKeyId"],
            "aws_secret_access_key": credentials["SecretAccessKey"],
            "aws_session_token": credentials["SessionToken"],
        }

    def client(
        self,
        service: str,
        account_id: str | None = None,
        region: str = REGION,
        keys: dict[str, str] | None = None,
    ) -> Any:
        """A client of an account, by default the management account."""
        account_id = account_id or self.management
        if keys is None and account_id not in self._credentials:
            self._credentials[account_id] = self.assume(account_id)
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=region,
            config=Config(retries={"total_max_attempts": 1}),
            **(keys or self._credentials[account_id]),
        )
