"""Invitations to join an organization, and the accounts outside of it that get them.

See https://docs.aws.amazon.com/organizations/latest/APIReference/API_Handshake.html
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from moto.core.utils import unix_time, utcnow
from moto.iam.models import iam_backends
from moto.organizations.models import FakeOrganization, organizations_backends

from embedded_aws.evidence import evidence
from embedded_aws.kept import kept
from embedded_aws.lookup import organizations
from embedded_aws.services.organizations.account import Account
from embedded_aws.services.organizations.errors import HandshakeConstraint, HandshakeError

#: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_invites.html
_VALID = timedelta(days=15)


@dataclass
class Contact:
    """The name and the e-mail address of an account, wherever it is."""

    name: str
    email: str


def contact_of(account_id: str) -> Contact:
    """The contact of an account outside of any organization; one made up, by default."""
    default = Contact(account_id, f"aws-{account_id}@example.com")
    return kept(iam_backends[account_id]["aws"], "contact", lambda: default)


class _Organization(Protocol):
    """What handshakes need of the organization that they belong to."""

    account_id: str
    org: FakeOrganization | None
    handshakes: dict[str, "Handshake"]
    accounts_by_id: dict[str, Account]

    def _adopt(self, account: Account) -> None: ...


@dataclass
class Handshake:
    organization: FakeOrganization
    #: An account's id or its e-mail address.
    target: str
    kind: str
    notes: str | None
    state: str = "OPEN"
    requested_at: datetime = field(default_factory=utcnow)

    @property
    def id(self) -> str:
        text = f"{self.organization.id}:{self.target}:{self.requested_at.isoformat()}"
        return f"h-{hashlib.sha256(text.encode()).hexdigest()[:10]}"

    def is_for(self, account_id: str) -> bool:
        if self.kind == "ACCOUNT":
            return self.target == account_id
        return self.target.lower() == contact_of(account_id).email.lower()

    def describe(self) -> dict[str, Any]:
        organization = self.organization
        management = organization.master_account_id
        invited: dict[str, Any] = {"Type": self.kind, "Value": self.target}
        whose = [
            {"Type": "MASTER_EMAIL", "Value": organization.master_account_email},
            {"Type": "ORGANIZATION_FEATURE_SET", "Value": organization.feature_set},
        ]
        of = {"Type": "ORGANIZATION", "Value": organization.id, "Resources": whose}
        notes = [{"Type": "NOTES", "Value": self.notes}] if self.notes else []
        arn = f"arn:aws:organizations::{management}:handshake/{organization.id}/invite/{self.id}"
        return {
            "Id": self.id,
            "Arn": arn,
            "Action": "INVITE",
            "State": self.state,
            "Parties": [
                {"Id": organization.id, "Type": "ORGANIZATION"},
                {"Id": self.target, "Type": self.kind},
            ],
            "RequestedTimestamp": unix_time(self.requested_at),
            "ExpirationTimestamp": unix_time(self.requested_at + _VALID),
            "Resources": [of, invited, *notes],
        }


@evidence("organizations-handshakes")
def invite(backend: _Organization, target: dict[str, str], notes: str | None) -> Handshake:
    """InviteAccountToOrganization; the account joins once it accepts.

    :raises HandshakeConstraint: the account is in an organization.
    :raises HandshakeError: it has been invited, and has not answered.
    """
    assert backend.org
    made = Handshake(backend.org, target["Id"], target["Type"], notes)
    members = backend.accounts_by_id.values()
    if organizations.organization_of(made.target) or any(
        account.email.lower() == made.target.lower() for account in members
    ):
        raise HandshakeConstraint(
            "ALREADY_IN_AN_ORGANIZATION",
            "The provided account is already a member of an organization.",
        )
    if any(h.target == made.target and h.state == "OPEN" for h in backend.handshakes.values()):
        raise HandshakeError(
            "DuplicateHandshakeException",
            "A handshake with the same action and target already exists.",
        )
    backend.handshakes[made.id] = made
    return made


def _everywhere() -> list[tuple[_Organization, Handshake]]:
    backends: list[Any] = [one["aws"] for one in list(organizations_backends.values())]
    return [(one, h) for one in backends for h in one.handshakes.values()]


def of_account(account_id: str) -> list[Handshake]:
    """ListHandshakesForAccount."""
    return [handshake for _, handshake in _everywhere() if handshake.is_for(account_id)]


def _find(account_id: str, handshake_id: str) -> tuple[_Organization, Handshake]:
    """:raises HandshakeError: the account neither sent it nor got it."""
    for backend, handshake in _everywhere():
        concerned = backend.account_id == account_id or handshake.is_for(account_id)
        if handshake.id == handshake_id and concerned:
            return backend, handshake
    raise HandshakeError(
        "HandshakeNotFoundException", "You specified a handshake that doesn't exist."
    )


def find(account_id: str, handshake_id: str) -> Handshake:
    """DescribeHandshake, for the two that it is between."""
    return _find(account_id, handshake_id)[1]


def answer(account_id: str, handshake_id: str, state: str) -> Handshake:
    """Accepted or declined by who was invited, cancelled by who has invited."""
    backend, handshake = _find(account_id, handshake_id)
    sender = backend.account_id == account_id
    if sender is not (state == "CANCELED"):
        raise HandshakeError(
            "AccessDeniedException", "You don't have permissions to access this resource."
        )
    if handshake.state != "OPEN":
        raise HandshakeError(
            "InvalidHandshakeTransitionException",
            "You can't perform the operation on the handshake in its current state.",
        )
    if state == "ACCEPTED":
        _join(backend, account_id)
    handshake.state = state
    return handshake


@evidence("organizations-invited-without-role")
def _join(backend: _Organization, account_id: str) -> None:
    """Without a role for the management account."""
    assert backend.org
    if organizations.organization_of(account_id):
        raise HandshakeConstraint(
            "ALREADY_IN_AN_ORGANIZATION",
            "The provided account is already a member of an organization.",
        )
    contact = contact_of(account_id)
    account = Account(backend.org, account_id, contact.name, contact.email)
    account.joined_method = "INVITED"
    backend._adopt(account)
