"""The dead-letter queue of a subscription, which keeps what SNS cannot deliver.

https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
"""

import json
from typing import TYPE_CHECKING, Any

from embedded_aws.delivery import receivers
from embedded_aws.delivery.sender import Sender
from embedded_aws.evidence import evidence
from embedded_aws.services.sns import notifications
from embedded_aws.services.sns.notifications import Parcel

if TYPE_CHECKING:
    from moto.sns.models import Subscription

_SETTING = "RedrivePolicy"


def _target(text: str) -> str:
    """:raises SNSInvalidParameter: the text is not a redrive policy."""
    from moto.sns.exceptions import SNSInvalidParameter

    try:
        policy: Any = json.loads(text)
    except ValueError as error:
        raise SNSInvalidParameter(
            f"Invalid parameter: {_SETTING}: failed to parse JSON. {error}"
        ) from error
    arn = policy.get("deadLetterTargetArn") if isinstance(policy, dict) else None
    if not isinstance(arn, str) or arn.count(":") != 5 or arn.split(":")[2] != "sqs":
        raise SNSInvalidParameter(
            f"Invalid parameter: {_SETTING}: deadLetterTargetArn is an invalid arn"
        )
    return arn


@evidence("sns-dead-letter-queue-of-the-same-place")
def check(subscription: "Subscription", text: str) -> None:
    """An empty redrive policy removes it.

    :raises SNSInvalidParameter: SNS would not take the policy.
    """
    from moto.sns.exceptions import SNSInvalidParameter

    if not text:
        return
    _, _, _, region, account_id, name = _target(text).split(":", 5)
    if (region, account_id) != (subscription.arn.split(":")[3], subscription.account_id):
        raise SNSInvalidParameter(
            f"Invalid parameter: {_SETTING}: deadLetterTargetArn must be a queue of the account"
            " and region of the subscription"
        )
    if subscription.topic.fifo_topic and not name.endswith(".fifo"):
        raise SNSInvalidParameter(
            f"Invalid parameter: {_SETTING}: must use a FIFO queue as DLQ for a FIFO Subscription"
            " to a FIFO Topic."
        )


@evidence("sns-subscription-dead-letters")
def keep(subscription: "Subscription", parcel: Parcel, sender: Sender) -> bool:
    """Whether the message stands in a dead-letter queue, which has to admit the topic."""
    text = subscription.attributes.get(_SETTING)
    if not text or not receivers.admits(queue := _target(text), sender):
        return False
    notifications.enqueue(subscription, queue, parcel)
    return True
