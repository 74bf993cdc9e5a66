"""Policies that accounts inherit: those of the root, the units and the account make one.

Of the operators only ``@@assign`` is known; the value closest to the account wins.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html
"""

import json
from collections.abc import Iterable
from typing import Any

_ASSIGN = "@@assign"


def effective(texts: Iterable[str]) -> dict[str, Any]:
    """The policy that results, from the document of the root to that of the account."""
    found: dict[str, Any] = {}
    for text in texts:
        _merge(found, json.loads(text))
    return found


def _merge(into: dict[str, Any], document: dict[str, Any]) -> None:
    for key, value in document.items():
        if key.startswith("@@"):
            continue
        if isinstance(value, dict) and _ASSIGN not in value:
            inner = into.get(key)
            into[key] = inner if isinstance(inner, dict) else {}
            _merge(into[key], value)
        else:
            into[key] = value[_ASSIGN] if isinstance(value, dict) else value
