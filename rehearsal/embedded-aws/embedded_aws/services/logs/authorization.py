"""The resources of calls to CloudWatch.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
"""

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call
from embedded_aws.evidence import evidence


@evidence("cloudwatch-list-of-alarms")
def _resources(call: Call) -> list[str] | None:
    """A list of alarms that names none is of all alarms of the account and region."""
    if call.action != "cloudwatch:DescribeAlarms" or call.param("AlarmNames"):
        return None
    return [f"arn:{call.partition}:cloudwatch:{call.region}:{call.account_id}:alarm:*"]


def install() -> None:
    registry.resources_of("cloudwatch")(_resources)
