"""Gives every scalar the type that the resource schema asks for.

Parameters are strings, so ``"true"`` and ``"10"`` reach boolean and integer
properties in correct templates.
"""

from typing import Any

_COMBINERS = ("allOf", "anyOf", "oneOf")


def coerce(value: Any, schema: Any, root: dict[str, Any]) -> Any:
    """A copy of ``value`` with scalars converted where that loses nothing."""
    schema = _dereferenced(schema, root)
    if not isinstance(schema, dict):
        return value
    if isinstance(value, dict):
        return _coerce_object(value, schema, root)
    if isinstance(value, list):
        items = schema.get("items") or _from_combiners(schema, "items", root)
        return [coerce(item, items, root) for item in value]
    types = _types(schema, root)
    # One item where a list is asked for: CloudFormation wraps it.
    if types == {"array"} and isinstance(value, (str, int)):
        return [coerce(value, schema.get("items"), root)]
    return _scalar(value, types)


def _coerce_object(
    value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]
) -> dict[str, Any]:
    properties = dict(schema.get("properties") or {})
    for combiner in _COMBINERS:
        for part in schema.get(combiner) or ():
            for name, definition in (_dereferenced(part, root).get("properties") or {}).items():
                properties.setdefault(name, definition)
    patterns = list((schema.get("patternProperties") or {}).values())
    extra = schema.get("additionalProperties")
    fallback = patterns[0] if patterns else extra
    return {key: coerce(item, properties.get(key, fallback), root) for key, item in value.items()}


def _dereferenced(schema: Any, root: dict[str, Any]) -> Any:
    while isinstance(schema, dict) and "$ref" in schema:
        target: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        schema = target
    return schema


def _from_combiners(schema: dict[str, Any], key: str, root: dict[str, Any]) -> Any:
    for combiner in _COMBINERS:
        for part in schema.get(combiner) or ():
            found = _dereferenced(part, root)
            if isinstance(found, dict) and key in found:
                return found[key]
    return None


def _types(schema: dict[str, Any], root: dict[str, Any]) -> set[str]:
    declared = schema.get("type")
    if declared is None:
        found: set[str] = set()
        for combiner in _COMBINERS:
            for part in schema.get(combiner) or ():
                part = _dereferenced(part, root)
                if isinstance(part, dict):
                    found |= _types(part, root)
        return found
    return {declared} if isinstance(declared, str) else set(declared)


def _scalar(value: Any, types: set[str]) -> Any:
    if isinstance(value, bool):
        if types == {"string"}:
            return "true" if value else "false"
        return value
    if isinstance(value, (int, float)):
        return str(value) if types == {"string"} else value
    if not isinstance(value, str) or "string" in types:
        return value
    if "boolean" in types and value.lower() in ("true", "false"):
        return value.lower() == "true"
    for name, convert in (("integer", int), ("number", float)):
        if name in types:
            try:
                return convert(value)
            except ValueError:
                continue
    return value
