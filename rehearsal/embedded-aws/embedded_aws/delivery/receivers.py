"""Queues, topics and functions, as any service reaches them by ARN.

SQS, SNS and Lambda register what takes a message at an ARN of theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from embedded_aws.delivery.sender import Sender


@dataclass(frozen=True)
class Message:
    """What is sent, with what only some receivers know."""

    body: str
    #: Of a topic.
    subject: str | None = None
    #: Of a topic: ``json`` for one text per protocol.
    structure: str | None = None
    #: Of a FIFO queue.
    group_id: str | None = None
    #: Of a queue or topic; an int is a Number there.
    attributes: Mapping[str, str | int] = field(default_factory=dict)


class Receiver(Protocol):
    """What one service has at its ARNs."""

    def exists(self, arn: str) -> bool: ...

    def admits(self, arn: str, sender: Sender, **more: str) -> bool:
        """It exists, and its policy and key admit the service; ``more`` as in ``admitted``."""

    def put(self, arn: str, message: Message) -> None:
        """Takes the message of a sender that has been judged."""


_receivers: dict[str, Receiver] = {}


def register(service: str, receiver: Receiver) -> None:
    """``service`` as the third part of an ARN has it."""
    _receivers[service] = receiver


def _at(arn: str) -> Receiver | None:
    return _receivers.get(arn.split(":", 3)[2])


def exists(arn: str) -> bool:
    """The queue, topic or function is there."""
    receiver = _at(arn)
    return receiver is not None and receiver.exists(arn)


def admits(arn: str, sender: Sender, **more: str) -> bool:
    """The queue, topic or function is there and admits the service."""
    receiver = _at(arn)
    return receiver is not None and receiver.admits(arn, sender, **more)


def put(arn: str, message: Message) -> None:
    """Delivers, whether or not the receiver admits the sender.

    :raises LookupError: no service receives at such an ARN.
    """
    receiver = _at(arn)
    if receiver is None:
        known = ", ".join(sorted(_receivers))
        raise LookupError(f"nothing receives at {arn}: expected an ARN of {known}")
    receiver.put(arn, message)


def send(arn: str, message: Message, sender: Sender) -> bool:
    """Delivers if the receiver admits the sender."""
    if not admits(arn, sender):
        return False
    put(arn, message)
    return True
