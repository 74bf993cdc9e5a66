"""Takes batches from a queue to a function, as long as the embedded AWS runs.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

import contextlib
import json
import threading
import time
from collections.abc import Iterable
from typing import Any

from moto.awslambda.models import EventSourceMapping, LambdaFunction
from moto.core.utils import unix_time_millis

from embedded_aws import events_log
from embedded_aws.authorization.check import refusal
from embedded_aws.delivery import waiting
from embedded_aws.lambda_runtime.sandboxes import MAX_PROCESSES
from embedded_aws.lookup import functions as permissions
from embedded_aws.services.awslambda import credentials, invocation

#: What Lambda does with the queue in the name of the function's role.
ACTIONS = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
#: On AWS a message that failed is hidden until the queue's visibility timeout ends.
RETRY_SECONDS = 0.1
#: How long a batch that is not full waits for more: each costs a process.
GATHER_SECONDS = 0.1
#: How long a function that is gone, or may not receive any more, is left alone.
_PAUSE_SECONDS = 1.0
_PARTIAL = "ReportBatchItemFailures"


class Poller:
    """Ends with its mapping or its queue."""

    def __init__(self, mapping: EventSourceMapping, queue: Any) -> None:
        self.mapping = mapping
        self.queue = queue
        self._stopped = False
        self._running = 0

    def start(self) -> None:
        name = f"poll {self.queue.name}"
        threading.Thread(target=self._run, daemon=True, name=name).start()

    def stop(self) -> None:
        self._stopped = True
        self.look_again()

    def look_again(self) -> None:
        """The mapping has changed."""
        waiting.wake(self.queue)

    def _backend(self) -> Any:
        from moto.sqs.models import sqs_backends

        return sqs_backends[self.queue.account_id][self.queue.region]

    def _ended(self) -> bool:
        return self._stopped or self._backend().queues.get(self.queue.name) is not self.queue

    def _limit(self) -> int:
        wanted = (self.mapping.scaling_config or {}).get("MaximumConcurrency")
        # More would only take the places that other functions wait for.
        return min(int(wanted or MAX_PROCESSES), MAX_PROCESSES)

    def _run(self) -> None:
        while self._await_messages():
            function = self._function()
            if function is not None:
                self._gather()
            messages = self._receive() if function else []
            if function is None or not messages:
                self._pause(RETRY_SECONDS if function else _PAUSE_SECONDS)
                continue
            with self.queue._messages_lock:
                self._running += 1
            threading.Thread(
                target=self._work,
                args=(function, messages),
                daemon=True,
                name=f"batch for {function.function_name}",
            ).start()

    def _await_messages(self) -> bool:
        """False when the poller has ended."""
        with self.queue._messages_lock:
            while not self._ended():
                if not self.mapping.enabled or self._running >= self._limit():
                    waiting.wait(self.queue, float("inf"))
                    continue
                seconds = waiting.seconds_until_visible(self.queue)
                if not seconds:
                    return True
                waiting.wait(self.queue, seconds)
        return False

    def _gather(self) -> None:
        deadline = time.monotonic() + GATHER_SECONDS
        with self.queue._messages_lock:
            while (left := deadline - time.monotonic()) > 0:
                if len(self.queue._messages) >= self.mapping.batch_size:
                    return
                waiting.wait(self.queue, left)

    def _pause(self, seconds: float) -> None:
        with self.queue._messages_lock:
            waiting.wait(self.queue, seconds)

    def _function(self) -> LambdaFunction | None:
        """None when there is none, or its role may not take messages."""
        try:
            function = permissions.find(self.mapping.function_arn)
            session = credentials.session(function)
        except Exception:  # noqa: BLE001 the function or its role is gone: it may come back
            return None
        arn, region = self.queue.queue_arn, function.region
        denied = (refusal(session, f"sqs:{action}", arn, region) for action in ACTIONS)
        return None if any(denied) else function

    def _receive(self) -> list[Any]:
        return list(
            self._backend().receive_message(
                self.queue.name,
                self.mapping.batch_size,
                0,
                self.queue.visibility_timeout,
                ["All"],
            )
        )

    def _work(self, function: LambdaFunction, messages: list[Any]) -> None:
        failed = {message.id for message in messages}
        try:
            done = invocation.run(function, event(self.queue, messages))
            partial = _PARTIAL in (self.mapping.function_response_types or [])
            failed = failures(done, failed, partial)
        except Exception as error:  # noqa: BLE001 what it was is reported; the batch is tried again
            events_log.record(
                "invocation",
                function.account_id,
                function.region,
                function=function.function_name,
                error=str(error),
            )
        finally:
            self._settle(messages, failed)

    def _settle(self, messages: Iterable[Any], failed: set[str]) -> None:
        from moto.sqs.exceptions import QueueDoesNotExist, ReceiptHandleIsInvalid

        for message in messages:
            if message.id not in failed:
                # Purged meanwhile, or the whole queue is gone.
                with contextlib.suppress(QueueDoesNotExist, ReceiptHandleIsInvalid):
                    self._backend().delete_message(self.queue.name, message.receipt_handle)
        handles = {m.receipt_handle for m in messages if m.id in failed}
        with self.queue._messages_lock:
            for message in self.queue._messages:
                if message.receipt_handle in handles:
                    message.visible_at = unix_time_millis() + RETRY_SECONDS * 1000
            self._running -= 1
            self.queue._messages_lock.notify_all()


def event(queue: Any, messages: Iterable[Any]) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event"""
    return {"Records": [_record(queue, message) for message in messages]}


def _record(queue: Any, message: Any) -> dict[str, Any]:
    attributes = {
        "ApproximateReceiveCount": str(message.approximate_receive_count),
        "SentTimestamp": str(message.sent_timestamp),
        "SenderId": message.sender_id,
        "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
    }
    more = {
        "SequenceNumber": message.sequence_number,
        "MessageGroupId": message.group_id,
        "MessageDeduplicationId": message.deduplication_id,
    }
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": {**attributes, **{k: v for k, v in more.items() if v}},
        "messageAttributes": {
            name: {
                "stringValue": value.get("StringValue"),
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": value["DataType"],
            }
            for name, value in message.message_attributes.items()
        },
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.queue_arn,
        "awsRegion": queue.region,
    }


def failures(done: invocation.Invocation, ids: set[str], partial: bool) -> set[str]:
    """The ids of the messages that were not processed.

    An answer that is malformed, or names a message that is none of the batch, fails all.
    """
    if done.failed:
        return ids
    answer = json.loads(done.payload) if partial else None
    listed = answer.get("batchItemFailures") if isinstance(answer, dict) else answer
    if listed is None:
        return set()
    if not isinstance(listed, list):
        return ids
    named = {one.get("itemIdentifier") if isinstance(one, dict) else None for one in listed}
    return ids & named if named <= ids else ids
