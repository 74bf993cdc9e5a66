"""What waits in a queue, as a metric that alarms follow at once.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
"""

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moto.sqs.models import SQSBackend

from embedded_aws import metrics
from embedded_aws.delivery import waiting
from embedded_aws.evidence import evidence

NAMESPACE = "AWS/SQS"
#: Metric to the property of moto's queue.
_GAUGES = {
    "ApproximateNumberOfMessagesVisible": "approximate_number_of_messages",
    "ApproximateNumberOfMessagesNotVisible": "approximate_number_of_messages_not_visible",
    "ApproximateNumberOfMessagesDelayed": "approximate_number_of_messages_delayed",
}
AGE = "ApproximateAgeOfOldestMessage"
#: A message that was received so often, and not deleted, has no age any more.
_MOST_RECEIVES = 3
#: What changes the number of messages that wait.
_CHANGES = (
    "change_message_visibility",
    "delete_message",
    "delete_queue",
    "purge_queue",
    "receive_message",
    "send_message",
)


def value(backend: "SQSBackend", metric: str, dimensions: set[tuple[str, str]]) -> float | None:
    """The metric of a queue now; None where there is no such queue.

    :param backend: of CloudWatch, in the account and region of the queue.
    """
    from moto.sqs.models import sqs_backends

    name = dict(dimensions).get("QueueName")
    queues = sqs_backends[backend.account_id][backend.region_name].queues
    if len(dimensions) != 1 or name not in queues:
        return None
    if metric == AGE:
        return _age(queues[name])
    return float(getattr(queues[name], _GAUGES[metric])) if metric in _GAUGES else None


@evidence("sqs-age-of-oldest-message")
def _age(queue: Any) -> float | None:
    """Seconds; None when no message has an age."""
    with queue._messages_lock:
        sent = [
            message.sent_timestamp
            for message in queue._messages
            if message.approximate_receive_count < _MOST_RECEIVES
        ]
    return (waiting.now_millis() - min(sent)) // 1000 if sent else None


def make_older(queue: Any, seconds: float) -> None:
    """As if what the queue holds had come earlier; alarms follow."""
    with queue._messages_lock:
        for message in queue._messages:
            message.sent_timestamp -= int(seconds * 1000)
    metrics.changed(queue.account_id, queue.region, NAMESPACE)


def _evaluating(method: Any) -> Any:
    @functools.wraps(method)
    def wrapper(self: Any, *values: Any, **named: Any) -> Any:
        answer = method(self, *values, **named)
        metrics.changed(self.account_id, self.region_name, NAMESPACE)
        return answer

    return wrapper


def install() -> None:
    from moto.sqs.models import SQSBackend

    for name in _CHANGES:
        setattr(SQSBackend, name, _evaluating(getattr(SQSBackend, name)))
