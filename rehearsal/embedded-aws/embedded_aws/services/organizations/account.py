"""An account of an organization."""

import json
import os
from typing import Any, Literal, get_args

from moto.core.utils import unix_time, utcnow
from moto.iam.exceptions import EntityAlreadyExists
from moto.iam.models import iam_backends
from moto.organizations.models import FakeAccount, FakeOrganization, FakePolicy

State = Literal["PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"]
STATES: tuple[State, ...] = get_args(State)

ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"
DEFAULT_ROLE_NAME = "OrganizationAccountAccessRole"

# What the retired Status said of each State.
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
_LEGACY_STATUS = {"ACTIVE": "ACTIVE", "PENDING_CLOSURE": "PENDING_CLOSURE"}


class LegacyStatus:
    """Whether accounts still carry ``Status`` beside ``State``.

    AWS retired ``Status`` on 2026-09-09, so by default it is absent. Tools that
    still read it (org-formation 1.0.17 when it closes an account) can be
    rehearsed with EMBEDDED_AWS_LEGACY_STATUS=1 or ``POST /organization/legacy-status``.
    """

    sent = os.environ.get("EMBEDDED_AWS_LEGACY_STATUS", "") not in ("", "0", "false")


class Account(FakeAccount):
    """Has the id it is given, and a state that can change."""

    def __init__(
        self, organization: FakeOrganization, account_id: str, name: str, email: str
    ) -> None:
        # Not FakeAccount's own: it draws a random id and makes its role before
        # the id can be changed.
        self.type = "ACCOUNT"
        self.region = organization.region
        self.organization_id = organization.id
        self.master_account_id = organization.master_account_id
        self.id = account_id
        self.name = name
        self.email = email
        self.create_time = utcnow()
        self.state: State = "ACTIVE"
        self.joined_method = "CREATED"
        self.parent_id = organization.root_id
        self.attached_policies: list[FakePolicy] = []
        self.tags: dict[str, str] = {}

    # moto keeps it; AWS derived it, and has retired it.
    @property
    def status(self) -> str:  # type: ignore[override]
        return _LEGACY_STATUS.get(self.state, "SUSPENDED")

    def describe(self) -> dict[str, Any]:
        description = {
            "Id": self.id,
            "Arn": self.arn,
            "Email": self.email,
            "Name": self.name,
            "State": self.state,
            "JoinedMethod": self.joined_method,
            "JoinedTimestamp": unix_time(self.create_time),
        }
        return description | ({"Status": self.status} if LegacyStatus.sent else {})


def create_access_role(account: Account, role_name: str) -> None:
    """The administrator role that lets the management account in.

    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access-cross-account-role.html
    """
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{account.master_account_id}:root"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    iam = iam_backends[account.id]["aws"]
    try:
        iam.create_role(
            role_name=role_name,
            assume_role_policy_document=json.dumps(trust),
            path="/",
            permissions_boundary=None,
            description="",
            tags=[],
            max_session_duration="3600",
        )
    except EntityAlreadyExists:
        return
    iam.attach_role_policy(ADMINISTRATOR_ACCESS, role_name)
