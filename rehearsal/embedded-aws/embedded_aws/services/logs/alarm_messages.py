"""What an alarm publishes to a topic: for programs, for readers of e-mail and for telephones.

Recorded on AWS by others: localstack/localstack,
tests/aws/services/cloudwatch/test_cloudwatch.snapshot.json.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
"""

import functools
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence
from embedded_aws.services.logs.alarm_reasons import moment

if TYPE_CHECKING:
    from moto.cloudwatch.models import Alarm

_SUBJECT_CHARACTERS = 100
_EU = belief("cloudwatch-region-names")


@dataclass(frozen=True)
class Publication:
    """A message of structure ``json``, with its subject."""

    subject: str
    message: str


@evidence("cloudwatch-region-names")
def region_name(region: str) -> str:
    """The long name of a region as CloudWatch has it, such as ``EU (Ireland)``."""
    name = _published(region)
    return name.replace("Europe (", "EU (") if _EU.holds else name


@functools.cache
def _published(region: str) -> str:
    from botocore.loaders import create_loader

    partitions = create_loader().load_data("endpoints")["partitions"]
    names = {code: one["description"] for p in partitions for code, one in p["regions"].items()}
    return str(names.get(region, region))


def _subject(alarm: "Alarm") -> str:
    before, after = f'{alarm.state_value}: "', f'" in {region_name(alarm.region_name)}'
    room = _SUBJECT_CHARACTERS - len(before) - len(after)
    name = alarm.name if len(alarm.name) <= room else f"{alarm.name[: room - 3]}..."
    return f"{before}{name}{after}"


def _statistic(alarm: "Alarm") -> dict[str, Any]:
    if alarm.extended_statistic:
        return {"StatisticType": "ExtendedStatistic", "Statistic": alarm.extended_statistic}
    return {"StatisticType": "Statistic", "Statistic": (alarm.statistic or "").upper()}


def _query(query: Any) -> dict[str, Any]:
    found = {"Expression": query.expression, "Id": query.id, "Label": query.label}
    if query.metric_stat:
        metric = query.metric_stat.metric
        found["MetricStat"] = {
            "Metric": {
                "Dimensions": [{"value": d.value, "name": d.name} for d in metric.dimensions],
                "MetricName": metric.metric_name,
                "Namespace": metric.namespace,
            },
            "Period": query.metric_stat.period,
            "Stat": query.metric_stat.stat,
        }
    found["ReturnData"] = query.return_data
    return {key: value for key, value in found.items() if value is not None}


def _trigger(alarm: "Alarm") -> dict[str, Any]:
    metric: dict[str, Any] = {}
    if alarm.metric_name:
        metric = {
            "MetricName": alarm.metric_name,
            "Namespace": alarm.namespace,
            **_statistic(alarm),
            "Unit": alarm.unit,
            "Dimensions": [{"value": d.value, "name": d.name} for d in alarm.dimensions],
        }
    periods: dict[str, Any] = {
        "Period": int(alarm.period or 0),
        "EvaluationPeriods": int(alarm.evaluation_periods or 0),
    }
    if alarm.datapoints_to_alarm:
        periods["DatapointsToAlarm"] = int(alarm.datapoints_to_alarm)
    compared = {
        "ComparisonOperator": alarm.comparison_operator,
        "Threshold": None if alarm.threshold is None else float(alarm.threshold),
        "TreatMissingData": alarm.treat_missing_data or "",
        "EvaluateLowSampleCountPercentile": alarm.evaluate_low_sample_count_percentile or "",
    }
    queries = [_query(query) for query in alarm.metric_data_queries]
    return {**metric, **periods, **compared, **({"Metrics": queries} if queries else {})}


def _for_programs(alarm: "Alarm", before: str) -> dict[str, Any]:
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": alarm.alarm_arn.split(":")[4],
        "AlarmConfigurationUpdatedTimestamp": moment(alarm.configuration_updated_timestamp),
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": moment(alarm.state_updated_timestamp),
        "Region": region_name(alarm.region_name),
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": before,
        # Since February 2026.
        "ActionExecutedAfterMuteWindow": False,
        "OKActions": alarm.ok_actions or [],
        "AlarmActions": alarm.alarm_actions or [],
        "InsufficientDataActions": alarm.insufficient_data_actions or [],
        "Trigger": _trigger(alarm),
    }


def _aligned(width: int, **fields: object) -> str:
    """Lines of ``- Name:   value`` whose values begin in one column."""
    return "".join(
        f"- {name.replace('_', ' ') + ':':<{width}}{value}\n" for name, value in fields.items()
    )


def _read(when: datetime) -> str:
    return f"{when:%A %d %B, %Y %H:%M:%S UTC}"


def _for_readers(alarm: "Alarm", before: str) -> str:
    region, when = alarm.region_name, _read(alarm.state_updated_timestamp)
    details = _aligned(
        28,
        Name=alarm.name,
        Description=alarm.description or "",
        State_Change=f"{before} -> {alarm.state_value}",
        Reason_for_State_Change=alarm.state_reason,
        Timestamp=when,
        AWS_Account=alarm.alarm_arn.split(":")[4],
        Alarm_Arn=alarm.alarm_arn,
    )
    return (
        f'You are receiving this email because your Amazon CloudWatch Alarm "{alarm.name}" in the'
        f" {region_name(region)} region has entered the {alarm.state_value} state, because"
        f' "{alarm.state_reason}" at "{when}".\n\n'
        "View this alarm in the AWS Management Console:\n"
        f"https://{region}.console.aws.amazon.com/cloudwatch/deeplink.js?region={region}"
        f"#alarmsV2:alarm/{quote(alarm.name)}\n\n"
        f"Alarm Details:\n{details}\n{_threshold(alarm)}{_monitored(alarm)}{_actions(alarm)}"
    )


def _threshold(alarm: "Alarm") -> str:
    periods = int(alarm.evaluation_periods or 0)
    return (
        "Threshold:\n"
        f"- The alarm is in the ALARM state when the metric is {alarm.comparison_operator}"
        f" {float(alarm.threshold or 0)} for at least {alarm.datapoints_to_alarm or periods} of the"
        f" last {periods} period(s) of {int(alarm.period or 0)} seconds. \n\n"
    )


def _monitored(alarm: "Alarm") -> str:
    if not alarm.metric_name:
        return ""
    lines = _aligned(
        37,
        MetricNamespace=alarm.namespace,
        MetricName=alarm.metric_name,
        Dimensions=" ".join(f"[{d.name} = {d.value}]" for d in alarm.dimensions),
        Period=f"{int(alarm.period or 0)} seconds",
        Statistic=alarm.extended_statistic or alarm.statistic,
        Unit=alarm.unit or "not specified",
        **({"TreatMissingData": alarm.treat_missing_data} if alarm.treat_missing_data else {}),
    )
    return f"Monitored Metric:\n{lines}\n\n"


def _actions(alarm: "Alarm") -> str:
    kinds = {
        "OK": alarm.ok_actions,
        "ALARM": alarm.alarm_actions,
        "INSUFFICIENT_DATA": alarm.insufficient_data_actions,
    }
    lines = (
        f"- {kind}: {' '.join(f'[{action}]' for action in actions or [])}\n"
        for kind, actions in kinds.items()
    )
    return f"State Change Actions:\n{''.join(lines)}"


@evidence("cloudwatch-alarm-message")
def publication(alarm: "Alarm", before: str) -> Publication:
    """What the alarm publishes of its state; ``before`` is the one that it had."""
    texts = {
        "default": json.dumps(_for_programs(alarm, before), separators=(",", ":")),
        "sms": _subject(alarm),
        "email": _for_readers(alarm, before),
    }
    return Publication(_subject(alarm), json.dumps(texts))
