"""Metrics in a line of a log: the embedded metric format.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from embedded_aws.policy_conditions import as_list

if TYPE_CHECKING:
    from moto.logs.models import LogsBackend


def count(backend: "LogsBackend", events: list[dict[str, Any]]) -> None:
    """Puts the metric data of events; a malformed line has none."""
    from moto.cloudwatch.models import cloudwatch_backends

    metrics = cloudwatch_backends[backend.account_id][backend.region_name]
    for event in events:
        document = _document(event["message"])
        for directive in as_list((document.get("_aws") or {}).get("CloudWatchMetrics")):
            data = list(_data(document, directive))
            if data and directive.get("Namespace"):
                metrics.put_metric_data(directive["Namespace"], data)


def _document(message: str) -> dict[str, Any]:
    if '"CloudWatchMetrics"' not in message:
        return {}
    try:
        found = json.loads(message)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _data(document: dict[str, Any], directive: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One for each set of dimensions, and each value, of each metric."""
    moment = datetime.fromtimestamp(document["_aws"]["Timestamp"] / 1000, timezone.utc)
    for definition in directive.get("Metrics") or []:
        values = as_list(document.get(definition["Name"]))
        for names in directive.get("Dimensions") or [[]]:
            if any(name not in document for name in names):
                continue
            dimensions = [{"Name": name, "Value": str(document[name])} for name in names]
            for value in values:
                yield {
                    "MetricName": definition["Name"],
                    "Value": float(value),
                    "Timestamp": moment.replace(tzinfo=None),
                    "Unit": definition.get("Unit") or "None",
                    **({"Dimensions": dimensions} if dimensions else {}),
                }
