"""Whether the identity policies of a session's role allow a request.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from typing import Any

from moto.iam.models import Group, Role, User, iam_backends
from moto.sts.models import AssumedRole
from moto.utilities.utils import get_partition

from embedded_aws import policy
from embedded_aws.authorization import context, registry
from embedded_aws.evidence import evidence


def refusal(
    session: AssumedRole,
    action: str,
    resource: str | None,
    region: str,
    more: dict[str, Any] | None = None,
) -> str | None:
    """Why the policies of the session's role do not allow it; None when they do.

    ``resource`` None is one that is not known, which only ``*`` admits; ``more``
    are the condition keys of the request beside those of every session.
    """
    owner = resource.split(":", 5)[4:5] if resource else []
    keys = {
        **context.keys_of(session, region),
        **(context.keys_of_owner(owner[0]) if owner else {}),
        **(more or {}),
    }
    request = policy.Request(action, resource or registry.ANY, None, keys)
    return by_role(session, request, *documents_of(session, region))


@evidence("identity-policies-and-boundary-decide")
def by_role(
    session: AssumedRole, request: policy.Request, identity: list[Any], boundary: list[Any]
) -> str | None:
    """Why these policies of the session's role do not allow the request; None when they do."""
    verdicts = [
        policy.evaluate(documents, request) for documents in (identity, boundary) if documents
    ]
    if verdicts and all(verdict == "allow" for verdict in verdicts):
        return None
    because = (
        "with an explicit deny in an identity-based policy"
        if "deny" in verdicts
        else f"because no identity-based policy allows the {request.action} action"
    )
    return (
        f"User: {session.arn} is not authorized to perform: {request.action} on resource: "
        f"{request.resource} {because}"
    )


def documents_of(session: AssumedRole, region: str) -> tuple[list[Any], list[Any]]:
    """The identity policies of the session's role, and its permissions boundary."""
    role = context.role_of(session)
    if role is None:
        return [], []
    boundary = role.permissions_boundary_arn
    limits = [_managed(session.account_id, boundary, region)] if boundary else []
    return identity_documents(role), limits


def identity_documents(entity: Role | User | Group) -> list[Any]:
    """The identity policies of a role, user or group: inline and managed, by AWS too."""
    return [*entity.policies.values(), *map(_default, entity.managed_policies.values())]


def _default(managed: Any) -> Any:
    """The document of the version that is in force."""
    return next((v.document for v in managed.versions if v.is_default_version), {})


def _managed(account_id: str, arn: str, region: str) -> Any:
    policies = iam_backends[account_id][get_partition(region)].managed_policies
    found = policies.get(arn)
    return _default(found) if found else {}
