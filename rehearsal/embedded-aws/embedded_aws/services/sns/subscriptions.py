"""How a topic delivers, and to whom it may.

Every message is kept with what became of it at each subscription, so that a
rehearsal can show that a person would have been notified.
"""

import json
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from embedded_aws.services.events import senders
from embedded_aws.services.sns.messages import text_for

PRINCIPAL = "sns.amazonaws.com"
#: Delivered outside of AWS, which here is only told.
_OUTSIDE = ("email", "email-json", "sms", "http", "https")
_NEED_CONFIRMATION = ("email", "email-json", "http", "https")


@dataclass(frozen=True)
class Message:
    """A message that a topic took; its text is that for everybody without one of their own."""

    topic_arn: str
    message_id: str
    subject: str | None
    message: str
    attributes: dict[str, Any]
    time: float
    deliveries: list[dict[str, Any]] = field(default_factory=list)


#: Topic ARN to its messages, oldest first.
_messages: dict[str, list[Message]] = {}


def messages(topic_arn: str | None = None) -> list[Message]:
    """What one topic, or every topic, has taken so far."""
    if topic_arn:
        return list(_messages.get(topic_arn, ()))
    return sorted((m for kept in _messages.values() for m in kept), key=lambda m: m.time)


def publish_to_topic(
    topic: Any,
    message: str,
    subject: str | None = None,
    message_attributes: dict[str, Any] | None = None,
    group_id: str | None = None,
    deduplication_id: str | None = None,
    message_structure: str | None = None,
) -> str:
    """Replaces moto's ``Topic.publish``: keeps the message and delivers it."""
    from moto.moto_api._internal import mock_random

    message_id = str(mock_random.uuid4())
    attributes = message_attributes or {}
    text = text_for("default", message, message_structure)
    kept = Message(topic.arn, message_id, subject, text, attributes, time.time())
    _messages.setdefault(topic.arn, []).append(kept)
    topic.sent_notifications.append((message_id, message, subject, message_attributes, group_id))
    for subscription in topic.sns_backend._get_topic_subscriptions(topic):
        text = text_for(subscription.protocol, message, message_structure)
        matcher = subscription._filter_policy_matcher
        if matcher is not None and not matcher.matches(message_attributes, message):
            outcome = "filtered out"
        else:
            outcome = _deliver(subscription, kept, text, group_id, deduplication_id)
        kept.deliveries.append(
            {
                "protocol": subscription.protocol,
                "endpoint": subscription.endpoint,
                "outcome": outcome,
                "text": text,
            }
        )
    return message_id


def _deliver(
    subscription: Any,
    message: Message,
    text: str,
    group_id: str | None,
    deduplication_id: str | None,
) -> str:
    topic = subscription.topic
    sender = senders.Sender(PRINCIPAL, topic.arn, topic.account_id)
    if subscription.protocol in _OUTSIDE:
        return "pending confirmation" if pending(subscription) else "delivered"
    if subscription.protocol == "sqs":
        if not senders.queue_admits(subscription.endpoint, sender):
            return "refused"
        _enqueue(subscription, message, text, group_id, deduplication_id)
        return "delivered"
    if subscription.protocol == "lambda":
        if not senders.function_admits(subscription.endpoint, sender):
            return "refused"
        senders.invoke(subscription.endpoint, _lambda_event(subscription, message, text), sender)
        return "delivered"
    return "not delivered: this protocol ends here"


def _envelope(subscription: Any, message: Message, text: str) -> dict[str, Any]:
    """The notification, unsigned where nobody verifies.

    https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
    """
    region = subscription.topic.sns_backend.region_name
    found = {
        "Type": "Notification",
        "MessageId": message.message_id,
        "TopicArn": message.topic_arn,
        "Subject": message.subject,
        "Message": text,
        "Timestamp": _timestamp(message.time),
        "SignatureVersion": "1",
        "Signature": "EXAMPLE",
        "SigningCertURL": f"https://sns.{region}.amazonaws.com/SimpleNotificationService-example.pem",
        "UnsubscribeURL": f"https://sns.{region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={subscription.arn}",
        "MessageAttributes": message.attributes,
    }
    return {k: v for k, v in found.items() if v not in (None, {})}


def _timestamp(moment: float) -> str:
    milliseconds = int(moment * 1000) % 1000
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment)) + f".{milliseconds:03d}Z"


def _lambda_event(subscription: Any, message: Message, text: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html"""
    envelope = _envelope(subscription, message, text)
    envelope["SigningCertUrl"] = envelope.pop("SigningCertURL")
    envelope["UnsubscribeUrl"] = envelope.pop("UnsubscribeURL")
    envelope = {"Subject": None, "MessageAttributes": {}, **envelope}
    return {
        "Records": [
            {
                "EventSource": "aws:sns",
                "EventVersion": "1.0",
                "EventSubscriptionArn": subscription.arn,
                "Sns": envelope,
            }
        ]
    }


def _raw(attributes: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {
            "DataType": a["Type"],
            "BinaryValue" if a["Type"].startswith("Binary") else "StringValue": str(a["Value"]),
        }
        for name, a in attributes.items()
    }


def _enqueue(
    subscription: Any,
    message: Message,
    text: str,
    group_id: str | None,
    deduplication_id: str | None,
) -> None:
    from moto.sqs.models import sqs_backends

    _, _, _, region, account_id, name = subscription.endpoint.split(":", 5)
    raw = str(subscription.attributes.get("RawMessageDelivery", "")).lower() == "true"
    body = text if raw else json.dumps(_envelope(subscription, message, text), indent=2)
    sqs_backends[account_id][region].send_message(
        name,
        body,
        message_attributes=_raw(message.attributes) if raw else None,
        deduplication_id=deduplication_id,
        group_id=group_id,
        validate_group_id=False,
    )


def pending(subscription: Any) -> bool:
    return str(subscription.attributes.get("PendingConfirmation", "")).lower() == "true"


def subscribed(subscription: Any) -> None:
    """A new subscription of an address or URL waits until somebody there confirms it.

    https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
    https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html
    """
    if subscription.protocol in _NEED_CONFIRMATION and not subscription.confirmed:
        subscription.attributes["PendingConfirmation"] = True
        subscription.attributes["ConfirmationWasAuthenticated"] = False


def confirm(topic_arn: str, endpoint: str) -> bool:
    """The reader of ``endpoint`` follows the link; False when nobody asked."""
    topic = senders.topic(topic_arn)
    found = topic.sns_backend._get_topic_subscriptions(topic) if topic else []
    for subscription in found:
        if subscription.endpoint == endpoint:
            subscription.confirmed = True
            subscription.attributes["PendingConfirmation"] = False
            return True
    return False


@cache
def shared_private_key() -> Any:
    """One key signs for every subscription: making one costs more than a delivery."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
