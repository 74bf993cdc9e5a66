"""What PutTargets rejects in the input of a target.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html
Messages are AWS's where LocalStack recorded them
(tests/aws/services/events/test_events_inputs.snapshot.json) or users quoted them
(https://github.com/aws/aws-cli/issues/6711).
"""

import json
import re
from typing import Any

from embedded_aws.evidence import evidence
from embedded_aws.services.events.transform import PLACEHOLDER, RESERVED, is_text

INPUTS = ("Input", "InputPath", "InputTransformer")
PATHS = 100
_KEY = re.compile(r"[A-Za-z0-9_\-]{1,256}")
_LENGTHS = {"Input": 8192, "InputPath": 256}


def fault(number: int, target: dict[str, Any]) -> str | None:
    """Why the input of a target is rejected, the ``number``-th of the request."""
    given = [name for name in INPUTS if target.get(name) is not None]
    if len(given) > 1:
        return (
            "Only one of Input, InputPath, or InputTransformer must be provided "
            f"for target {target['Id']}."
        )
    for name, most in _LENGTHS.items():
        if len(target.get(name) or "") > most:
            return f"{name} for target {target['Id']} is longer than {most} characters."
    return _input_fault(target) or _transformer_fault(number, target)


def _input_fault(target: dict[str, Any]) -> str | None:
    text = target.get("Input")
    if text is None or is_json(text):
        return None
    return f'JSON syntax error in input for target {target["Id"]}: [Source: (String)"{text}"]'


def _transformer_fault(number: int, target: dict[str, Any]) -> str | None:
    transformer = target.get("InputTransformer")
    if transformer is None:
        return None
    paths, template = transformer.get("InputPathsMap") or {}, transformer.get("InputTemplate")
    if not template or len(template) > _LENGTHS["Input"]:
        most = _LENGTHS["Input"]
        return f"InputTemplate for target {target['Id']} must have 1 to {most} characters."
    if len(paths) > PATHS:
        return (
            "1 validation error detected: Value at "
            f"'targets.{number}.member.inputTransformer.inputPathsMap' "
            f"failed to satisfy constraint: Member must have length less than or equal to {PATHS}"
        )
    for key in paths:
        if not _KEY.fullmatch(key) or key.startswith("AWS"):
            return (
                f"InputPathsMap for target {target['Id']} has the key {key}, which is not allowed."
            )
    for name in PLACEHOLDER.findall(template):
        if name not in paths and name not in RESERVED:
            return f"InputTemplate for target {target['Id']} contains invalid placeholder {name}."
    return _template_fault(target, template)


@evidence("events-input-template-syntax")
def _template_fault(target: dict[str, Any], template: str) -> str | None:
    """JSON, or lines that are each in quotes. A placeholder is a value, never a key.

    A log group takes an object of timestamp and message alone.
    https://github.com/awsdocs/aws-cloudformation-user-guide/issues/1010
    """
    if ":log-group:" in target["Arn"]:
        return _log_fault(target, PLACEHOLDER.sub("null", template))
    if is_text(template) or is_json(PLACEHOLDER.sub("null", template)):
        return None
    return (
        f"InputTemplate for target {target['Id']} is neither JSON nor text "
        "of which each line is in quotes."
    )


def _log_fault(target: dict[str, Any], template: str) -> str | None:
    found = json.loads(template) if is_json(template) else None
    if not isinstance(found, dict):
        return f"Input for target {target['Id']} is not a valid JSON text."
    if set(found) != {"timestamp", "message"}:
        return f"InputTemplate for target {target['Id']} must have timestamp and message alone."
    return None


def is_json(text: str) -> bool:
    """The text is JSON of any kind."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
