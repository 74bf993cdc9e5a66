"""Findings: kept where they arise, seen by the administrator, sent to EventBridge.

See https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
"""

from typing import Any

from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from embedded_aws.services.events import emit
from embedded_aws.services.guardduty.backend import GuardDutyRegion, at
from embedded_aws.services.guardduty.models import text

DEFAULT_TYPE = "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom"


def put(account_id: str, region: str, details: dict[str, Any]) -> dict[str, Any]:
    """Makes a finding from ``details``, named as in the JSON of GetFindings.

    :raises ValueError: the account has no enabled detector in the region.
    """
    backend = at(account_id, region)
    detector = backend.detector
    if detector is None or not detector.enabled:
        raise ValueError(f"GuardDuty is not enabled in {account_id} {region}")
    identifier = mock_random.get_random_hex(length=32)
    now = text(utcnow())
    kind = details.get("type", DEFAULT_TYPE)
    service = {
        "archived": False,
        "count": 1,
        "detectorId": detector.id,
        "eventFirstSeen": now,
        "eventLastSeen": now,
        "resourceRole": "TARGET",
        "serviceName": "guardduty",
    }
    finding = {
        "schemaVersion": "2.0",
        "accountId": account_id,
        "region": region,
        "partition": "aws",
        "id": identifier,
        "arn": f"{detector.arn}/finding/{identifier}",
        "type": kind,
        "severity": 5,
        "createdAt": now,
        "updatedAt": now,
        "title": f"Finding of type {kind}",
        "description": f"Finding of type {kind} in account {account_id}",
        "resource": {"resourceType": "AccessKey", "accessKeyDetails": {"userName": "somebody"}},
    } | details
    finding["service"] = service | details.get("service", {})
    _publish(backend, finding)
    return finding


def _publish(backend: GuardDutyRegion, finding: dict[str, Any]) -> None:
    seen_by = [backend]
    member = backend.membership
    if member is not None and member.status == "Enabled":
        seen_by.append(at(member.administrator_id, backend.region_name))
    for observer in seen_by:
        observer.findings[finding["id"]] = finding
        if not finding["service"]["archived"]:
            _send_event(observer, finding)


def _send_event(observer: GuardDutyRegion, finding: dict[str, Any]) -> None:
    # In the administrator's account too, the finding tells whose it is by accountId.
    emit(
        observer.account_id,
        observer.region_name,
        "aws.guardduty",
        "GuardDuty Finding",
        finding,
    )


def sample(backend: GuardDutyRegion, types: list[str]) -> None:
    """What CreateSampleFindings makes: one finding of each type, marked as a sample."""
    for kind in types or [DEFAULT_TYPE]:
        details = {
            "type": kind,
            "title": f"[SAMPLE] {kind}",
            "service": {"additionalInfo": {"value": '{"sample":true}', "type": "default"}},
        }
        put(backend.account_id, backend.region_name, details)


def _value(finding: dict[str, Any], path: str) -> Any:
    found: Any = finding
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _satisfies(value: Any, condition: dict[str, Any]) -> bool:
    as_text = str(value).lower() if isinstance(value, bool) else str(value)
    equal = condition.get("Equals") or condition.get("Eq")
    unequal = condition.get("NotEquals") or condition.get("Neq")
    if (equal and as_text not in equal) or (unequal and as_text in unequal):
        return False
    bounds = {
        ("GreaterThanOrEqual", "Gte"): lambda limit: float(value) >= limit,
        ("GreaterThan", "Gt"): lambda limit: float(value) > limit,
        ("LessThanOrEqual", "Lte"): lambda limit: float(value) <= limit,
        ("LessThan", "Lt"): lambda limit: float(value) < limit,
    }
    given = ((condition.get(a, condition.get(b)), test) for (a, b), test in bounds.items())
    return all(limit is None or test(limit) for limit, test in given)


def select(backend: GuardDutyRegion, criteria: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The findings that meet every criterion; times cannot be compared."""
    criterion: dict[str, Any] = (criteria or {}).get("Criterion") or {}
    return [
        finding
        for finding in backend.findings.values()
        if all(_satisfies(_value(finding, path), c) for path, c in criterion.items())
    ]
