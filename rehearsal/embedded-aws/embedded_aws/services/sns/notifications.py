"""What a topic sends to a subscriber: its message in the form of the protocol.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
"""

import base64
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moto.sns.models import Subscription


@dataclass(frozen=True)
class Message:
    """A message that a topic took; its text is the one of protocols without their own."""

    topic_arn: str
    message_id: str
    subject: str | None
    message: str
    attributes: dict[str, Any]
    time: float
    deliveries: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Parcel:
    """A message on its way to one subscriber, with the text of its protocol."""

    message: Message
    text: str
    group_id: str | None = None
    deduplication_id: str | None = None


def _envelope(subscription: "Subscription", parcel: Parcel) -> dict[str, Any]:
    """The notification, unsigned where it is not verified."""
    region = subscription.topic.sns_backend.region_name
    message = parcel.message
    found = {
        "Type": "Notification",
        "MessageId": message.message_id,
        "TopicArn": message.topic_arn,
        "Subject": message.subject,
        "Message": parcel.text,
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


def lambda_event(subscription: "Subscription", parcel: Parcel) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html"""
    envelope = _envelope(subscription, parcel)
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
    """The attributes as SQS has them; moto's SNS keeps bytes as base64."""
    return {
        name: {
            "DataType": a["Type"],
            **(
                {"BinaryValue": base64.b64decode(a["Value"])}
                if a["Type"].startswith("Binary")
                else {"StringValue": str(a["Value"])}
            ),
        }
        for name, a in attributes.items()
    }


def enqueue(subscription: "Subscription", queue: str, parcel: Parcel) -> None:
    """Puts the message into a queue, raw or as a notification, as the subscription says."""
    from moto.sqs.models import sqs_backends

    _, _, _, region, account_id, name = queue.split(":", 5)
    raw = str(subscription.attributes.get("RawMessageDelivery", "")).lower() == "true"
    body = parcel.text if raw else json.dumps(_envelope(subscription, parcel), indent=2)
    sqs_backends[account_id][region].send_message(
        name,
        body,
        message_attributes=_raw(parcel.message.attributes) if raw else None,
        deduplication_id=parcel.deduplication_id,
        group_id=parcel.group_id,
        validate_group_id=False,
    )
