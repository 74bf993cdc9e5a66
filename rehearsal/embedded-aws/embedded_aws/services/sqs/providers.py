"""AWS::SQS::QueuePolicy; moto makes queues."""

from typing import Any

from embedded_aws.cloudformation.provider import Request
from embedded_aws.cloudformation.providers.resource_policy import ResourcePolicy


class QueuePolicy(ResourcePolicy):
    type_name = "AWS::SQS::QueuePolicy"
    service = "sqs"
    targets = "Queues"

    def _put(self, api: Any, target: str, text: str) -> None:
        api.set_queue_attributes(QueueUrl=target, Attributes={"Policy": text})

    def _default(self, request: Request, target: str) -> str:
        return ""


PROVIDERS = (QueuePolicy(),)
