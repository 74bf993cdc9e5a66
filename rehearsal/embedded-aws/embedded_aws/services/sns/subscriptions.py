"""How a topic delivers, and to whom it may.

Every message is kept with what became of it at each subscription, so that a
rehearsal can show that a person would have been notified.
"""

import json
import time
from functools import cache
from typing import TYPE_CHECKING, Any

from embedded_aws.delivery import receivers
from embedded_aws.delivery.sender import Sender
from embedded_aws.evidence import evidence
from embedded_aws.lookup.topics import topic
from embedded_aws.services.sns import dead_letters, notifications
from embedded_aws.services.sns.messages import text_for
from embedded_aws.services.sns.notifications import Message, Parcel

if TYPE_CHECKING:
    from moto.sns.models import Subscription, Topic

PRINCIPAL = "sns.amazonaws.com"
#: Delivered outside of AWS, which here is only recorded.
_OUTSIDE = ("email", "email-json", "sms", "http", "https")
_NEED_CONFIRMATION = ("email", "email-json", "http", "https")


#: Topic ARN to its messages, oldest first.
_messages: dict[str, list[Message]] = {}


def messages(topic_arn: str | None = None) -> list[Message]:
    """What one topic, or every topic, has taken so far."""
    if topic_arn:
        return list(_messages.get(topic_arn, ()))
    return sorted((m for kept in _messages.values() for m in kept), key=lambda m: m.time)


def publish_to_topic(
    self: "Topic",
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
    kept = Message(self.arn, message_id, subject, text, attributes, time.time())
    _messages.setdefault(self.arn, []).append(kept)
    self.sent_notifications.append((message_id, message, subject, message_attributes, group_id))
    for subscription in self.sns_backend._get_topic_subscriptions(self):
        parcel = Parcel(
            kept,
            text_for(subscription.protocol, message, message_structure),
            group_id,
            deduplication_id,
        )
        kept.deliveries.append(
            {
                "protocol": subscription.protocol,
                "endpoint": subscription.endpoint,
                "outcome": _outcome(subscription, parcel, message_attributes, message),
                "text": parcel.text,
            }
        )
    return message_id


def _outcome(
    subscription: "Subscription", parcel: Parcel, attributes: dict[str, Any] | None, message: str
) -> str:
    matcher = subscription._filter_policy_matcher
    if matcher is not None and not matcher.matches(attributes, message):
        return "filtered out"
    if subscription.protocol in _OUTSIDE:
        return "pending confirmation" if pending(subscription) else "delivered"
    return _deliver(subscription, parcel)


@evidence("sns-subscription-dead-letters")
def _deliver(subscription: "Subscription", parcel: Parcel) -> str:
    """A queue or function that is gone or refuses is a client-side error, and is not tried again.

    https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html#why-do-message-deliveries-fail
    """
    topic, endpoint = subscription.topic, subscription.endpoint
    sender = Sender(PRINCIPAL, topic.arn, topic.account_id)
    if subscription.protocol not in ("sqs", "lambda"):
        return "not delivered: this protocol ends here"
    if receivers.admits(endpoint, sender):
        if subscription.protocol == "sqs":
            notifications.enqueue(subscription, endpoint, parcel)
        else:
            event = notifications.lambda_event(subscription, parcel)
            receivers.put(endpoint, receivers.Message(json.dumps(event)))
        return "delivered"
    return "dead-lettered" if dead_letters.keep(subscription, parcel, sender) else "refused"


def pending(subscription: "Subscription") -> bool:
    return str(subscription.attributes.get("PendingConfirmation", "")).lower() == "true"


def subscribed(subscription: "Subscription") -> None:
    """A new subscription of an address or URL waits until its owner confirms it.

    https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
    https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html
    """
    if subscription.protocol in _NEED_CONFIRMATION and not subscription.confirmed:
        subscription.attributes["PendingConfirmation"] = True
        subscription.attributes["ConfirmationWasAuthenticated"] = False


def confirm(topic_arn: str, endpoint: str) -> bool:
    """The reader of ``endpoint`` follows the link; False without a request."""
    found_topic = topic(topic_arn)
    found = found_topic.sns_backend._get_topic_subscriptions(found_topic) if found_topic else []
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
