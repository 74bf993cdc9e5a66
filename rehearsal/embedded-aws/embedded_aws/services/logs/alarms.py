"""Alarms: their state follows their metric at once, and their actions are done.

A period ends now, where AWS's ends with the minute.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from embedded_aws import events_log, metrics
from embedded_aws.delivery import receivers
from embedded_aws.delivery.events import emit
from embedded_aws.delivery.sender import Sender
from embedded_aws.evidence import evidence
from embedded_aws.services.logs import alarm_events, alarm_messages
from embedded_aws.services.logs.alarm_reasons import (
    COMPARISONS,
    Datapoint,
    Rule,
    reason,
    reason_data,
)

if TYPE_CHECKING:
    from moto.cloudwatch.models import Alarm, CloudWatchBackend

PRINCIPAL = "cloudwatch.amazonaws.com"
#: How long a state that SetAlarmState gave holds.
_BY_HAND = timedelta(seconds=60)
_STATISTICS: dict[str, Callable[[list[float]], float]] = {
    "Sum": sum,
    "Average": lambda values: sum(values) / len(values),
    "Minimum": min,
    "Maximum": max,
    "SampleCount": len,
}


def _now() -> datetime:
    from moto.core.utils import utcnow

    return utcnow()


_changing = threading.Lock()


def keep_state(alarm: "Alarm", before: Any | None) -> None:
    """A changed alarm keeps its state; a new one knows nothing.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    """
    if before is None:
        alarm.state_value = "INSUFFICIENT_DATA"
        # moto has a text here, which AWS answers only once there is one.
        alarm.state_reason_data = None  # type: ignore[assignment]
        return
    for name in ("value", "reason", "reason_data", "updated_timestamp"):
        setattr(alarm, f"state_{name}", getattr(before, f"state_{name}"))


def evaluate(backend: "CloudWatchBackend", namespace: str | None = None) -> None:
    """Brings every alarm of the account and region up to date, or those of one namespace."""
    for alarm in list(backend.alarms.values()):
        if namespace not in (None, alarm.namespace):
            continue
        by_hand_until = vars(alarm).get("by_hand_until")
        if by_hand_until and by_hand_until > _now():
            continue
        if alarm.metric_name and alarm.comparison_operator in COMPARISONS:
            _follow(backend, alarm)


def _rule(alarm: "Alarm") -> Rule:
    wanted = alarm.datapoints_to_alarm
    return Rule(
        alarm.comparison_operator,
        float(alarm.threshold),
        int(alarm.evaluation_periods),
        int(wanted) if wanted else None,
        alarm.treat_missing_data,
    )


def _judge(rule: Rule, points: list[Datapoint]) -> str | None:
    """The state that the datapoints ask for; None leaves the one that there is."""
    breaches = [_breaches(rule, point.value) for point in points]
    if all(breach is None for breach in breaches):
        return None if rule.missing == "ignore" else "INSUFFICIENT_DATA"
    return "ALARM" if sum(breach is True for breach in breaches) >= rule.needed else "OK"


def _breaches(rule: Rule, value: float | None) -> bool | None:
    if value is None:
        return {"breaching": True, "notBreaching": False}.get(rule.missing or "")
    return rule.breached_by(value)


def _datapoints(backend: "CloudWatchBackend", alarm: "Alarm") -> list[Datapoint]:
    """One a period, the last first."""
    end, length = _now(), timedelta(seconds=int(alarm.period))
    unit = timedelta(seconds=min(int(alarm.period), 60))
    found: list[Datapoint] = []
    for _ in range(int(alarm.evaluation_periods)):
        values = _values(backend, alarm, end - length, end)
        end -= length
        # Periods begin with a minute, or with its part.
        start = end - (end - datetime.min) % unit
        found.append(
            Datapoint(start, _total(alarm, values), float(len(values)))
            if values
            else Datapoint(start, None)
        )
    return found


def _total(alarm: "Alarm", values: list[float]) -> float:
    return float(_STATISTICS.get(alarm.statistic or "Average", sum)(values))


def _values(
    backend: "CloudWatchBackend", alarm: "Alarm", start: datetime, end: datetime
) -> list[float]:
    gauge = metrics.gauge_of(alarm.namespace)
    if gauge is not None:
        now = gauge(backend, alarm.metric_name, _pairs(alarm))
        return [] if now is None else [now]
    data: list[Any] = backend.metric_data
    return [
        float(datum.value)
        for datum in data
        if start < datum.timestamp.replace(tzinfo=None) <= end and _is_of(alarm, datum)
    ]


def _is_of(alarm: "Alarm", datum: Any) -> bool:
    return (
        hasattr(datum, "value")
        and (datum.namespace, datum.name) == (alarm.namespace, alarm.metric_name)
        and _pairs(datum) == _pairs(alarm)
        and alarm.unit in (None, datum.unit)
    )


def _pairs(one: Any) -> set[tuple[str, str]]:
    return {(d.name, d.value) for d in one.dimensions}


def _follow(backend: "CloudWatchBackend", alarm: "Alarm") -> None:
    """Puts the alarm into the state that its data ask for; a new one does its actions."""
    rule, points = _rule(alarm), _datapoints(backend, alarm)
    state = _judge(rule, points)
    # Messages of several threads change one metric: only one of them changes the alarm.
    with _changing:
        before = alarm_events.state_of(alarm)
        if state in (None, before["value"]):
            return
        data = reason_data(
            rule, points, _now(), alarm.statistic or "", int(alarm.period), alarm.unit
        )
        alarm.update_state(reason(rule, str(state), points), data, state)
    perform(backend, alarm, before)


def perform(backend: "CloudWatchBackend", alarm: "Alarm", before: dict[str, Any]) -> None:
    """The actions of the alarm's state, and the event of its change.

    ``before`` is the state that it had, as events have it.
    """
    account_id, region = backend.account_id, backend.region_name
    actions = {
        "ALARM": alarm.alarm_actions,
        "OK": alarm.ok_actions,
        "INSUFFICIENT_DATA": alarm.insufficient_data_actions,
    }[alarm.state_value]
    sender = Sender(PRINCIPAL, alarm.alarm_arn, account_id)
    done = {
        action: _publish(action, alarm, before["value"], sender)
        for action in actions
        if _enabled(alarm)
    }
    events_log.record(
        "alarm", account_id, region, name=alarm.name, state=alarm.state_value, actions=done
    )
    kind = "CloudWatch Alarm State Change"
    detail = alarm_events.detail(alarm, before)
    emit(account_id, region, "aws.cloudwatch", kind, detail, [alarm.alarm_arn])


def _enabled(alarm: "Alarm") -> bool:
    return str(alarm.actions_enabled).lower() != "false"


@evidence("cloudwatch-alarm-source-owner")
def _publish(action: str, alarm: "Alarm", before: str, sender: Sender) -> str:
    if not action.startswith("arn:") or action.split(":")[2] != "sns":
        return "not done: no topic"
    if not receivers.admits(action, sender, aws__SourceOwner=sender.source_account):
        return "refused"
    publication = alarm_messages.publication(alarm, before)
    receivers.put(
        action, receivers.Message(publication.message, publication.subject, structure="json")
    )
    return "published"


def set_by_hand(backend: "CloudWatchBackend", alarm: "Alarm", before: dict[str, Any]) -> None:
    """After SetAlarmState: the actions are done, the next evaluation comes later."""
    vars(alarm)["by_hand_until"] = _now() + _BY_HAND
    if before["value"] != alarm.state_value:
        perform(backend, alarm, before)
