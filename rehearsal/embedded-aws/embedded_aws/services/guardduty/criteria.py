"""Whether a finding meets the criteria of a list or of a filter.

https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Condition.html
"""

import operator
from collections.abc import Callable
from typing import Any

from embedded_aws.policy_conditions import like

#: A bound by its name and its older one.
_BOUNDS: dict[tuple[str, str], Callable[[float, float], bool]] = {
    ("GreaterThanOrEqual", "Gte"): operator.ge,
    ("GreaterThan", "Gt"): operator.gt,
    ("LessThanOrEqual", "Lte"): operator.le,
    ("LessThan", "Lt"): operator.lt,
}


def values(finding: Any, path: str) -> list[Any]:
    """What stands at ``resource.a.b``; every element of a list counts."""
    found = [finding]
    for step in path.split("."):
        stepped = [one.get(step) for one in found if isinstance(one, dict)]
        found = [item for one in stepped for item in (one if isinstance(one, list) else [one])]
    return [one for one in found if one is not None]


def meets(finding: dict[str, Any], criteria: dict[str, Any] | None) -> bool:
    """Every criterion is met; times cannot be compared."""
    criterion: dict[str, Any] = (criteria or {}).get("Criterion") or {}
    return all(_satisfied(values(finding, path), c) for path, c in criterion.items())


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _satisfied(found: list[Any], condition: dict[str, Any]) -> bool:
    texts = [_text(value) for value in found]
    equal = condition.get("Equals") or condition.get("Eq")
    unequal = condition.get("NotEquals") or condition.get("Neq") or []
    if equal and not any(text in equal for text in texts):
        return False
    if any(text in unequal for text in texts):
        return False
    if condition.get("Matches") and not _like_any(texts, condition["Matches"]):
        return False
    if _like_any(texts, condition.get("NotMatches") or []):
        return False
    return _bounded(found, condition)


def _like_any(texts: list[str], patterns: list[str]) -> bool:
    return any(like(pattern, text) for pattern in patterns for text in texts)


def _bounded(found: list[Any], condition: dict[str, Any]) -> bool:
    for (name, short), test in _BOUNDS.items():
        limit = condition.get(name, condition.get(short))
        if limit is not None and not any(test(float(v), float(limit)) for v in found):
            return False
    return True
