"""The metric of invocations that failed; alarms on it follow.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
"""

from moto.awslambda.models import LambdaFunction
from moto.core.utils import utcnow


def count(function: LambdaFunction) -> None:
    """Counts one function error, at the time of its invocation."""
    from moto.cloudwatch.models import cloudwatch_backends

    backend = cloudwatch_backends[function.account_id][function.region]
    backend.put_metric_data(
        "AWS/Lambda",
        [
            {
                "MetricName": "Errors",
                "Dimensions": [{"Name": "FunctionName", "Value": function.function_name}],
                "Timestamp": utcnow(),
                "Value": 1.0,
                "Unit": "Count",
            }
        ],
    )
