"""Whom a document names, and whether they exist.

AWS stores a role or user by its unique id, and so refuses one that does not exist;
an account, a provider and a service must exist as well.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from embedded_aws.policy_conditions import as_list
from embedded_aws.policy_documents.faults import Fault, Malformed
from embedded_aws.policy_documents.grammar import Statement
from embedded_aws.policy_documents.service_principals import is_service_principal

ACCOUNT = re.compile(r"\d{12}")
_ROOT = re.compile(r"arn:(aws[a-z-]*):iam::(\d{12}):root")
_IDENTITY = re.compile(r"arn:(aws[a-z-]*):iam::(\d{12}):(role|user)/\S+")
_SESSION = re.compile(r"arn:(aws[a-z-]*):sts::(\d{12}):assumed-role/([^/\s]+)/[^/\s]+")
_FEDERATED_USER = re.compile(r"arn:(aws[a-z-]*):sts::(\d{12}):federated-user/\S+")
_PROVIDER = re.compile(r"arn:(aws[a-z-]*):iam::(\d{12}):(?:saml|oidc)-provider/\S+")
_UNIQUE_ID = re.compile(r"(?:AROA|AIDA)[0-9A-Z]+")

#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity
_WEB_IDENTITY = frozenset(
    {
        "accounts.google.com",
        "cognito-identity.amazonaws.com",
        "graph.facebook.com",
        "www.amazon.com",
    }
)
_KINDS = ("AWS", "Service", "Federated", "CanonicalUser")
Named = tuple[str, str]


class Directory(Protocol):
    """What exists; the back ends answer it."""

    def has_account(self, account_id: str) -> bool: ...

    def has_identity(self, arn: str) -> bool:
        """The role or user of this ARN."""
        ...

    def has_role(self, account_id: str, name: str) -> bool: ...

    def has_provider(self, arn: str) -> bool: ...

    def has_unique_id(self, unique_id: str) -> bool:
        """The role or user of this unique id."""
        ...


def named(statements: Iterable[Statement]) -> Iterator[Named]:
    """Kind and value of each principal; of ``"*"`` as of ``{"AWS": "*"}``."""
    for statement in statements:
        element = statement.get("Principal", statement.get("NotPrincipal"))
        if isinstance(element, str):
            yield "AWS", element
        elif isinstance(element, dict):
            for kind, values in element.items():
                for value in as_list(values):
                    yield kind, str(value)


def check(
    statements: Iterable[Statement], directory: Directory, kinds: Iterable[str] = _KINDS
) -> None:
    """:raises Malformed: INVALID_PRINCIPAL for the first principal that does not exist."""
    for kind, value in named(statements):
        if kind not in kinds:
            raise Malformed(Fault.INVALID_PRINCIPAL, f'"{kind}"')
        if not _exists(kind, value, directory):
            # IAM's wording has the kinds in capitals.
            # https://github.com/hashicorp/terraform/issues/35086
            raise Malformed(Fault.INVALID_PRINCIPAL, f'"{kind.upper()}":"{value}"')


def _exists(kind: str, value: str, directory: Directory) -> bool:
    if kind == "Service":
        return is_service_principal(value)
    if kind == "CanonicalUser":
        return re.fullmatch(r"[0-9a-f]{64}", value) is not None
    if kind == "Federated":
        known = value in _WEB_IDENTITY
        return known or bool(_PROVIDER.fullmatch(value)) and directory.has_provider(value)
    return value == "*" or _is_identity(value, directory)


def _is_identity(value: str, directory: Directory) -> bool:
    if ACCOUNT.fullmatch(value):
        return directory.has_account(value)
    root = _ROOT.fullmatch(value) or _FEDERATED_USER.fullmatch(value)
    if root:
        return directory.has_account(root[2])
    if _IDENTITY.fullmatch(value):
        return directory.has_identity(value)
    session = _SESSION.fullmatch(value)
    if session:
        return directory.has_role(session[2], session[3])
    return bool(_UNIQUE_ID.fullmatch(value)) and directory.has_unique_id(value)
