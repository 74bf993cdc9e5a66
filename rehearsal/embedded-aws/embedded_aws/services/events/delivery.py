"""From a bus through its rules to their targets."""

from typing import TYPE_CHECKING, Any

from embedded_aws import faults
from embedded_aws.delivery.events import Delivery
from embedded_aws.services.events import failures, forwarding, pattern, targets
from embedded_aws.services.events.failures import Failure

if TYPE_CHECKING:
    from moto.events.models import EventBus, Rule

ALL_MANAGEMENT_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
#: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
RETRIES = 185

#: The API action that delivers to a target, which an injected fault makes fail.
_DELIVERING = {
    "events": ("events", "PutEvents"),
    "lambda": ("lambda", "Invoke"),
    "logs": ("logs", "PutLogEvents"),
    "sns": ("sns", "Publish"),
    "sqs": ("sqs", "SendMessage"),
}


def accept(bus: "EventBus", event: dict[str, Any], hops: int = 0) -> list[Delivery]:
    """Hands an event to every rule of a bus.

    ``hops`` counts the buses that passed it on before.
    """
    deliveries: list[Delivery] = []
    for rule in list(bus.rules.values()):
        if matches(rule, event):
            deliveries += [deliver(rule, target, event, hops) for target in rule.targets]
    return deliveries


def matches(rule: "Rule", event: dict[str, Any]) -> bool:
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


def deliver(rule: "Rule", target: dict[str, Any], event: dict[str, Any], hops: int) -> Delivery:
    """Tries until the target takes the event, or the retry policy ends it. No time passes."""
    arn = target["Arn"]
    retries = int((target.get("RetryPolicy") or {}).get("MaximumRetryAttempts", RETRIES))
    failure: Failure | None = None
    for attempt in range(retries + 1):
        failure = _fault(rule, arn) or _try(rule, target, event, hops)
        if failure is None:
            return Delivery(rule.arn, arn, "delivered")
        failure = failure.after(attempt)
        if not failure.retriable:
            break
    assert failure is not None
    return Delivery(rule.arn, arn, failures.settle(rule, target, event, failure), failure.code)


def _fault(rule: "Rule", arn: str) -> Failure | None:
    """A fault that was injected into the target's service fails an attempt."""
    _, _, kind, region, account_id, _ = arn.split(":", 5)
    service, action = _DELIVERING.get(kind, (kind, ""))
    fault = faults.due(service, action, account_id or rule.account_id, region or rule.region_name)
    if fault is None:
        return None
    throttled = "Throttl" in fault.error
    code = "THROTTLING" if throttled else "ERROR_FROM_TARGET"
    return Failure(code, f"{fault.error}: {fault.message}", retriable=True)


def _try(rule: "Rule", target: dict[str, Any], event: dict[str, Any], hops: int) -> Failure | None:
    arn = target["Arn"]
    if not arn.split(":", 5)[5].startswith("event-bus/"):
        return targets.send(rule, target, event)
    if hops:
        return forwarding.third_hop(rule, arn)
    bus = forwarding.bus_for(rule, target)
    if isinstance(bus, Failure):
        return bus
    accept(bus, event, hops + 1)
    return None
