"""Topics as other services reach them."""

from embedded_aws.delivery.receivers import Message
from embedded_aws.delivery.sender import Sender, key_admits
from embedded_aws.lookup.topics import topic


class Topics:
    def exists(self, arn: str) -> bool:
        return topic(arn) is not None

    def admits(self, arn: str, sender: Sender, **more: str) -> bool:
        found = topic(arn)
        if found is None or not sender.admitted(found._policy_json, "sns:Publish", arn, **more):
            return False
        return key_admits(sender, arn, found.kms_master_key_id or "")

    def put(self, arn: str, message: Message) -> None:
        found = topic(arn)
        if found is not None:
            found.publish(
                message.body,
                subject=message.subject,
                message_structure=message.structure,
                message_attributes={
                    key: {
                        "Type": "Number" if isinstance(value, int) else "String",
                        "Value": str(value),
                    }
                    for key, value in message.attributes.items()
                },
            )
