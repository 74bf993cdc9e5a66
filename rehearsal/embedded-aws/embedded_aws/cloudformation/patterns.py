"""Regular expressions of the schemas, which are ECMA's, as Python can match them."""

import re
import warnings
from typing import Any

# "[[" and "&&" mean nothing special in these patterns.
warnings.filterwarnings("ignore", "Possible (nested set|set)", FutureWarning)

#: Unicode classes that Python's ``re`` lacks, roughly.
_CLASSES = {
    r"\p{L}": "a-zA-Z\u00aa-\uffff",
    r"\p{N}": "0-9",
    r"\p{Z}": r"\s",
    r"\p{Alnum}": "a-zA-Z0-9",
    r"\p{Alpha}": "a-zA-Z",
    r"\p{Digit}": "0-9",
}


def translated(pattern: str) -> str | None:
    """None when Python does not know what the pattern matches."""
    for name, characters in _CLASSES.items():
        pattern = pattern.replace(name, characters)
    try:
        re.compile(pattern)
    except re.error:
        return None
    return pattern


def for_python(schema: Any) -> Any:
    """A copy of the schema without patterns that Python cannot match."""
    if isinstance(schema, list):
        return [for_python(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    copied: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "pattern" and isinstance(value, str):
            pattern = translated(value)
            if pattern is not None:
                copied[key] = pattern
        elif key == "patternProperties" and isinstance(value, dict):
            copied[key] = {
                # What is not known passes.
                translated(name) or ".*": for_python(item)
                for name, item in value.items()
            }
        else:
            copied[key] = for_python(value)
    return copied
