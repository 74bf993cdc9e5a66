"""Makes moto's queues hold, and keep pace, when many send, receive and delete at once.

moto replaces the list of messages when it deletes one, and so loses what
arrives meanwhile. Each queue has a condition: it is held over every change,
and notifies requests that wait for messages.
"""

# mypy: disable-error-code="method-assign"

import functools
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moto.sqs.models import SQSBackend

from embedded_aws.delivery import waiting

#: Those of batches go by these.
_CHANGES = (
    "change_message_visibility",
    "delete_message",
    "purge_queue",
    "send_message",
)


def _changing(method: Any) -> Any:
    @functools.wraps(method)
    def wrapper(self: "SQSBackend", queue_name: str, *values: Any, **named: Any) -> Any:
        queue = self.get_queue(queue_name)
        with queue._messages_lock:
            answer = method(self, queue_name, *values, **named)
            queue._messages_lock.notify_all()
        return answer

    return wrapper


def _receiving(method: Any) -> Any:
    @functools.wraps(method)
    def receive_message(
        self: "SQSBackend",
        queue_name: str,
        count: int,
        wait_seconds_timeout: int,
        visibility_timeout: int,
        message_attribute_names: list[str] | None = None,
    ) -> Any:
        queue = self.get_queue(queue_name)
        end = time.monotonic() + wait_seconds_timeout
        with queue._messages_lock:
            while True:
                found = method(
                    self, queue_name, count, 0, visibility_timeout, message_attribute_names
                )
                left = end - time.monotonic()
                if found or left <= 0:
                    return found
                waiting.wait(queue, min(left, waiting.seconds_until_visible(queue) or left))

    return receive_message


def _deleting(method: Any) -> Any:
    @functools.wraps(method)
    def delete_queue(self: "SQSBackend", queue_name: str) -> None:
        queue = self.get_queue(queue_name)
        method(self, queue_name)
        waiting.wake(queue)

    return delete_queue


def _is_kept(self: "SQSBackend", queue_name: str, message: Any) -> bool:
    """Replaces moto's, which for each message that is received counts all of them."""
    # moto sets the attributes of a queue by their names.
    queue: Any = self.get_queue(queue_name)
    seconds = queue.message_retention_period
    return bool(seconds + message.sent_timestamp / 1000 > time.time())


def _setting(method: Any) -> Any:
    @functools.wraps(method)
    def _set_attributes(self: Any, attributes: dict[str, Any], now: float | None = None) -> None:
        # moto forgets the policy when others are set, but SQS sets those that are given.
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
        kept = getattr(self, "_policy_json", None)
        method(self, attributes, now)
        if kept is not None and "Policy" not in attributes:
            self._policy_json = kept

    return _set_attributes


#: What a queue keeps when its stack changes it: messages, policy, time of birth.
_STATE = frozenset(
    {
        "_messages",
        "_messages_lock",
        "_pending_messages",
        "_policy_json",
        "created_timestamp",
        "deleted_messages",
        "lambda_event_source_mappings",
        "permissions",
    }
)


def _update_from_stack(
    original_resource: Any,
    new_resource_name: str,
    cloudformation_json: Any,
    account_id: str,
    region_name: str,
) -> Any:
    """Replaces moto's, which leaves most properties of a queue as they were."""
    from moto.core.utils import tags_from_cloudformation_tags_list
    from moto.sqs.models import Queue

    given = dict(cloudformation_json["Properties"])
    tags = tags_from_cloudformation_tags_list(given.pop("Tags", []))
    given.pop("QueueName", None)
    # It is abstract to mypy only: moto makes its queues like this.
    name = original_resource.name
    fresh = Queue(name, region_name, account_id, **given)  # type: ignore[abstract]
    fresh.tags = tags
    with original_resource._messages_lock:
        for attribute, value in vars(fresh).items():
            if attribute not in _STATE:
                setattr(original_resource, attribute, value)
        original_resource._messages_lock.notify_all()
    return original_resource


def install() -> None:
    from moto.sqs import models
    from moto.sqs.models import Queue, SQSBackend

    # moto's takes a time, of which its queues make no use.
    models.unix_time_millis = waiting.now_millis  # type: ignore[assignment]
    SQSBackend.is_message_valid_based_on_retention_period = _is_kept
    for name in _CHANGES:
        setattr(SQSBackend, name, _changing(getattr(SQSBackend, name)))
    SQSBackend.receive_message = _receiving(SQSBackend.receive_message)
    SQSBackend.delete_queue = _deleting(SQSBackend.delete_queue)
    Queue._set_attributes = _setting(Queue._set_attributes)
    Queue.update_from_cloudformation_json = staticmethod(_update_from_stack)
