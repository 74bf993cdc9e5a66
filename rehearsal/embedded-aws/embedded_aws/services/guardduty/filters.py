"""Filters; one that archives suppresses the findings that it matches.

https://docs.aws.amazon.com/guardduty/latest/ug/findings_suppression-rule.html
"""

from typing import Any

from embedded_aws.services.guardduty.criteria import meets
from embedded_aws.services.guardduty.errors import NOT_FOUND, BadRequest
from embedded_aws.services.guardduty.models import Detector

_CHANGEABLE = ("Action", "Description", "FindingCriteria", "Rank")


def create(detector: Detector, given: dict[str, Any], tags: dict[str, str]) -> dict[str, Any]:
    """:raises BadRequest: the detector has a filter of that name."""
    name = given["Name"]
    if name in detector.filters:
        raise BadRequest("The request is rejected because the name is already in use.")
    detector.filters[name] = {
        "Name": name,
        "Action": given.get("Action") or "NOOP",
        "Description": given.get("Description"),
        "FindingCriteria": given.get("FindingCriteria"),
        "Rank": given.get("Rank") or 1,
        "Tags": tags,
    }
    return detector.filters[name]


def find(detector: Detector, name: str) -> dict[str, Any]:
    """:raises BadRequest: there is none."""
    if name not in detector.filters:
        raise BadRequest(NOT_FOUND)
    return detector.filters[name]


def update(detector: Detector, name: str, given: dict[str, Any]) -> None:
    found = find(detector, name)
    found.update({k: given[k] for k in _CHANGEABLE if given.get(k) is not None})


def suppress(detector: Detector, finding: dict[str, Any]) -> bool:
    """A filter of the detector archives the finding."""
    return any(
        one["Action"] == "ARCHIVE" and meets(finding, one["FindingCriteria"])
        for one in detector.filters.values()
    )
