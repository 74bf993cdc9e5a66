"""What SNS refuses to publish and to subscribe, and the text that each protocol gets.

https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
"""

import json
from typing import Any

SUBJECT_CHARACTERS = 100
MESSAGE_BYTES = 262_144


def check_endpoint(protocol: str, endpoint: str) -> None:
    """:raises SNSInvalidParameter: a telephone number without its country's code.

    moto rejects what is not a number.
    https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html
    """
    from moto.sns.exceptions import SNSInvalidParameter

    if protocol == "sms" and not endpoint.startswith("+"):
        raise SNSInvalidParameter(f"Invalid SMS endpoint: {endpoint}")


def check(message: str, subject: str | None, structure: str | None) -> None:
    """:raises InvalidParameterValue: SNS would refuse the message."""
    from moto.sns.exceptions import InvalidParameterValue

    if subject is not None and not _is_subject(subject):
        raise InvalidParameterValue("Invalid parameter: Subject")
    if not message:
        raise InvalidParameterValue("Invalid parameter: Empty message")
    if len(message.encode()) > MESSAGE_BYTES:
        raise InvalidParameterValue("Invalid parameter: Message too long")
    if structure == "json" and "default" not in _texts(message):
        raise InvalidParameterValue(
            "Invalid parameter: Message Structure - No default entry in JSON message body"
        )


def _is_subject(subject: str) -> bool:
    """ASCII without control characters, as SNS's documentation had it until lately.

    It says UTF-8 now. What passes here passes either way.
    """
    return 0 < len(subject) <= SUBJECT_CHARACTERS and all(" " <= c <= "~" for c in subject)


def _texts(message: str) -> dict[str, str]:
    """Protocol to text; what is not a text is ignored."""
    from moto.sns.exceptions import InvalidParameterValue

    try:
        parsed: Any = json.loads(message)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise InvalidParameterValue(
            "Invalid parameter: Message Structure - JSON message body failed to parse"
        )
    return {name: text for name, text in parsed.items() if isinstance(text, str)}


def text_for(protocol: str, message: str, structure: str | None) -> str:
    """What a subscription of the protocol gets of the message."""
    if structure != "json":
        return message
    texts = _texts(message)
    return texts.get(protocol, texts["default"])
