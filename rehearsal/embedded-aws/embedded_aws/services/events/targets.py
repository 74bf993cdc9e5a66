"""What targets other than buses are sent, and why one does not take it."""

import json
from typing import TYPE_CHECKING, Any, cast

from embedded_aws import policy
from embedded_aws.delivery import receivers
from embedded_aws.evidence import evidence
from embedded_aws.lookup import roles
from embedded_aws.services.events.failures import (
    PRINCIPAL,
    Failure,
    no_permissions,
    no_resource,
    sender,
)
from embedded_aws.services.events.input_checks import is_json
from embedded_aws.services.events.transform import InputError, input_for

if TYPE_CHECKING:
    from moto.events.models import Rule

_ACTIONS = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction"}
_LOG_ACTIONS = ("logs:CreateLogStream", "logs:PutLogEvents")


def send(rule: "Rule", target: dict[str, Any], event: dict[str, Any]) -> Failure | None:
    """None once the target has the event."""
    arn = target["Arn"]
    kind = arn.split(":")[2]
    if kind == "events":
        return None if _archive(rule, event) else no_resource(arn)
    try:
        payload = input_for(target, event, rule)
    except InputError as error:
        return Failure("INVALID_JSON", str(error))
    if kind == "logs":
        return _log(rule, arn, payload, "InputTransformer" in target)
    return _send(rule, target, kind, payload)


@evidence("events-rule-source-keys")
def role_may(rule: "Rule", role_arn: str, action: str, resource: str) -> bool:
    """EventBridge says for which rule it assumes the role of a target.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
    """
    context = sender(rule).context_for("sts:AssumeRole")
    return roles.service_may(role_arn, PRINCIPAL, action, resource, **context)


@evidence("events-targets-need-their-policy")
def _send(rule: "Rule", target: dict[str, Any], kind: str, payload: str) -> Failure | None:
    """To a queue, topic or function, which must admit the rule whatever a role allows.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """
    arn, role_arn = target["Arn"], target.get("RoleArn")
    if kind not in _ACTIONS or not receivers.exists(arn):
        return no_resource(arn)
    if kind == "lambda" and not is_json(payload):
        return Failure("INVALID_JSON", f"The input of the target {arn} is not JSON.")
    action, group = _ACTIONS[kind], (target.get("SqsParameters") or {}).get("MessageGroupId")
    if role_arn and not role_may(rule, role_arn, action, arn):
        return no_permissions(arn, action)
    if not receivers.admits(arn, sender(rule)):
        return no_permissions(arn, action)
    receivers.put(arn, receivers.Message(payload, group_id=group))
    return None


def _log(rule: "Rule", arn: str, payload: str, transformed: bool) -> Failure | None:
    """To a log group, which the region's resource policies must admit.

    A transformer gives the message, and its time, which is that of the delivery here.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """
    from moto.core.utils import unix_time_millis
    from moto.logs import logs_backends

    name = arn.split(":log-group:", 1)[1].removesuffix(":*")
    backend = logs_backends[rule.account_id][rule.region_name]
    if name not in backend.groups:
        return no_resource(arn)
    stream = f"{arn.removesuffix(':*')}:log-stream:{rule.name}"
    documents = [_document(p) for p in backend.resource_policies.values()]
    for action in _LOG_ACTIONS:
        if not _admitted(rule, documents, action, stream):
            return no_permissions(arn, action)
    if rule.name not in backend.groups[name].streams:
        backend.create_log_stream(name, rule.name)
    message = json.loads(payload)["message"] if transformed else payload
    text = message if isinstance(message, str) else json.dumps(message)
    entry = {"timestamp": int(unix_time_millis()), "message": text}
    backend.put_log_events(name, rule.name, [entry])
    return None


@evidence("events-log-group-policies")
def _admitted(rule: "Rule", documents: list[Any], action: str, stream: str) -> bool:
    return any(
        policy.evaluate(
            documents,
            policy.Request(action, stream, policy.service(name), sender(rule).context_for(action)),
        )
        == "allow"
        for name in (PRINCIPAL, "delivery.logs.amazonaws.com")
    )


def _document(resource_policy: Any) -> Any:
    found = getattr(resource_policy, "policy_document", resource_policy)
    return found.get("policyDocument") if isinstance(found, dict) else found


def _archive(rule: "Rule", event: dict[str, Any]) -> bool:
    from moto.events.models import EventMessageType, events_backends

    archives = events_backends[rule.account_id][rule.region_name].archives
    archive = archives.get(rule.name.removeprefix("Events-Archive-"))
    if archive:
        archive.events.append(cast(EventMessageType, event))
    return archive is not None
