"""Decides whether a session may make a call."""

from collections.abc import Iterator
from typing import Any

from moto.core.responses import BaseResponse
from moto.core.utils import get_service_model
from moto.sts.models import AssumedRole

from embedded_aws import policy
from embedded_aws.authorization import (
    context,
    dependents,
    record,
    registry,
    service_control,
    sessions,
)
from embedded_aws.authorization.call import Call
from embedded_aws.authorization.dependents import Demand
from embedded_aws.authorization.identity import by_role as refused_by_role
from embedded_aws.authorization.identity import documents_of, identity_documents, refusal
from embedded_aws.authorization.keys import refuse_without_key
from embedded_aws.authorization.names import action_of
from embedded_aws.gate import Refusal

__all__ = ["identity_documents", "judge", "refusal", "refuse_unauthorized"]

#: Asked of no policy.
#: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
_ALWAYS = frozenset({"sts:GetCallerIdentity"})
_JSON_PROTOCOLS = ("json", "rest-json")


def refuse_unauthorized(response: BaseResponse) -> None:
    """:raises Refusal: as AWS for a call that some policy does not allow."""
    judged = sessions.session_of(response)
    sessions.note_caller(judged)
    caller = judged or sessions.assumed(response)
    if caller is None:
        return
    control = service_control.documents_of(caller)
    if not judged and not control:
        return
    action = action_of(response)
    if action in _ALWAYS:
        return
    call = Call(response, action)
    for demand in demands(call):
        message = judge(caller, demand, call.region, control, by_role=judged is not None)
        if message is not None:
            raise _refused(response, action, message)
    if judged is not None:
        for resource in registry.resources(call):
            refuse_without_key(judged, action, resource)


def demands(call: Call) -> Iterator[Demand]:
    """Every action on every resource that the call needs, its own first."""
    for resource in registry.resources(call):
        yield Demand(call.action, resource, context.keys_of_call(call, resource))
    for demand in dependents.demands(call):
        parts = demand.resource.split(":", 5)
        owner = context.keys_of_owner(parts[4]) if len(parts) == 6 else {}
        yield Demand(demand.action, demand.resource, {**owner, **demand.context})


def judge(
    session: AssumedRole,
    demand: Demand,
    region: str,
    control: list[Any],
    *,
    by_role: bool,
) -> str | None:
    """Why the session may not, by service control policies or by its role; None when it may.

    ``by_role`` False is for a session that may do what no service control policy denies.
    """
    if not by_role and not service_control.speak_of(control, demand.action):
        return None
    keys = {**context.keys_of(session, region), **demand.context}
    request = policy.Request(demand.action, demand.resource, None, keys)
    message = service_control.denial(session, control, request)
    identity, boundary = documents_of(session, region) if by_role else ([], [])
    if message is None and by_role:
        message = refused_by_role(session, request, identity, boundary)
    record.call(
        session.arn,
        request,
        message is None,
        identity=identity,
        boundary=boundary,
        service_control=control,
    )
    return message


def _refused(response: BaseResponse, action: str, message: str) -> Refusal:
    """By the name and status that the protocol of the service has for it."""
    protocol = get_service_model(response.boto3_service_name).metadata["protocol"]
    if protocol in _JSON_PROTOCOLS:
        status = 403 if protocol == "rest-json" else 400
        return Refusal("AccessDeniedException", message, status)
    code = "UnauthorizedOperation" if action.startswith("ec2:") else "AccessDenied"
    return Refusal(code, message, 403)
