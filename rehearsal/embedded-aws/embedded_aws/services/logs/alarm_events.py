"""How an alarm notifies EventBridge of its change.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

import uuid
from typing import TYPE_CHECKING, Any

from embedded_aws.services.logs.alarm_reasons import moment

if TYPE_CHECKING:
    from moto.cloudwatch.models import Alarm


def state_of(alarm: "Alarm") -> dict[str, Any]:
    """The state as events have it; one that was set by hand has no data of its reason."""
    data = alarm.state_reason_data
    return {
        "value": alarm.state_value,
        "reason": alarm.state_reason,
        **({"reasonData": data} if data and data != "{}" else {}),
        "timestamp": moment(alarm.state_updated_timestamp),
    }


def detail(alarm: "Alarm", before: dict[str, Any]) -> dict[str, Any]:
    """The event of an alarm that was in the state ``before``."""
    metric = {
        "namespace": alarm.namespace,
        "name": alarm.metric_name,
        "dimensions": {d.name: d.value for d in alarm.dimensions},
    }
    stat: dict[str, Any] = {
        "metric": metric,
        "period": int(alarm.period or 0),
        "stat": alarm.extended_statistic or alarm.statistic,
    }
    if alarm.unit:
        stat["unit"] = alarm.unit
    metrics = [{"id": str(uuid.uuid4()), "metricStat": stat, "returnData": True}]
    description = {"description": alarm.description} if alarm.description else {}
    return {
        "alarmName": alarm.name,
        "configuration": {**description, "metrics": metrics},
        "previousState": before,
        "state": state_of(alarm),
    }
