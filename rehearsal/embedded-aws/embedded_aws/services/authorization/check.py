"""Decides whether a judged session may make a call."""

from typing import Any

from moto.core.responses import BaseResponse
from moto.iam.models import Role, iam_backends
from moto.sts.models import AssumedRole
from moto.utilities.utils import get_partition

from embedded_aws import policy
from embedded_aws.policy_conditions import as_list, satisfied
from embedded_aws.services.authorization import service_control, sessions
from embedded_aws.services.authorization.keys import refuse_without_key
from embedded_aws.services.authorization.names import action_of
from embedded_aws.services.authorization.resources import context_of, resource_of
from embedded_aws.services.identity.gate import Refusal

#: Asked of no policy.
#: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
_ALWAYS = frozenset({"sts:GetCallerIdentity"})
_JSON_PROTOCOLS = ("json", "rest-json")


def refuse_unauthorized(response: BaseResponse) -> None:
    """:raises Refusal: as AWS for a call that some policy does not allow."""
    session = sessions.session_of(response)
    sessions.note_caller(session)
    caller = session or sessions.assumed(response)
    if caller is None or not (session or service_control.documents_of(caller.account_id)):
        return
    action = action_of(response)
    if action in _ALWAYS:
        return
    resource = resource_of(response, action)
    request = (action, resource, response.region, context_of(response, action))
    message = service_control.denial(caller, *request)
    if message is None and session is not None:
        message = refusal(session, *request)
    if message is None:
        if session is not None:
            refuse_without_key(session, action, resource)
        return
    from moto.core.utils import get_service_model

    protocol = get_service_model(response.boto3_service_name).metadata["protocol"]
    if protocol in _JSON_PROTOCOLS:
        status = 403 if protocol == "rest-json" else 400
        raise Refusal("AccessDeniedException", message, status)
    code = "UnauthorizedOperation" if action.startswith("ec2:") else "AccessDenied"
    raise Refusal(code, message, 403)


def refusal(
    session: AssumedRole,
    action: str,
    resource: str | None,
    region: str,
    context: dict[str, Any] | None = None,
) -> str | None:
    """Why the session may not; None when it may.

    ``resource`` None is one that cannot be told from the request: then an
    Allow of the action on any resource is enough.
    """
    account_id = session.account_id
    known = known_of(session, region, context)
    role = _role(session)
    verdicts = [evaluate(identity_documents(role), action, resource, known)] if role else []
    if role and role.permissions_boundary_arn:
        boundary = _managed(account_id, role.permissions_boundary_arn, region)
        verdicts.append(evaluate([boundary], action, resource, known))
    if verdicts and all(verdict == "allow" for verdict in verdicts):
        return None
    because = (
        "with an explicit deny in an identity-based policy"
        if "deny" in verdicts
        else f"because no identity-based policy allows the {action} action"
    )
    return (
        f"User: {session.arn} is not authorized to perform: {action} on resource: "
        f"{resource or '*'} {because}"
    )


def known_of(
    session: AssumedRole, region: str, context: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The condition keys whose values are known of every request."""
    return {
        "aws:PrincipalAccount": session.account_id,
        "aws:PrincipalArn": session.role_arn,
        "aws:PrincipalIsAWSService": "false",
        "aws:RequestedRegion": region,
        "aws:SecureTransport": "true",
        **_organization(session.account_id),
        **(context or {}),
    }


def evaluate(
    documents: list[Any], action: str, resource: str | None, known: dict[str, Any]
) -> policy.Verdict:
    """As AWS, but a condition on an unknown key is held to be satisfied.

    Such a condition in a Deny is held not to be: it would deny everything.
    """
    request = policy.Request(action, resource or "*", None, known)
    statements = [
        adapted
        for document in documents
        for statement in as_list(policy.parse(document).get("Statement"))
        if (adapted := _adapted(statement, resource, known)) is not None
    ]
    return policy.evaluate([{"Statement": statements}], request)


def _adapted(statement: Any, resource: str | None, known: dict[str, Any]) -> dict[str, Any] | None:
    adapted = dict(statement)
    denies = statement.get("Effect") == "Deny"
    if resource is None:
        if denies and "*" not in as_list(statement.get("Resource")):
            return None
        adapted.pop("Resource", None)
        adapted.pop("NotResource", None)
    conditions = adapted.pop("Condition", None) or {}
    names = {name.lower() for name in known}
    for operator, keys in conditions.items():
        for key, expected in keys.items():
            if key.lower() in names or key.lower().startswith("s3:x-amz-"):
                if not satisfied({operator: {key: expected}}, known):
                    return None
            elif denies:
                return None
    return adapted


def _organization(account_id: str) -> dict[str, str]:
    from embedded_aws.services.organizations import state

    found = state.organization_id(account_id)
    return {"aws:PrincipalOrgID": found} if found else {}


def _role(session: AssumedRole) -> Role | None:
    partition = session.role_arn.split(":")[1]
    roles = iam_backends[session.account_id][partition].roles.values()
    return next((role for role in list(roles) if role.arn == session.role_arn), None)


def identity_documents(role: Role) -> list[Any]:
    """The identity policies of a role: inline and managed, by AWS too."""
    return [*role.policies.values(), *map(_default, role.managed_policies.values())]


def _default(managed: Any) -> Any:
    """The document of the version that is in force."""
    return next((v.document for v in managed.versions if v.is_default_version), {})


def _managed(account_id: str, arn: str, region: str) -> Any:
    policies = iam_backends[account_id][get_partition(region)].managed_policies
    found = policies.get(arn)
    return _default(found) if found else {}
