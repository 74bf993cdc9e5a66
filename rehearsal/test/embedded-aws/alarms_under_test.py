"""An alarm on a metric of the tests, and data of it."""

from typing import Any


def put_alarm(cloudwatch: Any, topic: str, **changes: Any) -> None:
    given = {
        "AlarmName": "a",
        "Namespace": "test",
        "MetricName": "Hits",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 2,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "notBreaching",
        "AlarmActions": [topic],
    }
    cloudwatch.put_metric_alarm(**{**given, **changes})


def hit(cloudwatch: Any, value: float = 1, **more: Any) -> None:
    cloudwatch.put_metric_data(
        Namespace="test", MetricData=[{"MetricName": "Hits", "Value": value, **more}]
    )
