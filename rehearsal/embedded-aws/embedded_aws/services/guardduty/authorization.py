"""What calls to GuardDuty would name, if the actions that take no resource took one."""

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call
from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence

_WITHOUT_RESOURCE = belief("guardduty-actions-without-resource")


@evidence("guardduty-actions-without-resource")
def _detector(call: Call) -> list[str]:
    detector = call.param("DetectorId") or "*"
    return [
        f"arn:{call.partition}:guardduty:{call.region}:{call.account_id}:detector/{detector}",
    ]


def install() -> None:
    registry.doubted(_WITHOUT_RESOURCE, "guardduty:CreateMembers")(_detector)
