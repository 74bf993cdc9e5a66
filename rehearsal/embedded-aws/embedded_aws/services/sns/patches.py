"""What moto's SNS lacks."""

# mypy: disable-error-code="method-assign"

from typing import Any

from embedded_aws.services.sns import dead_letters, messages, subscriptions


def _mend_backend() -> None:
    from moto.sns.models import SNSBackend, Subscription, Topic

    subscribe, publish = SNSBackend.subscribe, SNSBackend.publish
    set_attributes = SNSBackend.set_subscription_attributes

    def checked_publish(self: SNSBackend, message: str, arn: str | None, **named: Any) -> str:
        # moto has a wording of its own for a subject that is too long.
        if named.get("phone_number") is None:
            messages.check(message, named.get("subject"), named.get("message_structure"))
        return str(publish(self, message, arn, **named))

    def recorded_subscribe(self: SNSBackend, topic_arn: str, endpoint: str, protocol: str) -> Any:
        messages.check_endpoint(protocol, endpoint)
        subscription = subscribe(self, topic_arn, endpoint, protocol)
        # A topic delivers to the subscribers of every account.
        subscription.topic.sns_backend.subscriptions[subscription.arn] = subscription
        subscriptions.subscribed(subscription)
        return subscription

    def checked_set_attributes(self: SNSBackend, arn: str, name: str, value: Any) -> None:
        subscription = self.subscriptions.get(arn)
        if subscription is not None and name == "RedrivePolicy":
            dead_letters.check(subscription, value)
        set_attributes(self, arn, name, value)

    def private_key(self: Subscription) -> Any:
        return subscriptions.shared_private_key()

    def subscription_arn(self: Subscription) -> str:
        return "PendingConfirmation" if subscriptions.pending(self) else self.arn

    # moto names all but the first two arguments.
    SNSBackend.publish = checked_publish  # type: ignore[assignment]
    SNSBackend.subscribe = recorded_subscribe
    SNSBackend.set_subscription_attributes = checked_set_attributes
    Topic.publish = subscriptions.publish_to_topic
    # moto's serializer takes what has the name of the field before it takes ``arn``.
    Subscription.subscription_arn = property(subscription_arn)  # type: ignore[attr-defined]
    # moto's is a cache.
    Subscription.private_key = private_key  # type: ignore[assignment]


def _mend_responses() -> None:
    from moto.sns.responses import SNSResponse

    get_topic_attributes = SNSResponse.get_topic_attributes

    def counted_topic_attributes(self: SNSResponse) -> Any:

        topic = self.backend.get_topic(self._get_param("TopicArn"))
        found = topic.sns_backend._get_topic_subscriptions(topic)
        topic.subscriptions_pending = sum(map(subscriptions.pending, found))
        topic.subscriptions_confimed = len(found) - topic.subscriptions_pending
        return get_topic_attributes(self)

    SNSResponse.get_topic_attributes = counted_topic_attributes


def install() -> None:
    _mend_backend()
    _mend_responses()
