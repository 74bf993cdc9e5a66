"""How an alarm tells of its change: as an event, and to a topic."""

import uuid
from typing import Any


def _moment(alarm: Any) -> str:
    return f"{alarm.state_updated_timestamp:%Y-%m-%dT%H:%M:%S.000+0000}"


def state_of(alarm: Any) -> dict[str, Any]:
    """The state as events tell it."""
    return {
        "value": alarm.state_value,
        "reason": alarm.state_reason,
        "reasonData": alarm.state_reason_data,
        "timestamp": _moment(alarm),
    }


def detail(alarm: Any, before: dict[str, Any]) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html"""
    metric = {
        "namespace": alarm.namespace,
        "name": alarm.metric_name,
        "dimensions": {d.name: d.value for d in alarm.dimensions},
    }
    stat = {"metric": metric, "period": int(alarm.period or 0), "stat": alarm.statistic}
    return {
        "alarmName": alarm.name,
        "configuration": {
            "description": alarm.description or "",
            "metrics": [{"id": str(uuid.uuid4()), "metricStat": stat, "returnData": True}],
        },
        "previousState": before,
        "state": state_of(alarm),
    }


def message(alarm: Any, before: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html"""
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": alarm.alarm_arn.split(":")[4],
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": _moment(alarm),
        "Region": alarm.region_name,
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": before,
        "Trigger": {
            "MetricName": alarm.metric_name,
            "Namespace": alarm.namespace,
            "Statistic": alarm.statistic,
            "Dimensions": [{"name": d.name, "value": d.value} for d in alarm.dimensions],
            "Period": alarm.period,
            "EvaluationPeriods": alarm.evaluation_periods,
            "ComparisonOperator": alarm.comparison_operator,
            "Threshold": alarm.threshold,
            "TreatMissingData": alarm.treat_missing_data,
        },
    }
