"""Metric filters: what PutMetricFilter refuses, and what log events count.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
"""

import json
import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from embedded_aws.services.logs import pattern

if TYPE_CHECKING:
    from moto.logs.models import LogsBackend
    from moto.logs.responses import LogsResponse

FILTERS_PER_GROUP = 100
#: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
FILTERS_WITH_REGEX_PER_GROUP = 5


def check(backend: "LogsBackend", name: str, text: str, group: str, transformations: Any) -> None:
    """:raises JsonRESTError: CloudWatch Logs would refuse the filter."""
    from moto.logs.exceptions import LimitExceededException, ResourceNotFoundException

    if group not in backend.groups:
        raise ResourceNotFoundException()
    _check_pattern(text)
    others = [
        one["filterPattern"]
        for one in backend.filters.metric_filters
        if one["logGroupName"] == group and one["filterName"] != name
    ]
    expressions = [one for one in (*others, text) if _has_regex(one)]
    if len(others) >= FILTERS_PER_GROUP or (
        _has_regex(text) and len(expressions) > FILTERS_WITH_REGEX_PER_GROUP
    ):
        raise LimitExceededException()
    for transformation in transformations:
        _check_transformation(transformation)


def _check_pattern(text: str) -> None:
    from moto.logs.exceptions import InvalidParameterException

    try:
        pattern.parse(text)
    except pattern.InvalidPattern as cause:
        raise InvalidParameterException(f"Invalid metric filter pattern: {cause}") from cause


def _has_regex(text: str) -> bool:
    return bool(re.search(r"%[^%]+%", text))


def _check_transformation(transformation: dict[str, Any]) -> None:
    from moto.logs.exceptions import InvalidParameterException

    value = str(transformation["metricValue"])
    if not value.startswith("$") and not re.fullmatch(r"[-+]?\d*\.?\d+([eE][-+]?\d+)?", value):
        raise InvalidParameterException(f"Invalid metric transformation: metricValue {value}")
    if transformation.get("dimensions") and transformation.get("defaultValue") is not None:
        raise InvalidParameterException(
            "Invalid metric transformation: dimensions and default value are mutually exclusive."
        )


def put_metric_filter(
    self: "LogsBackend",
    filter_name: str,
    filter_pattern: str,
    log_group_name: str,
    metric_transformations: Any,
) -> None:
    """PutMetricFilter makes a filter, or replaces the one of its name."""
    check(self, filter_name, filter_pattern, log_group_name, metric_transformations)
    self.filters.delete_filter(filter_name, log_group_name)
    self.filters.add_filter(filter_name, filter_pattern, log_group_name, metric_transformations)
    created = int(datetime.now(timezone.utc).timestamp() * 1000)
    self.filters.metric_filters[-1]["creationTime"] = created


def count(backend: "LogsBackend", group: str, events: list[dict[str, Any]]) -> None:
    """Puts what the filters of the group make of the events, as metric data."""
    for one in list(backend.filters.metric_filters):
        if one["logGroupName"] != group:
            continue
        matching = [e for e in events if pattern.matches(one["filterPattern"], e["message"])]
        for transformation in one["metricTransformations"]:
            data = [
                datum
                for event in matching
                if (datum := _datum(one["filterPattern"], transformation, event))
            ]
            if not data and events and transformation.get("defaultValue") is not None:
                data = [_plain(transformation, transformation["defaultValue"], events[-1])]
            if data:
                _metrics(backend).put_metric_data(transformation["metricNamespace"], data)


def _metrics(backend: "LogsBackend") -> Any:
    from moto.cloudwatch.models import cloudwatch_backends

    return cloudwatch_backends[backend.account_id][backend.region_name]


def _plain(transformation: dict[str, Any], value: Any, event: dict[str, Any]) -> dict[str, Any]:
    moment = datetime.fromtimestamp(event["timestamp"] / 1000, timezone.utc)
    datum = {
        "MetricName": transformation["metricName"],
        "Value": float(value),
        "Timestamp": moment.replace(tzinfo=None),
    }
    # A transformation without a unit has the unit None.
    return {**datum, "Unit": transformation.get("unit") or "None"}


def _datum(
    text: str, transformation: dict[str, Any], event: dict[str, Any]
) -> dict[str, Any] | None:
    """None where the event has no such value, or lacks a dimension."""
    value: Any = transformation["metricValue"]
    if str(value).startswith("$"):
        value = pattern.value_of(text, value, event["message"])
    dimensions = {
        name: pattern.value_of(text, reference, event["message"])
        for name, reference in (transformation.get("dimensions") or {}).items()
    }
    try:
        datum = _plain(transformation, value, event)
    except (TypeError, ValueError):
        return None
    if any(found is None for found in dimensions.values()):
        return None
    named = [{"Name": name, "Value": str(found)} for name, found in dimensions.items()]
    return {**datum, **({"Dimensions": named} if named else {})}


def test_metric_filter(response: "LogsResponse") -> str:
    """TestMetricFilter, which moto has not got."""
    text = response._get_param("filterPattern")
    _check_pattern(text)
    matching = [
        {"eventNumber": number, "eventMessage": message, "extractedValues": {}}
        for number, message in enumerate(response._get_param("logEventMessages"), start=1)
        if pattern.matches(text, message)
    ]
    return json.dumps({"matches": matching})
