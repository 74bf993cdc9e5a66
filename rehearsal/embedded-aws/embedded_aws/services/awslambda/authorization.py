"""The policy of a function, and what policies may ask about an event source mapping.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
"""

from typing import Any

from moto.awslambda.models import lambda_backends

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call
from embedded_aws.evidence import evidence
from embedded_aws.lookup import functions


@evidence("lambda-mapping-tells-its-function")
def _context(call: Call, resource: str) -> dict[str, Any]:
    """Of a mapping that is there its function, else the one that the request names."""
    backend = lambda_backends[call.account_id][call.region]
    known = backend.get_event_source_mapping(resource.rsplit(":", 1)[-1])
    if known is not None:
        return {"lambda:FunctionArn": known.function_arn}
    name = str(call.param("FunctionName") or "")
    arn = (
        name
        if name.startswith("arn:")
        else f"arn:{call.partition}:lambda:{call.region}:{call.account_id}:function:{name}"
    )
    return {"lambda:FunctionArn": arn} if name else {}


def _policy(arn: str) -> Any:
    if not functions.exists(arn):
        return None
    return {"Statement": functions.find(arn).policy.statements}


def install() -> None:
    registry.resource_policies_of("lambda", _policy)
    registry.context_of(
        "lambda:CreateEventSourceMapping",
        "lambda:DeleteEventSourceMapping",
        "lambda:UpdateEventSourceMapping",
    )(_context)
