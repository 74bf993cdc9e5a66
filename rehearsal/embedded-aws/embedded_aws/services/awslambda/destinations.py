"""Where Lambda sends what became of an asynchronous event, by the function's role.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

from collections.abc import Mapping
from typing import Any

from moto.awslambda.models import LambdaFunction

from embedded_aws.authorization import keys
from embedded_aws.authorization.check import refusal
from embedded_aws.beliefs import belief
from embedded_aws.delivery import events, receivers
from embedded_aws.evidence import evidence
from embedded_aws.services.awslambda import credentials
from embedded_aws.services.awslambda.errors import InvalidParameterValue

_OWN_BUS = belief("lambda-destination-bus-of-the-same-account")
_ACTIONS = {
    "events": "PutEvents",
    "lambda": "InvokeFunction",
    "sns": "Publish",
    "sqs": "SendMessage",
}


@evidence("lambda-destination-bus-of-the-same-account")
def may_send(function: LambdaFunction, arn: str) -> bool:
    """The role of the function lets Lambda send to the queue, topic, function or bus."""
    service, region, account_id = arn.split(":")[2:5]
    action = _ACTIONS.get(service)
    is_elsewhere = service == "events" and account_id != function.account_id
    if action is None or (is_elsewhere and _OWN_BUS.holds):
        return False
    session = credentials.session(function)
    denied = refusal(session, f"{service}:{action}", arn, region)
    return (denied or keys.denial(session, f"{service}:{action}", arn)) is None


def check(function: LambdaFunction, config: dict[str, Any]) -> None:
    """:raises InvalidParameterValue: the role may not send to one of the destinations."""
    for target in (config.get("DestinationConfig") or {}).values():
        arn = (target or {}).get("Destination")
        if arn and not may_send(function, arn):
            action = _ACTIONS.get(arn.split(":")[2], "send")
            raise InvalidParameterValue(
                f"The function's execution role does not have permissions to call {action} on {arn}"
            )


def check_dead_letters(function: LambdaFunction, config: dict[str, Any] | None) -> None:
    """:raises InvalidParameterValue: the role may not send to the dead-letter queue or topic."""
    arn = (config or {}).get("TargetArn")
    if arn and not may_send(function, arn):
        service = arn.split(":")[2]
        raise InvalidParameterValue(
            "The provided execution role does not have permissions to call "
            f"{_ACTIONS.get(service, 'send')} on {service.upper()}"
        )


def put(
    function: LambdaFunction,
    arn: str,
    message: str,
    attributes: Mapping[str, str | int] | None = None,
) -> None:
    """Sends to a queue, topic or function.

    :raises PermissionError: the role may not, since it was checked.
    """
    _require(function, arn)
    receivers.put(arn, receivers.Message(message, attributes=attributes or {}))


def _require(function: LambdaFunction, arn: str) -> None:
    if not may_send(function, arn):
        raise PermissionError(f"the role of the function may not send to {arn}")


@evidence("lambda-destination-event")
def put_event(function: LambdaFunction, arn: str, record: dict[str, Any]) -> None:
    """Puts the record of an invocation on a bus.

    :raises PermissionError: the role may not, since it was checked.
    :raises LookupError: there is no such bus.
    """
    from moto.events.models import events_backends

    _require(function, arn)
    _, _, _, region, account_id, name = arn.split(":", 5)
    bus = events_backends[account_id][region].event_buses.get(name.removeprefix("event-bus/"))
    if bus is None:
        raise LookupError(f"there is no bus {arn}")
    context = record["requestContext"]
    kind = "Success" if context["condition"] == "Success" else "Failure"
    event = events.envelope(
        account_id,
        region,
        "lambda",
        f"Lambda Function Invocation Result - {kind}",
        record,
        [arn, context["functionArn"]],
    )
    events.accept(bus, event)
