"""Whether a role that a service assumes lets it do something."""

from typing import Any

from embedded_aws import policy
from embedded_aws.evidence import evidence


def role(role_arn: str) -> Any | None:
    """moto's role of that ARN; None when there is none."""
    from moto.iam.models import iam_backends

    parts = role_arn.split(":", 5)
    if len(parts) != 6 or not parts[4]:
        return None
    backend = iam_backends[parts[4]][parts[1]]
    return next((r for r in backend.roles.values() if r.arn == role_arn), None)


@evidence("sts-trust-policy-admits")
def trusts(found: Any, principal: policy.Principal, **context: str) -> bool:
    """The trust policy of the role admits the principal."""
    request = policy.Request("sts:AssumeRole", found.arn, principal, context)
    return policy.allows(found.assume_role_policy_document, request)


def documents(found: Any) -> list[Any]:
    """The identity policies of a role: inline and managed."""
    inline = list(found.policies.values())
    versions = [v for each in found.managed_policies.values() for v in each.versions]
    return inline + [version.document for version in versions if version.is_default_version]


@evidence("service-assumes-role-with-its-keys")
def service_may(role_arn: str, service: str, action: str, resource: str, **context: str) -> bool:
    """``service`` can assume the role, and the role allows ``action``.

    ``context`` are the condition keys with which it assumes the role.
    """
    found = role(role_arn)
    if found is None or not trusts(found, policy.service(service), **context):
        return False
    request = policy.Request(action, resource)
    return policy.evaluate(documents(found), request) == "allow"
