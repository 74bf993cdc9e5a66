"""What a target of a rule is sent: Input, InputPath or InputTransformer.

See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
Where that page is silent, this follows what LocalStack recorded on AWS
(tests/aws/services/events/test_events_inputs.snapshot.json).
"""

import json
import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from embedded_aws.evidence import evidence

if TYPE_CHECKING:
    from moto.events.models import Rule

PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.\-]+)>")
#: Dot notation, with dashes, underscores, slashes, array indices and wildcards.
_PATH = re.compile(r"\$(\.([A-Za-z0-9_/\-]+|\*)|\[(\d+|\*)\])*")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\*)\]")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"', re.DOTALL)

RESERVED = frozenset(
    {
        "aws.events.rule-arn",
        "aws.events.rule-name",
        "aws.events.event.ingestion-time",
        "aws.events.event",
        "aws.events.event.json",
    }
)


class InputError(ValueError):
    """The input of a target is not what it must be."""


def is_text(template: str) -> bool:
    """Each line is a text in quotes."""
    lines = [line.strip() for line in template.splitlines() if line.strip()]
    return bool(lines) and all(_STRING.fullmatch(line) for line in lines)


@evidence("events-json-paths")
def at_path(event: dict[str, Any], path: str) -> Any:
    """The value at ``$.a.b[0]``; None when the event has none, or for other syntax."""
    if not _PATH.fullmatch(path):
        return None
    node: Any = event
    for match in _STEP.finditer(path.removeprefix("$")):
        name, index = match.groups()
        node = _child(node, name if index is None else index, index is not None)
        if node is None:
            return None
    return node


def _child(node: Any, key: str, is_index: bool) -> Any:
    if key == "*":
        found = list(node.values()) if isinstance(node, dict) else node
        return found if isinstance(found, list) else None
    if is_index:
        return node[int(key)] if isinstance(node, list) and int(key) < len(node) else None
    return node.get(key) if isinstance(node, dict) else None


def _reserved(event: dict[str, Any], rule: "Rule") -> dict[str, Any]:
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    outside = {k: v for k, v in event.items() if k not in ("detail", "detail-type")}
    return {
        "aws.events.rule-arn": rule.arn,
        "aws.events.rule-name": rule.name,
        "aws.events.event.json": event,
        "aws.events.event": {**outside, "detailType": event.get("detail-type")},
        "aws.events.event.ingestion-time": now.replace("+00:00", "Z"),
    }


@evidence("events-input-transformer-text")
def _in_text(value: Any) -> str:
    """Objects and lists lose their quotes: ``{id:7,name:x}``; what is missing is empty.

    A text stays as it is: EventBridge does not escape it.
    """
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).replace('"', "")


def _in_json_string(value: Any) -> str:
    """As it is: an object or list makes the template malformed."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _fill(template: str, values: dict[str, Any]) -> str:
    text = is_text(template)
    spans = [found.span() for found in _STRING.finditer(template)]

    def value_of(match: re.Match[str]) -> str:
        value = values.get(match.group(1))
        if text:
            return _in_text(value)
        if any(start < match.start() < end for start, end in spans):
            return _in_json_string(value)
        return '""' if value is None else json.dumps(value)

    filled = PLACEHOLDER.sub(value_of, template)
    if not text:
        try:
            json.loads(filled)
        except ValueError as error:
            raise InputError(f"The input template renders as what is not JSON: {filled}") from error
    return filled


def input_for(target: dict[str, Any], event: dict[str, Any], rule: "Rule") -> str:
    """The text sent to the target; JSON unless it is text of several lines.

    :raises InputError: when a template with the values of this event is not JSON
    """
    if target.get("Input") is not None:
        return str(target["Input"])
    if target.get("InputPath"):
        return json.dumps(at_path(event, target["InputPath"]))
    transformer = target.get("InputTransformer")
    if not transformer:
        return json.dumps(event)
    paths = transformer.get("InputPathsMap") or {}
    values = {name: at_path(event, path) for name, path in paths.items()}
    return _fill(transformer["InputTemplate"], {**values, **_reserved(event, rule)})
