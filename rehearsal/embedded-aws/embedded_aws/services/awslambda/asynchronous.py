"""Asynchronous invocation: retried, then handed to a destination.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
"""

import json
import threading
from collections.abc import Callable
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.core.utils import utcnow

from embedded_aws import events_log
from embedded_aws.cloudformation.provider import ResourceError
from embedded_aws.lookup import functions
from embedded_aws.services.awslambda import destinations, invocation

DEFAULT_RETRIES = 2
# AWS waits a minute before the first retry and two before the second.
RETRY_DELAY_SECONDS = 0.05


def invoke_async(
    account_id: str, function_arn: str, payload: Any, when_done: Callable[[], None]
) -> None:
    """Queues the event of an account; ``when_done`` is called after the last try.

    An account other than the function's needs the function's permission.

    :raises UnknownFunctionException: when there is no such function.
    :raises ResourceError: AccessDeniedException for another account.
    """
    function = functions.find(function_arn)
    if account_id != function.account_id and not functions.permits_account(
        function_arn, account_id
    ):
        raise ResourceError(
            "AccessDeniedException",
            f"User: arn:aws:iam::{account_id}:root is not authorized to perform: "
            f"lambda:InvokeFunction on resource: {function_arn} because no "
            "resource-based policy allows the lambda:InvokeFunction action",
        )
    deliver_in_background(function, payload, when_done)


def deliver_in_background(
    function: LambdaFunction,
    payload: Any,
    when_done: Callable[[], None] | None = None,
) -> None:
    """Queues the event of a caller that may invoke the function."""

    def work() -> None:
        try:
            _deliver(function, payload)
        finally:
            if when_done is not None:
                when_done()

    name = f"invoke {function.function_name}"
    threading.Thread(target=work, daemon=True, name=name).start()


def _deliver(function: LambdaFunction, payload: Any) -> None:
    config = function.event_invoke_config
    settings = config[-1].config if config else {}
    retries = int(settings.get("MaximumRetryAttempts", DEFAULT_RETRIES))
    targets = settings.get("DestinationConfig") or {}
    done: invocation.Invocation | None = None
    for attempt in range(retries + 1):
        if attempt:
            threading.Event().wait(RETRY_DELAY_SECONDS)
        try:
            done = invocation.run(function, payload)
        except ResourceError as error:
            _lost(function, error)
            return
        if not done.failed:
            _send_on(function, targets.get("OnSuccess"), "Success", payload, done, attempt)
            return
    assert done is not None
    target = targets.get("OnFailure")
    _send_on(function, target, "RetriesExhausted", payload, done, retries)
    dead_letters = getattr(function, "dead_letter_config", None) or {}
    if dead_letters.get("TargetArn"):
        _put(function, dead_letters["TargetArn"], payload, _attributes(done))


def _lost(function: LambdaFunction, error: Exception) -> None:
    events_log.record(
        "invocation",
        function.account_id,
        function.region,
        function=function.function_name,
        error=str(error),
    )


def _attributes(done: invocation.Invocation) -> dict[str, str | int]:
    """What a dead letter carries besides the event.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
    """
    message = str(json.loads(done.payload).get("errorMessage", ""))
    return {
        "RequestID": done.request_id,
        "ErrorCode": 200,
        # The first KB of it.
        "ErrorMessage": message.encode()[:1024].decode(errors="ignore"),
    }


def _send_on(
    function: LambdaFunction,
    destination: dict[str, str] | None,
    condition: str,
    payload: Any,
    done: invocation.Invocation,
    retries: int,
) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"""
    arn = (destination or {}).get("Destination")
    if not arn:
        return
    record: dict[str, Any] = {
        "version": "1.0",
        "timestamp": utcnow().isoformat(timespec="milliseconds") + "Z",
        "requestContext": {
            "requestId": done.request_id,
            "functionArn": f"{function.function_arn}:$LATEST",
            "condition": condition,
            "approximateInvokeCount": retries + 1,
        },
        "requestPayload": payload,
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
        "responsePayload": json.loads(done.payload),
    }
    if done.failed:
        record["responseContext"]["functionError"] = "Unhandled"
    _put(function, arn, record)


def _put(
    function: LambdaFunction, arn: str, content: Any, attributes: dict[str, str | int] | None = None
) -> None:
    try:
        if arn.split(":")[2] == "events":
            destinations.put_event(function, arn, content)
        else:
            destinations.put(function, arn, json.dumps(content), attributes)
    except Exception as error:  # a lost destination does not fail the function
        _lost(function, error)
