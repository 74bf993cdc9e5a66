"""Findings: kept where they arise, seen by the administrator, sent to EventBridge.

See https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
"""

from typing import Any

from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from embedded_aws.delivery.events import emit
from embedded_aws.services.guardduty import exports, filters
from embedded_aws.services.guardduty.backend import GuardDutyRegion, at
from embedded_aws.services.guardduty.criteria import meets
from embedded_aws.services.guardduty.models import Detector, text

DEFAULT_TYPE = "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom"


def put(account_id: str, region: str, details: dict[str, Any]) -> dict[str, Any]:
    """Makes a finding from ``details``, named as in the JSON of GetFindings.

    One whose ``id`` is known is seen again: its count grows. ``archived`` may stand
    beside ``service``.

    :raises ValueError: the account has no enabled detector in the region.
    """
    backend = at(account_id, region)
    detector = backend.detector
    if detector is None or not detector.enabled:
        raise ValueError(f"GuardDuty is not enabled in {account_id} {region}")
    given = {key: value for key, value in details.items() if key != "archived"}
    service = dict(details.get("service") or {})
    if "archived" in details:
        service["archived"] = details["archived"]
    known = backend.findings.get(details.get("id", ""))
    before = _seen_again(known) if known else _new(detector, given)
    finding = before | given
    finding["service"] = before["service"] | service
    _publish(backend, finding)
    return finding


def _seen_again(known: dict[str, Any]) -> dict[str, Any]:
    now = text(utcnow())
    service = known["service"] | {"count": known["service"]["count"] + 1, "eventLastSeen": now}
    return known | {"updatedAt": now, "service": service}


def _new(detector: Detector, details: dict[str, Any]) -> dict[str, Any]:
    identifier = details.get("id") or mock_random.get_random_hex(length=32)
    now = text(utcnow())
    kind = details.get("type", DEFAULT_TYPE)
    return {
        "schemaVersion": "2.0",
        "accountId": detector.account_id,
        "region": detector.region,
        "partition": "aws",
        "id": identifier,
        "arn": f"{detector.arn}/finding/{identifier}",
        "type": kind,
        "severity": 5,
        "createdAt": now,
        "updatedAt": now,
        "title": f"Finding of type {kind}",
        "description": f"Finding of type {kind} in account {detector.account_id}",
        "resource": {"resourceType": "AccessKey", "accessKeyDetails": {"userName": "jane"}},
        "service": {
            "archived": False,
            "count": 1,
            "detectorId": detector.id,
            "eventFirstSeen": now,
            "eventLastSeen": now,
            "resourceRole": "TARGET",
            "serviceName": "guardduty",
        },
    }


def _publish(backend: GuardDutyRegion, finding: dict[str, Any]) -> None:
    """What is archived, or suppressed by the account or its administrator, is not published."""
    seen_by = [backend]
    member = backend.membership
    if member is not None and member.status == "Enabled":
        seen_by.append(at(member.administrator_id, backend.region_name))
    detectors = [one.detector for one in seen_by if one.detector]
    if any(filters.suppress(detector, finding) for detector in detectors):
        finding["service"]["archived"] = True
    for observer in seen_by:
        observer.findings[finding["id"]] = finding
        if not finding["service"]["archived"]:
            _send_event(observer, finding)
    if not finding["service"]["archived"]:
        for detector in detectors:
            exports.publish(detector, finding)


def _send_event(observer: GuardDutyRegion, finding: dict[str, Any]) -> None:
    # In the administrator's account too, the finding has the member in accountId.
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


def select(backend: GuardDutyRegion, criteria: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The findings that meet every criterion."""
    return [finding for finding in backend.findings.values() if meets(finding, criteria)]
