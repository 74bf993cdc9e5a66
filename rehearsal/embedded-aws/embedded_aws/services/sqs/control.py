"""Time that passes for what waits in a queue, for scenarios."""

from typing import Any

from embedded_aws import control
from embedded_aws.lookup.queues import queue
from embedded_aws.services.sqs import metrics


def _make_older(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{queueArn, seconds}``: all messages that the queue holds are older by so much."""
    found = queue(body["queueArn"])
    if found is None:
        raise control.ControlError(f"no queue {body['queueArn']}", status=404)
    metrics.make_older(found, float(body["seconds"]))
    return {"queueArn": body["queueArn"], "seconds": body["seconds"]}


ROUTES: tuple[control.Route, ...] = (("POST", "/sqs/older", _make_older),)
