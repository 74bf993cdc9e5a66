"""The resources of calls to CloudWatch, and what policies may ask about a metric.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
"""

from typing import Any

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call
from embedded_aws.evidence import evidence


@evidence("cloudwatch-list-of-alarms")
def _resources(call: Call) -> list[str] | None:
    """A list of alarms that names none is of all alarms of the account and region."""
    if call.action != "cloudwatch:DescribeAlarms" or call.param("AlarmNames"):
        return None
    return [f"arn:{call.partition}:cloudwatch:{call.region}:{call.account_id}:alarm:*"]


@evidence("cloudwatch-metric-tells-its-namespace")
def _context(call: Call, resource: str) -> dict[str, Any]:
    return {"cloudwatch:namespace": call.param("Namespace")}


def install() -> None:
    registry.resources_of("cloudwatch")(_resources)
    registry.context_of("cloudwatch:PutMetricData")(_context)
