"""From a bus through its rules to their targets."""

import json
from dataclasses import dataclass
from typing import Any

from embedded_aws import policy
from embedded_aws.services.events import pattern, roles, senders
from embedded_aws.services.events.transform import input_for

PRINCIPAL = "events.amazonaws.com"
ALL_MANAGEMENT_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"


@dataclass(frozen=True)
class Delivery:
    """What became of an event at one target of a rule that it matched."""

    rule: str
    target: str
    outcome: str  # delivered, dead-lettered, dropped, not forwarded


def accept(bus: Any, event: dict[str, Any], hops: int = 0) -> list[Delivery]:
    """Hands an event to every rule of a bus.

    ``hops`` counts the buses that passed it on before.
    """
    deliveries: list[Delivery] = []
    for rule in list(bus.rules.values()):
        if matches(rule, event):
            deliveries += [_deliver(rule, target, event, hops) for target in rule.targets]
    return deliveries


def matches(rule: Any, event: dict[str, Any]) -> bool:
    """The rule is on, has a pattern, and the pattern fits.

    Read-only management events match only a rule that asks for all of them.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
    """
    wanted = rule.event_pattern.get_pattern()
    if rule.state == "DISABLED" or not wanted:
        return False
    if _read_only(event) and rule.state != ALL_MANAGEMENT_EVENTS:
        return False
    return pattern.matches(wanted, event)


def _read_only(event: dict[str, Any]) -> bool:
    detail = event.get("detail")
    return (
        str(event.get("detail-type", "")).endswith("via CloudTrail")
        and isinstance(detail, dict)
        and detail.get("readOnly") is True
        and detail.get("managementEvent", True) is not False
    )


def _deliver(rule: Any, target: dict[str, Any], event: dict[str, Any], hops: int) -> Delivery:
    arn = target["Arn"]
    kind = arn.split(":")[2]
    resource = arn.split(":", 5)[5]
    if kind == "events" and resource.startswith("event-bus/"):
        return _forward(rule, target, event, hops)
    if kind == "events":
        delivered = _archive(rule, event)
    elif kind == "logs":
        delivered = _log(rule, arn, input_for(target, event, rule))
    else:
        delivered = _send(rule, target, input_for(target, event, rule))
    return _outcome(rule, target, event, delivered)


def _outcome(rule: Any, target: dict[str, Any], event: dict[str, Any], delivered: bool) -> Delivery:
    if delivered:
        return Delivery(rule.arn, target["Arn"], "delivered")
    _count_failure(rule)
    dead_letters = (target.get("DeadLetterConfig") or {}).get("Arn")
    sent = bool(dead_letters) and senders.send(dead_letters, json.dumps(event), _sender(rule))
    return Delivery(rule.arn, target["Arn"], "dead-lettered" if sent else "dropped")


def _sender(rule: Any) -> senders.Sender:
    return senders.Sender(PRINCIPAL, rule.arn, rule.account_id)


def _may(rule: Any, role_arn: str, action: str, resource: str) -> bool:
    """EventBridge says for which rule it assumes the role of a target.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
    """
    return roles.service_may(role_arn, PRINCIPAL, action, resource, **_sender(rule).context)


def _send(rule: Any, target: dict[str, Any], payload: str) -> bool:
    """To a queue, topic or function, by its policy or by the target's role."""
    arn = target["Arn"]
    sender = _sender(rule)
    group = (target.get("SqsParameters") or {}).get("MessageGroupId")
    action = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction"}
    kind = arn.split(":")[2]
    role_arn = target.get("RoleArn")
    if kind in action and role_arn and _may(rule, role_arn, action[kind], arn):
        return _send_by_role(kind, arn, payload, sender, group)
    return senders.send(arn, payload, sender, group)


def _send_by_role(
    kind: str, arn: str, payload: str, sender: senders.Sender, group: str | None
) -> bool:
    if kind == "lambda":
        senders.invoke(arn, json.loads(payload), sender)
    elif kind == "sns":
        senders.publish(arn, payload)
    elif senders.queue(arn) is None:
        return False
    else:
        senders.enqueue(arn, payload, group)
    return True


def _log(rule: Any, arn: str, payload: str) -> bool:
    """To a log group, which the region's resource policies must admit.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """
    from moto.core.utils import unix_time_millis
    from moto.logs import logs_backends

    name = arn.split(":log-group:", 1)[1].removesuffix(":*")
    backend = logs_backends[rule.account_id][rule.region_name]
    if name not in backend.groups:
        return False
    stream = f"{arn.removesuffix(':*')}:log-stream:{rule.name}"
    documents = [_document(p) for p in backend.resource_policies.values()]
    for principal in (PRINCIPAL, "delivery.logs.amazonaws.com"):
        request = policy.Request(
            "logs:PutLogEvents", stream, policy.service(principal), _sender(rule).context
        )
        if policy.evaluate(documents, request) == "allow":
            break
    else:
        return False
    if rule.name not in backend.groups[name].streams:
        backend.create_log_stream(name, rule.name)
    entry = {"timestamp": int(unix_time_millis()), "message": payload}
    backend.put_log_events(name, rule.name, [entry])
    return True


def _document(resource_policy: Any) -> Any:
    found = getattr(resource_policy, "policy_document", resource_policy)
    return found.get("policyDocument") if isinstance(found, dict) else found


def _archive(rule: Any, event: dict[str, Any]) -> bool:
    from moto.events.models import events_backends

    archives = events_backends[rule.account_id][rule.region_name].archives
    archive = archives.get(rule.name.removeprefix("Events-Archive-"))
    if archive:
        archive.events.append(event)
    return archive is not None


def bus_admits(bus: Any, account_id: str, role_arn: str | None = None) -> bool:
    """The policy of a bus lets an account, or one of its roles, put events."""
    principal = policy.identity(account_id, *([role_arn] if role_arn else []))
    context = {"aws:PrincipalAccount": account_id, "aws:SecureTransport": "true"}
    if role_arn:
        context["aws:PrincipalArn"] = role_arn
    organization = senders.organization_id(account_id)
    if organization:
        context["aws:PrincipalOrgID"] = organization
    request = policy.Request("events:PutEvents", bus.arn, principal, context)
    return policy.allows(bus.policy, request)


def _forward(rule: Any, target: dict[str, Any], event: dict[str, Any], hops: int) -> Delivery:
    """To another bus. An event that came from a bus stays where it is.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
    """
    arn = target["Arn"]
    if hops:
        return Delivery(rule.arn, arn, "not forwarded")
    delivered = _forwardable(rule, target)
    if delivered is not None:
        accept(delivered, event, hops + 1)
    return _outcome(rule, target, event, delivered is not None)


def _forwardable(rule: Any, target: dict[str, Any]) -> Any | None:
    """The target bus, if the rule's role and the bus's policy let the event in."""
    from moto.events.models import events_backends

    _, _, _, region, account_id, resource = target["Arn"].split(":", 5)
    bus = events_backends[account_id][region].event_buses.get(resource.partition("/")[2])
    role_arn = target.get("RoleArn")
    if bus is None:
        return None
    if role_arn and not _may(rule, role_arn, "events:PutEvents", bus.arn):
        return None
    if account_id != rule.account_id:
        return bus if bus_admits(bus, rule.account_id, role_arn) else None
    near = region == rule.region_name
    return bus if near or role_arn or bus_admits(bus, account_id) else None


def _count_failure(rule: Any) -> None:
    """FailedInvocations, as AWS counts it.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
    """
    from moto.cloudwatch.models import cloudwatch_backends

    datum = {
        "MetricName": "FailedInvocations",
        "Value": 1,
        "Dimensions": [{"Name": "RuleName", "Value": rule.name}],
    }
    backend = cloudwatch_backends[rule.account_id][rule.region_name]
    backend.put_metric_data("AWS/Events", [datum])
