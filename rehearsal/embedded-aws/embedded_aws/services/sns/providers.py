"""AWS::SNS::Topic and AWS::SNS::Subscription."""

import json
from typing import TYPE_CHECKING, Any

from embedded_aws.cloudformation.provider import (
    Handled,
    NotFound,
    Request,
    already_exists,
)
from embedded_aws.cloudformation.providers.resource_policy import ResourcePolicy
from embedded_aws.cloudformation.refusals import reported
from embedded_aws.evidence import evidence

if TYPE_CHECKING:
    from moto.sns.models import Subscription, Topic

_ATTRIBUTES = {
    "DisplayName": "display_name",
    "KmsMasterKeyId": "kms_master_key_id",
    "ContentBasedDeduplication": "content_based_deduplication",
    "FifoTopic": "fifo_topic",
}


def _backend(request: Request) -> Any:
    from moto.sns.models import sns_backends

    return sns_backends[request.account_id][request.region]


class TopicProvider:
    """A topic with the subscriptions that its template lists."""

    type_name = "AWS::SNS::Topic"

    @reported
    def create(self, request: Request) -> Handled:
        backend = _backend(request)
        fifo = str(request.properties.get("FifoTopic", "")).lower() == "true"
        name = request.properties.get("TopicName") or request.generated_name + (
            ".fifo" if fifo else ""
        )
        arn = f"arn:aws:sns:{request.region}:{request.account_id}:{name}"
        if arn in backend.topics:
            raise already_exists(self.type_name, arn)
        topic = backend.create_topic(name, {"FifoTopic": True} if fifo else {})
        self._apply(request, topic, {})
        return self._handled(topic)

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        topic = _backend(request).topics.get(physical_id)
        if topic is None:
            raise NotFound(physical_id)
        self._apply(request, topic, old_properties)
        return self._handled(topic)

    def delete(self, request: Request, physical_id: str) -> None:
        if physical_id not in _backend(request).topics:
            raise NotFound(physical_id)
        _backend(request).delete_topic(physical_id)

    def _apply(self, request: Request, topic: "Topic", old: dict[str, Any]) -> None:
        for name, attribute in _ATTRIBUTES.items():
            if name in request.properties or name in old:
                setattr(topic, attribute, request.properties.get(name, ""))
        own = {t["Key"]: t["Value"] for t in request.properties.get("Tags") or []}
        topic._tags = {**request.stack_tags, **own}
        wanted = _listed(request.properties)
        for subscription in topic.sns_backend._get_topic_subscriptions(topic):
            listed = (subscription.protocol, subscription.endpoint)
            if listed in _listed(old) and listed not in wanted:
                topic.sns_backend.unsubscribe(subscription.arn)
        for protocol, endpoint in sorted(wanted):
            topic.sns_backend.subscribe(topic.arn, endpoint, protocol)

    def _handled(self, topic: "Topic") -> Handled:
        return Handled(topic.arn, {"TopicArn": topic.arn, "TopicName": topic.name})


def _listed(properties: dict[str, Any]) -> set[tuple[str, str]]:
    return {(s["Protocol"], s["Endpoint"]) for s in properties.get("Subscription") or []}


@evidence("cloudformation-subscription-is-idempotent")
class SubscriptionProvider:
    """One subscription; its topic may be another account's."""

    type_name = "AWS::SNS::Subscription"

    _SETTINGS = (
        "FilterPolicyScope",
        "FilterPolicy",
        "RawMessageDelivery",
        "DeliveryPolicy",
        "RedrivePolicy",
        "SubscriptionRoleArn",
    )

    def _region(self, request: Request) -> Any:
        from moto.sns.models import sns_backends

        region = request.properties.get("Region") or request.properties["TopicArn"].split(":")[3]
        return sns_backends[request.account_id][region]

    @reported
    def create(self, request: Request) -> Handled:
        properties = request.properties
        backend = self._region(request)
        subscription = backend.subscribe(
            properties["TopicArn"], properties.get("Endpoint", ""), properties["Protocol"]
        )
        self._apply(request, subscription, {})
        return Handled(subscription.arn, {"Arn": subscription.arn})

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        subscription = self._region(request).subscriptions.get(physical_id)
        if subscription is None:
            raise NotFound(physical_id)
        self._apply(request, subscription, old_properties)
        return Handled(physical_id, {"Arn": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        subscription = self._region(request).subscriptions.pop(physical_id, None)
        if subscription is None:
            raise NotFound(physical_id)
        subscription.topic.sns_backend.unsubscribe(physical_id)

    def _apply(self, request: Request, subscription: "Subscription", old: dict[str, Any]) -> None:
        backend = self._region(request)
        for name in self._SETTINGS:
            if name not in request.properties and name not in old:
                continue
            value = request.properties.get(name, "")
            if name == "RawMessageDelivery":
                value = str(value).lower() == "true"
            elif not isinstance(value, str):
                value = json.dumps(value)
            backend.set_subscription_attributes(subscription.arn, name, value)


#: What the default policy of a topic allows in the name of its account.
_OWN_ACTIONS = (
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
)


class TopicPolicy(ResourcePolicy):
    type_name = "AWS::SNS::TopicPolicy"
    service = "sns"
    targets = "Topics"

    def _put(self, api: Any, target: str, text: str) -> None:
        api.set_topic_attributes(TopicArn=target, AttributeName="Policy", AttributeValue=text)

    def _default(self, request: Request, target: str) -> str:
        # A topic always has a policy; without ours it is SNS's default one.
        # https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
        statement = {
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": [f"SNS:{action}" for action in _OWN_ACTIONS],
            "Resource": target,
            "Condition": {"StringEquals": {"AWS:SourceOwner": request.account_id}},
        }
        policy = {"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]}
        return json.dumps(policy)


PROVIDERS = (TopicPolicy(), TopicProvider(), SubscriptionProvider())
