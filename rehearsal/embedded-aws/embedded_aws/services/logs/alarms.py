"""Alarms: their state follows their metric at once, and their actions are done.

A period ends now, where AWS's ends with the minute.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

import json
import operator
from datetime import datetime, timedelta
from typing import Any

from embedded_aws import events_log
from embedded_aws.services.events import senders
from embedded_aws.services.events.emit import emit

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


def evaluate(backend: Any) -> None:
    """Brings every alarm of the account and region up to date."""
    for alarm in list(backend.alarms.values()):
        if getattr(alarm, "by_hand_until", None) and alarm.by_hand_until > _now():
            continue
        if alarm.metric_name and alarm.comparison_operator in _COMPARISONS:
            state, reason = _judge(backend, alarm)
            change(backend, alarm, state, reason)


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
    before = alarm.state_value
    if state == before:
        return
    alarm.update_state(reason, "{}", state)
    perform(backend, alarm, before)


def perform(backend: Any, alarm: Any, before: str) -> None:
    account_id, region = backend.account_id, backend.region_name
    actions = {
        "ALARM": alarm.alarm_actions,
        "OK": alarm.ok_actions,
        "INSUFFICIENT_DATA": alarm.insufficient_data_actions,
    }[alarm.state_value]
    sender = senders.Sender(PRINCIPAL, alarm.alarm_arn, account_id)
    done = {
        action: _publish(action, alarm, before, sender) for action in actions if _enabled(alarm)
    }
    events_log.record(
        "alarm", account_id, region, name=alarm.name, state=alarm.state_value, actions=done
    )
    detail = {
        "alarmName": alarm.name,
        "state": {"value": alarm.state_value, "reason": alarm.state_reason},
        "previousState": {"value": before},
    }
    kind = "CloudWatch Alarm State Change"
    emit(account_id, region, "aws.cloudwatch", kind, detail, [alarm.alarm_arn])


def _enabled(alarm: Any) -> bool:
    return str(alarm.actions_enabled).lower() != "false"


def _publish(action: str, alarm: Any, before: str, sender: senders.Sender) -> str:
    if not action.startswith("arn:") or action.split(":")[2] != "sns":
        return "not done: no topic"
    if not senders.topic_admits(action, sender):
        return "refused"
    subject = f'{alarm.state_value}: "{alarm.name}" in {alarm.region_name}'
    senders.publish(action, json.dumps(_message(alarm, before, sender)), subject[:100])
    return "published"


def _message(alarm: Any, before: str, sender: senders.Sender) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html"""
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": sender.source_account,
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": f"{alarm.state_updated_timestamp:%Y-%m-%dT%H:%M:%S.000+0000}",
        "Region": alarm.region_name,
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": before,
        "Trigger": {
            "MetricName": alarm.metric_name,
            "Namespace": alarm.namespace,
            "Statistic": alarm.statistic,
            "Period": alarm.period,
            "EvaluationPeriods": alarm.evaluation_periods,
            "ComparisonOperator": alarm.comparison_operator,
            "Threshold": alarm.threshold,
            "TreatMissingData": alarm.treat_missing_data,
        },
    }


def set_by_hand(backend: Any, alarm: Any, before: str) -> None:
    """After SetAlarmState: the actions are done, the next evaluation comes later."""
    alarm.by_hand_until = _now() + _BY_HAND
    if before != alarm.state_value:
        perform(backend, alarm, before)
