"""Topics as other services reach them."""

from typing import Any

from embedded_aws.beliefs import belief
from embedded_aws.delivery.receivers import Message
from embedded_aws.delivery.sender import Sender, key_admits
from embedded_aws.evidence import evidence
from embedded_aws.lookup.topics import topic

_CONDITIONS_ARE_JUDGED = belief("events-topic-policy-with-condition")


@evidence("events-topic-policy-with-condition")
def _policy_for(sender: Sender, document: Any) -> Any:
    """Without what has a condition, if EventBridge could not use that."""
    if _CONDITIONS_ARE_JUDGED.holds or sender.principal != "events.amazonaws.com":
        return document
    statements = [one for one in document.get("Statement", []) if not one.get("Condition")]
    return {**document, "Statement": statements}


class Topics:
    def exists(self, arn: str) -> bool:
        return topic(arn) is not None

    def admits(self, arn: str, sender: Sender, **more: str) -> bool:
        found = topic(arn)
        if found is None:
            return False
        document = _policy_for(sender, found._policy_json)
        if not sender.admitted(document, "sns:Publish", arn, **more):
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
