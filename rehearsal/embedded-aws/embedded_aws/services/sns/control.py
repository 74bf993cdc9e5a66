"""The messages that subscribers would have received, for scenarios."""

from dataclasses import asdict
from typing import Any

from embedded_aws import control
from embedded_aws.services.sns import subscriptions


def _messages(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``GET /sns/messages?topicArn=``: every message, with what became of it."""
    found = subscriptions.messages(params.get("topicArn"))
    shown = []
    for message in found:
        fields = asdict(message)
        shown.append(
            {
                "topicArn": fields["topic_arn"],
                "messageId": fields["message_id"],
                "subject": fields["subject"],
                "message": fields["message"],
                "attributes": fields["attributes"],
                "time": fields["time"],
                "deliveries": fields["deliveries"],
            }
        )
    return {"messages": shown}


def _confirm(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``POST /sns/confirm`` {topicArn, endpoint}: the reader follows the link."""
    return {"confirmed": subscriptions.confirm(body["topicArn"], body["endpoint"])}


ROUTES: tuple[control.Route, ...] = (
    ("GET", "/sns/messages", _messages),
    ("POST", "/sns/confirm", _confirm),
)
