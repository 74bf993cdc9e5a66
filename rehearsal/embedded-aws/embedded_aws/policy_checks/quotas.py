"""IAM's quotas of policies.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
The words: serverless/serverless#7643 (inline), kubeflow/kubeflow#6687 (trust),
ministryofjustice/cloud-platform-environments#14473 (managed) and #14118 (per role).
"""

from typing import Any

from moto.iam.models import IAMBackend

from embedded_aws.gate import Refusal
from embedded_aws.policy_checks.wrapping import before
from embedded_aws.policy_documents.identity import (
    INLINE_QUOTAS,
    MANAGED_POLICIES_PER_ROLE,
    MANAGED_QUOTA,
    TRUST_QUOTA,
    size,
)


def _exceeded(message: str) -> Refusal:
    return Refusal("LimitExceeded", message, 409)


def _check_trust(text: str) -> None:
    if size(text) > TRUST_QUOTA:
        raise _exceeded(f"Cannot exceed quota for ACLSizePerRole: {TRUST_QUOTA}")


def _check_managed(text: str) -> None:
    if size(text) > MANAGED_QUOTA:
        raise _exceeded(f"Cannot exceed quota for PolicySize: {MANAGED_QUOTA}")


def _create_role(
    self: IAMBackend, role_name: str, assume_role_policy_document: str, *args: Any, **kwargs: Any
) -> None:
    _check_trust(assume_role_policy_document)


def _update_trust(self: IAMBackend, role_name: str, policy_document: str) -> None:
    _check_trust(policy_document)


def _inline_of(noun: str) -> Any:
    def check(self: IAMBackend, name: str, policy_name: str, policy_json: str) -> None:
        holder = getattr(self, f"get_{noun}")(name)
        policies = {**holder.policies, policy_name: policy_json}
        quota = INLINE_QUOTAS[noun]
        if sum(map(size, policies.values())) > quota:
            raise _exceeded(f"Maximum policy size of {quota} bytes exceeded for {noun} {name}")

    return check


def _create_policy(
    self: IAMBackend, description: str, path: str, policy_document: str, *args: Any, **kwargs: Any
) -> None:
    _check_managed(policy_document)


def _create_version(
    self: IAMBackend, policy_arn: str, policy_document: str, set_as_default: bool
) -> None:
    _check_managed(policy_document)


def _attach(self: IAMBackend, policy_arn: str, role_name: str) -> None:
    attached = self.get_role(role_name).managed_policies
    if policy_arn not in attached and len(attached) >= MANAGED_POLICIES_PER_ROLE:
        raise _exceeded(f"Cannot exceed quota for PoliciesPerRole: {MANAGED_POLICIES_PER_ROLE}")


def install() -> None:
    before(IAMBackend, "create_role", _create_role)
    before(IAMBackend, "update_assume_role_policy", _update_trust)
    for noun in INLINE_QUOTAS:
        before(IAMBackend, f"put_{noun}_policy", _inline_of(noun))
    before(IAMBackend, "create_policy", _create_policy)
    before(IAMBackend, "create_policy_version", _create_version)
    before(IAMBackend, "attach_role_policy", _attach)
