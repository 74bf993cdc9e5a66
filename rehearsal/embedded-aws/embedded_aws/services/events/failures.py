"""What becomes of an event that a target did not take.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from embedded_aws import events_log
from embedded_aws.delivery import receivers
from embedded_aws.delivery.sender import Sender

if TYPE_CHECKING:
    from moto.events.models import Rule

PRINCIPAL = "events.amazonaws.com"

Outcome = Literal["delivered", "dead-lettered", "dropped"]


@dataclass(frozen=True)
class Failure:
    """Why a target did not take an event, as the message in its dead-letter queue says."""

    code: str
    message: str
    #: EventBridge does not retry what only an operator can fix.
    retriable: bool = False
    retries: int = 0

    def after(self, retries: int) -> "Failure":
        return replace(self, retries=retries)


def no_resource(arn: str) -> Failure:
    return Failure("NO_RESOURCE", f"The target {arn} does not exist.")


def no_permissions(arn: str, action: str) -> Failure:
    return Failure("NO_PERMISSIONS", f"EventBridge is not authorized to perform {action} on {arn}.")


def sender(rule: "Rule") -> Sender:
    """EventBridge, as it acts for a rule."""
    return Sender(PRINCIPAL, rule.arn, rule.account_id)


def settle(
    rule: "Rule", target: dict[str, Any], event: dict[str, Any], failure: Failure
) -> Outcome:
    """Puts the event into the target's dead-letter queue, if that takes it; else it is lost."""
    _count(rule, "FailedInvocations")
    queue: str = (target.get("DeadLetterConfig") or {}).get("Arn") or ""
    kept = bool(queue) and _dead_letter(queue, rule, target, event, failure)
    if queue:
        _count(rule, "InvocationsSentToDlq" if kept else "InvocationsFailedToBeSentToDlq")
    outcome: Outcome = "dead-lettered" if kept else "dropped"
    events_log.record(
        "event",
        rule.account_id,
        rule.region_name,
        rule=rule.arn,
        target=target["Arn"],
        eventId=event.get("id"),
        outcome=outcome,
        error=failure.code,
        message=failure.message,
    )
    return outcome


def _dead_letter(
    queue: str, rule: "Rule", target: dict[str, Any], event: dict[str, Any], failure: Failure
) -> bool:
    # The queue may be another account's, but its policy must name the rule.
    if not receivers.admits(queue, sender(rule)):
        return False
    attributes = {
        "RULE_ARN": rule.arn,
        "TARGET_ARN": target["Arn"],
        "ERROR_CODE": failure.code,
        "ERROR_MESSAGE": failure.message,
        "RETRY_ATTEMPTS": str(failure.retries),
    }
    if failure.retriable:
        attributes["EXHAUSTED_RETRY_CONDITION"] = "MaximumRetryAttempts"
    receivers.put(queue, receivers.Message(json.dumps(event), attributes=attributes))
    return True


def _count(rule: "Rule", metric: str) -> None:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html"""
    from moto.cloudwatch.models import cloudwatch_backends

    datum = {
        "MetricName": metric,
        "Value": 1,
        "Dimensions": [{"Name": "RuleName", "Value": rule.name}],
    }
    backend = cloudwatch_backends[rule.account_id][rule.region_name]
    backend.put_metric_data("AWS/Events", [datum])
