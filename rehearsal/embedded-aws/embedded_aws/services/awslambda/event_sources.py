"""Event source mappings: Lambda polls a queue and invokes a function with what it finds.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

# mypy: disable-error-code="method-assign"

from typing import Any

from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.models import EventSourceMapping, LambdaBackend, LambdaFunction

from embedded_aws.authorization.check import refusal
from embedded_aws.kept import kept
from embedded_aws.lookup.queues import queue
from embedded_aws.services.awslambda import credentials
from embedded_aws.services.awslambda.errors import InvalidParameterValue
from embedded_aws.services.awslambda.polling import ACTIONS, Poller

_create = LambdaBackend.create_event_source_mapping
_update = LambdaBackend.update_event_source_mapping
_delete = LambdaBackend.delete_event_source_mapping


class ResourceConflict(LambdaClientError):
    code = 409

    def __init__(self, message: str) -> None:
        super().__init__("ResourceConflictException", message)


def _queue(arn: str, region: str) -> Any:
    found = queue(arn) if arn.split(":")[3] == region else None
    if found is None:
        raise InvalidParameterValue(
            "Error occurred while ReceiveMessage. SQS Error Code: "
            "AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: "
            "The specified queue does not exist."
        )
    return found


def _check(function: LambdaFunction, queue: Any, spec: dict[str, Any]) -> None:
    session = credentials.session(function)
    for action in ACTIONS:
        if refusal(session, f"sqs:{action}", queue.queue_arn, function.region):
            raise InvalidParameterValue(
                f"The function execution role does not have permissions to call {action} on SQS"
            )
    if queue.visibility_timeout < int(function.timeout):
        raise InvalidParameterValue(
            f"Queue visibility timeout: {queue.visibility_timeout} seconds is less than "
            f"Function timeout: {function.timeout} seconds"
        )
    if int(spec.get("BatchSize") or 10) > 10 and not spec.get("MaximumBatchingWindowInSeconds"):
        raise InvalidParameterValue(
            "Maximum batch window in seconds must be greater than 0 if maximum batch size "
            "is greater than 10"
        )


def _refuse_second(backend: LambdaBackend, function: LambdaFunction, arn: str) -> None:
    for known in backend._event_source_mappings.values():
        if (known.event_source_arn, known.function_arn) == (arn, function.function_arn):
            raise ResourceConflict(
                f'An event source mapping with SQS arn (" {arn} ") and function '
                f'(" {function.function_name} ") already exists. Please update or delete '
                f"the existing mapping with UUID {known.uuid}"
            )


def create(self: LambdaBackend, spec: dict[str, Any]) -> EventSourceMapping:
    arn = str(spec.get("EventSourceArn") or "")
    if arn.split(":")[2:3] != ["sqs"]:
        return _create(self, spec)
    function = self.get_function(spec.get("FunctionName", ""))
    queue = _queue(arn, self.region_name)
    _refuse_second(self, function, arn)
    _check(function, queue, spec)
    where = {"RegionName": self.region_name, "AccountId": self.account_id}
    # Not moto's own way: it invokes functions before SendMessage has returned.
    # It is abstract to mypy only: it lacks what CloudFormation alone would ask of it.
    given = {**spec, **where, "FunctionArn": function.function_arn}
    mapping = EventSourceMapping(given)  # type: ignore[abstract]
    self._event_source_mappings[mapping.uuid] = mapping
    kept(mapping, "poller", lambda: Poller(mapping, queue)).start()
    return mapping


def update(self: LambdaBackend, uuid: str, spec: dict[str, Any]) -> EventSourceMapping | None:
    known = self.get_event_source_mapping(uuid)
    poller = getattr(known, "poller", None)
    if known is not None and poller is not None:
        function = self.get_function(spec.get("FunctionName") or known.function_arn)
        before = {
            "BatchSize": known.batch_size,
            "MaximumBatchingWindowInSeconds": known.max_batch_window,
        }
        _check(function, poller.queue, {**before, **spec})
    changed = _update(self, uuid, spec)
    if poller is not None:
        poller.look_again()
    return changed


def delete(self: LambdaBackend, uuid: str) -> EventSourceMapping | None:
    known = _delete(self, uuid)
    poller = getattr(known, "poller", None)
    if poller is not None:
        poller.stop()
    return known


def install() -> None:
    LambdaBackend.create_event_source_mapping = create
    LambdaBackend.update_event_source_mapping = update
    LambdaBackend.delete_event_source_mapping = delete
