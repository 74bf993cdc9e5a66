"""Queues as other services reach them."""

from embedded_aws.delivery.receivers import Message
from embedded_aws.delivery.sender import Sender, key_admits
from embedded_aws.lookup.queues import queue


class Queues:
    def exists(self, arn: str) -> bool:
        return queue(arn) is not None

    def admits(self, arn: str, sender: Sender, **more: str) -> bool:
        found = queue(arn)
        if found is None or not sender.admitted(found._policy_json, "sqs:SendMessage", arn, **more):
            return False
        return key_admits(sender, arn, found.kms_master_key_id or "")

    def put(self, arn: str, message: Message) -> None:
        from moto.sqs.models import sqs_backends

        _, _, _, region, owner, name = arn.split(":", 5)
        sqs_backends[owner][region].send_message(
            name,
            message.body,
            message_attributes={
                key: {
                    "DataType": "Number" if isinstance(value, int) else "String",
                    "StringValue": str(value),
                }
                for key, value in message.attributes.items()
            },
            group_id=message.group_id,
        )
