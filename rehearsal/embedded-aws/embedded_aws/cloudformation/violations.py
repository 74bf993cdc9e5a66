"""Words a schema violation as CloudFormation does."""

import re
from typing import Any

from jsonschema import ValidationError

_NAMES = {
    "string": "String",
    "object": "JSONObject",
    "array": "JSONArray",
    "integer": "Integer",
    "number": "Number",
    "boolean": "Boolean",
    "null": "Null",
}


def describe(error: ValidationError) -> list[str]:
    """The violation, or for a choice of schemas those of the closest one."""
    if error.validator in ("anyOf", "oneOf") and error.context:
        required = [e for e in error.context if e.validator == "required"]
        closest = required or sorted(error.context, key=lambda e: -len(e.path))
        return describe(closest[0])
    if error.validator == "additionalProperties":
        return [
            f"{_where(error)}: extraneous key [{key}] is not permitted"
            for key in _extra_keys(error)
        ]
    if error.validator == "required":
        return [
            f"{_where(error)}: required key [{key}] not found"
            for key in error.validator_value
            if key not in error.instance
        ]
    return [f"{_where(error)}: {_message(error)}"]


def _where(error: ValidationError) -> str:
    return "#" + "".join(f"/{part}" for part in error.absolute_path)


def _extra_keys(error: ValidationError) -> list[str]:
    known = set((error.schema.get("properties") or {}).keys())
    patterns = list(error.schema.get("patternProperties") or {})
    return sorted(
        key
        for key in error.instance
        if key not in known and not any(re.search(p, key) for p in patterns)
    )


def _message(error: ValidationError) -> str:
    wanted, value = error.validator_value, error.instance
    if error.validator == "type":
        types = wanted if isinstance(wanted, list) else [wanted]
        expected = _NAMES.get(types[0], types[0])
        return f"expected type: {expected}, found: {_NAMES.get(_type(value))}"
    if error.validator in ("enum", "const"):
        return f"{value} is not a valid enum value"
    if error.validator == "pattern":
        return f"failed validation constraint for keyword [pattern] {wanted}: {value}"
    if error.validator in ("minLength", "maxLength"):
        return f"expected {error.validator}: {wanted}, actual: {len(value)}"
    if error.validator in ("minItems", "maxItems"):
        return f"expected {error.validator[:3]}imum item count: {wanted}, found: {len(value)}"
    if error.validator in ("minimum", "maximum"):
        sense = "greater" if error.validator == "minimum" else "less"
        return f"{value} is not {sense} or equal to {wanted}"
    if error.validator == "uniqueItems":
        return "array items are not unique"
    return str(error.message)


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", dict: "object", list: "array", int: "integer"}
    return names.get(type(value), "number")
