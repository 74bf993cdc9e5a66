"""Where Lambda sends what became of an asynchronous event, by the function's role.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

import json
from typing import Any

from moto.awslambda.models import LambdaFunction

from embedded_aws.services.authorization import keys
from embedded_aws.services.authorization.check import refusal
from embedded_aws.services.awslambda import credentials
from embedded_aws.services.awslambda.errors import InvalidParameterValue

_ACTIONS = {"sqs": "SendMessage", "sns": "Publish", "lambda": "InvokeFunction"}


def may_send(function: LambdaFunction, arn: str) -> bool:
    """The role of the function lets Lambda send to the queue, topic or function."""
    service, region = arn.split(":")[2:4]
    action = _ACTIONS.get(service)
    if action is None:
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


def put(function: LambdaFunction, arn: str, message: str) -> None:
    """:raises PermissionError: the role may not, since it was checked."""
    if not may_send(function, arn):
        raise PermissionError(f"the role of the function may not send to {arn}")
    _, _, service, region, account_id, name = arn.split(":", 5)
    if service == "sqs":
        from moto.sqs.models import sqs_backends

        sqs_backends[account_id][region].send_message(name, message)
    elif service == "sns":
        from moto.sns.models import sns_backends

        sns_backends[account_id][region].publish(message, arn=arn)
    else:
        from embedded_aws.services.awslambda.asynchronous import invoke_async

        invoke_async(function.account_id, region, arn, json.loads(message))
