"""The resource of a call is its path, in an ARN without account.

https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
"""

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call
from embedded_aws.evidence import evidence


@evidence("apigateway-resource-is-the-path")
def _resources(call: Call) -> list[str]:
    # HTTP APIs have /v2 before the path, and not in the ARN.
    path = call.response.path.removeprefix("/v2").rstrip("/")
    return [f"arn:{call.partition}:apigateway:{call.region}::{path}"]


def install() -> None:
    # The copy of the reference has the types of HTTP APIs alone, in place of those of REST APIs.
    registry.resources_of("apigateway", unlisted=True)(_resources)
