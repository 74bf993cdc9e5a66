"""Functions as other services reach them: invoked asynchronously."""

import json

from embedded_aws.delivery import source_keys
from embedded_aws.delivery.receivers import Message
from embedded_aws.delivery.sender import Sender
from embedded_aws.lookup import functions
from embedded_aws.services.awslambda.asynchronous import deliver_in_background


class Functions:
    def exists(self, arn: str) -> bool:
        return functions.exists(arn)

    def admits(self, arn: str, sender: Sender, **more: str) -> bool:
        """The function's policy lets the service invoke it for this resource."""
        sent = sender.context_for("lambda:InvokeFunction")
        return functions.permits(
            arn, sender.principal, sent.get(source_keys.ARN), sent.get(source_keys.ACCOUNT)
        )

    def put(self, arn: str, message: Message) -> None:
        deliver_in_background(functions.find(arn), json.loads(message.body))
