"""The resources of calls to Observability Admin: the rule, by its name or ARN.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchobservabilityadminservice.html
"""

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call


def _resources(call: Call) -> list[str] | None:
    named = call.param("RuleName", "RuleIdentifier", "ResourceARN")
    if named is None:
        return None
    owner = f"arn:{call.partition}:observabilityadmin:{call.region}:{call.account_id}"
    name = str(named).rpartition("/")[2] if str(named).startswith("arn:") else named
    return [f"{owner}:organization-centralization-rule/{name}"]


def install() -> None:
    registry.resources_of("observabilityadmin")(_resources)
