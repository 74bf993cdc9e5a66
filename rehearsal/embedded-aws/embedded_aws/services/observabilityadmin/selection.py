"""What a rule selects: accounts by its scope, log groups by its criteria.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs_Centralization.html
"""

import re
from typing import Any

from embedded_aws.gate import Refusal
from embedded_aws.lookup import organizations

_TERM = re.compile(r"(?P<key>\w+) (?P<operator>=|LIKE) '(?P<value>[^']+)'")
_SCOPE = frozenset({"AccountId", "OrganizationId"})
_GROUPS = frozenset({"LogGroupName"})


def check(rule: dict[str, Any]) -> None:
    """:raises Refusal: for what can't be read, or is more than one comparison."""
    source = rule["Source"]
    _term(source.get("Scope", "*"), _SCOPE)
    logs = source.get("SourceLogsConfiguration") or {}
    _term(logs.get("LogGroupSelectionCriteria", "*"), _GROUPS)


def selects(rule: dict[str, Any], account_id: str, region: str, group: Any) -> bool:
    """Whether the rule is for the log group of the account and region."""
    source = rule["Source"]
    logs = source.get("SourceLogsConfiguration")
    if not logs or region not in source["Regions"]:
        return False
    if group.kms_key_id and logs["EncryptedLogGroupStrategy"] == "SKIP":
        return False
    place = {
        "AccountId": account_id,
        "OrganizationId": organizations.organization_id(account_id),
        "LogGroupName": group.name,
    }
    scope = _term(source.get("Scope", "*"), _SCOPE)
    groups = _term(logs.get("LogGroupSelectionCriteria", "*"), _GROUPS)
    return all(term is None or _holds(term, place) for term in (scope, groups))


def _term(text: str, keys: frozenset[str]) -> re.Match[str] | None:
    """None for everything."""
    if text == "*":
        return None
    found = _TERM.fullmatch(text)
    if found is None or found["key"] not in keys:
        raise Refusal(
            "NotImplemented",
            f"The embedded AWS has criteria such as {min(keys)} = 'name' alone, and not {text}",
            501,
        )
    return found


def _holds(term: re.Match[str], place: dict[str, str | None]) -> bool:
    value = place[term["key"]] or ""
    if term["operator"] == "=":
        return value == term["value"]
    parts = (re.escape(part) for part in term["value"].split("%"))
    return re.fullmatch(".*".join(parts), value) is not None
