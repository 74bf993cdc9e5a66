"""What a target of a rule is sent: Input, InputPath or InputTransformer.

See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json
import re
from datetime import datetime, timezone
from typing import Any

_PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.\-]+)>")
_STEP = re.compile(r"\.([^.\[\]]+)|\['([^']+)'\]|\[(\d+)\]")


def at_path(event: dict[str, Any], path: str) -> Any:
    """The value at ``$.a.b[0]``; None when the event has none."""
    node: Any = event
    for match in _STEP.finditer(path.removeprefix("$")):
        name, quoted, index = match.groups()
        if index is not None:
            node = node[int(index)] if _has(node, int(index)) else None
        else:
            node = node.get(name or quoted) if isinstance(node, dict) else None
        if node is None:
            return None
    return node


def _has(node: Any, index: int) -> bool:
    return isinstance(node, list) and index < len(node)


def _reserved(event: dict[str, Any], rule: Any) -> dict[str, Any]:
    return {
        "aws.events.rule-arn": rule.arn,
        "aws.events.rule-name": rule.name,
        "aws.events.event.json": event,
        "aws.events.event": {k: v for k, v in event.items() if k != "detail"},
        "aws.events.event.ingestion-time": datetime.now(timezone.utc)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z"),
    }


def _quoted_spans(template: str) -> list[tuple[int, int]]:
    """Where the template is inside a JSON string."""
    return [m.span() for m in re.finditer(r'"(?:\\.|[^"\\])*"', template, re.DOTALL)]


def _fill(template: str, values: dict[str, Any]) -> str:
    spans = _quoted_spans(template)

    def value_of(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            return match.group(0)
        value = values[name]
        inside = any(start < match.start() < end for start, end in spans)
        if not inside:
            # A path that the event lacks renders as nothing within text and as
            # an empty string where JSON needs a value.
            return '""' if value is None else json.dumps(value)
        if value is None:
            return ""
        text = value if isinstance(value, str) else json.dumps(value)
        return json.dumps(text)[1:-1]

    return _PLACEHOLDER.sub(value_of, template)


def input_for(target: dict[str, Any], event: dict[str, Any], rule: Any) -> str:
    """The text sent to the target; JSON unless a transformer's template is not."""
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
