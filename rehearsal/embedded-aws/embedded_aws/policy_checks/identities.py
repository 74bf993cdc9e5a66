"""IAM: inline, managed and trust policies.

Service-linked roles are AWS's own: their trust is not checked.
"""

# mypy: disable-error-code="method-assign"

from typing import Any

from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.models import IAMBackend

from embedded_aws.evidence import evidence
from embedded_aws.policy_checks.directory import DIRECTORY
from embedded_aws.policy_checks.wrapping import before
from embedded_aws.policy_documents import Malformed, identity, trust


def check_identity(text: str) -> None:
    """:raises MalformedPolicyDocument: in IAM's words."""
    try:
        identity.read(text)
    except Malformed as malformed:
        raise MalformedPolicyDocument(identity.words(malformed)) from malformed


@evidence(
    "policy-principal-exists",
    "policy-service-principal-exists",
    "policy-provider-exists",
    "policy-account-exists",
)
def check_trust(text: str) -> None:
    """:raises MalformedPolicyDocument: in IAM's words."""
    try:
        trust.check(text, DIRECTORY)
    except Malformed as malformed:
        raise MalformedPolicyDocument(trust.words(malformed)) from malformed


def _create_role(
    self: IAMBackend,
    role_name: str,
    assume_role_policy_document: str,
    *args: Any,
    linked_service: str | None = None,
    **kwargs: Any,
) -> None:
    if not linked_service:
        check_trust(assume_role_policy_document)


def _update_trust(self: IAMBackend, role_name: str, policy_document: str) -> None:
    self.get_role(role_name)
    check_trust(policy_document)


def _put_inline(self: IAMBackend, name: str, policy_name: str, policy_json: str) -> None:
    check_identity(policy_json)


def _create_policy(
    self: IAMBackend, description: str, path: str, policy_document: str, *args: Any, **kwargs: Any
) -> None:
    check_identity(policy_document)


def _create_version(
    self: IAMBackend, policy_arn: str, policy_document: str, set_as_default: bool
) -> None:
    check_identity(policy_document)


def _accept_trust(self: IAMBackend, role_name: str, policy_document: str) -> None:
    """In place of moto's, whose own grammar of trust policies refuses what AWS takes."""
    self.get_role(role_name).assume_role_policy_document = policy_document


def install() -> None:
    IAMBackend.update_assume_role_policy = _accept_trust
    before(IAMBackend, "create_role", _create_role)
    before(IAMBackend, "update_assume_role_policy", _update_trust)
    for noun in ("role", "user", "group"):
        before(IAMBackend, f"put_{noun}_policy", _put_inline)
    before(IAMBackend, "create_policy", _create_policy)
    before(IAMBackend, "create_policy_version", _create_version)
