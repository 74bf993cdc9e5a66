"""Alarms: their state follows their metric at once, and their actions are done.

A period ends now, where AWS's ends with the minute.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

import json
import operator
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from embedded_aws import events_log
from embedded_aws.services.events import senders
from embedded_aws.services.events.emit import emit
from embedded_aws.services.logs import alarm_events

PRINCIPAL = "cloudwatch.amazonaws.com"
#: How long a state that SetAlarmState gave holds.
_BY_HAND = timedelta(seconds=60)
_COMPARISONS = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
_STATISTICS = {
    "Sum": sum,
    "Average": lambda values: sum(values) / len(values),
    "Minimum": min,
    "Maximum": max,
    "SampleCount": len,
}


def _now() -> datetime:
    from moto.core.utils import utcnow

    return utcnow()


#: Reads a metric of a namespace as it is now: back end, name, dimensions.
Gauge = Callable[[Any, str, set[tuple[str, str]]], float | None]
_gauges: dict[str, Gauge] = {}


_changing = threading.Lock()


def gauge(namespace: str, read: Gauge) -> None:
    """The metrics of the namespace are what they are now; nobody puts data of them."""
    _gauges[namespace] = read


def evaluate(backend: Any, namespace: str | None = None) -> None:
    """Brings every alarm of the account and region up to date, or those of one namespace."""
    for alarm in list(backend.alarms.values()):
        if namespace not in (None, alarm.namespace):
            continue
        if getattr(alarm, "by_hand_until", None) and alarm.by_hand_until > _now():
            continue
        if alarm.metric_name and alarm.comparison_operator in _COMPARISONS:
            state, reason = _judge(backend, alarm)
            change(backend, alarm, state, reason)


def check_actions(backend: Any, actions: list[str]) -> None:
    """:raises ValidationError: an action is in another region.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    """
    from moto.cloudwatch.exceptions import ValidationError

    for action in actions:
        region = action.split(":")[3] if action.count(":") >= 5 else ""
        if region not in ("", backend.region_name):
            raise ValidationError(
                f"Invalid region {region} specified. Only {backend.region_name} is supported."
            )


def _judge(backend: Any, alarm: Any) -> tuple[str, str]:
    values = _datapoints(backend, alarm)
    breaches = [_breaches(alarm, value) for value in values]
    if all(breach is None for breach in breaches):
        kept = alarm.state_value if alarm.treat_missing_data == "ignore" else None
        return kept or "INSUFFICIENT_DATA", "Insufficient Data: no datapoints were received."
    count = sum(breach is True for breach in breaches)
    needed = int(alarm.datapoints_to_alarm or alarm.evaluation_periods)
    shown = ", ".join("missing" if value is None else str(value) for value in values)
    reason = (
        f"Threshold Crossed: datapoints [{shown}], {alarm.comparison_operator} {alarm.threshold}"
    )
    return ("ALARM" if count >= needed else "OK"), reason


def _breaches(alarm: Any, value: float | None) -> bool | None:
    if value is None:
        return {"breaching": True, "notBreaching": False}.get(alarm.treat_missing_data)
    return bool(_COMPARISONS[alarm.comparison_operator](value, float(alarm.threshold)))


def _datapoints(backend: Any, alarm: Any) -> list[float | None]:
    """One value a period, the last first; None where there are no data."""
    if alarm.namespace in _gauges:
        value = _gauges[alarm.namespace](backend, alarm.metric_name, _pairs(alarm))
        return [value] * int(alarm.evaluation_periods)
    end, length = _now(), timedelta(seconds=int(alarm.period))
    found: list[float | None] = []
    for _ in range(int(alarm.evaluation_periods)):
        values = [
            float(datum.value)
            for datum in backend.metric_data
            if end - length < datum.timestamp.replace(tzinfo=None) <= end and _is_of(alarm, datum)
        ]
        statistic = _STATISTICS.get(alarm.statistic or "Average", sum)
        found.append(float(statistic(values)) if values else None)
        end -= length
    return found


def _is_of(alarm: Any, datum: Any) -> bool:
    return (
        hasattr(datum, "value")
        and (datum.namespace, datum.name) == (alarm.namespace, alarm.metric_name)
        and _pairs(datum) == _pairs(alarm)
        and alarm.unit in (None, datum.unit)
    )


def _pairs(one: Any) -> set[tuple[str, str]]:
    return {(d.name, d.value) for d in one.dimensions}


def change(backend: Any, alarm: Any, state: str, reason: str) -> None:
    """Puts the alarm into a state; a new one does the actions of the state."""
    # Messages of several threads change one metric: only one of them rings.
    with _changing:
        before = alarm_events.state_of(alarm)
        if state == before["value"]:
            return
        alarm.update_state(reason, "{}", state)
    perform(backend, alarm, before)


def perform(backend: Any, alarm: Any, before: dict[str, Any]) -> None:
    """The actions of the alarm's state, and the event of its change.

    ``before`` is the state that it had, as events tell it.
    """
    account_id, region = backend.account_id, backend.region_name
    actions = {
        "ALARM": alarm.alarm_actions,
        "OK": alarm.ok_actions,
        "INSUFFICIENT_DATA": alarm.insufficient_data_actions,
    }[alarm.state_value]
    sender = senders.Sender(PRINCIPAL, alarm.alarm_arn, account_id)
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


def _enabled(alarm: Any) -> bool:
    return str(alarm.actions_enabled).lower() != "false"


def _publish(action: str, alarm: Any, before: str, sender: senders.Sender) -> str:
    if not action.startswith("arn:") or action.split(":")[2] != "sns":
        return "not done: no topic"
    if not senders.topic_admits(action, sender):
        return "refused"
    subject = f'{alarm.state_value}: "{alarm.name}" in {alarm.region_name}'
    senders.publish(action, json.dumps(alarm_events.message(alarm, before)), subject[:100])
    return "published"


def set_by_hand(backend: Any, alarm: Any, before: dict[str, Any]) -> None:
    """After SetAlarmState: the actions are done, the next evaluation comes later."""
    alarm.by_hand_until = _now() + _BY_HAND
    if before["value"] != alarm.state_value:
        perform(backend, alarm, before)
