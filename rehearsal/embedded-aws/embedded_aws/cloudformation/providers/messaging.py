"""AWS::SNS::TopicPolicy and AWS::SQS::QueuePolicy."""

import json
from collections.abc import Iterable
from typing import Any

from embedded_aws.cloudformation.provider import Handled, NotFound, Request
from embedded_aws.cloudformation.providers.api_calls import client, strict_client

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


class _ResourcePolicy:
    """One policy document on several topics or queues."""

    type_name: str
    service: str
    targets: str

    def create(self, request: Request) -> Handled:
        with strict_client(self.service, request) as api:
            self._put_all(api, request.properties)
        return Handled(request.generated_name, {"Id": request.generated_name})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        with client(self.service, request) as api:
            self._put_all(api, request.properties)
        left = set(old_properties[self.targets]) - set(request.properties[self.targets])
        self._remove_from(request, left)
        return Handled(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        self._remove_from(request, request.properties[self.targets])

    def _put_all(self, api: Any, given: dict[str, Any]) -> None:
        document = given["PolicyDocument"]
        text = document if isinstance(document, str) else json.dumps(document)
        for target in given[self.targets]:
            self._put(api, target, text)

    def _remove_from(self, request: Request, targets: Iterable[str]) -> None:
        for target in targets:
            try:
                with client(self.service, request) as api:
                    self._put(api, target, self._default(request, target))
            except NotFound:
                continue

    def _put(self, api: Any, target: str, text: str) -> None:
        raise NotImplementedError

    def _default(self, request: Request, target: str) -> str:
        raise NotImplementedError


class TopicPolicy(_ResourcePolicy):
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


class QueuePolicy(_ResourcePolicy):
    type_name = "AWS::SQS::QueuePolicy"
    service = "sqs"
    targets = "Queues"

    def _put(self, api: Any, target: str, text: str) -> None:
        api.set_queue_attributes(QueueUrl=target, Attributes={"Policy": text})

    def _default(self, request: Request, target: str) -> str:
        return ""


PROVIDERS = (TopicPolicy(), QueuePolicy())
