"""Answers that moto's CloudTrail gives otherwise than AWS."""

# mypy: disable-error-code="method-assign"

import json
from typing import TYPE_CHECKING, Any

from embedded_aws.services.cloudtrail import digests, history
from embedded_aws.services.cloudtrail.checks import Refused

if TYPE_CHECKING:
    from moto.cloudtrail.responses import CloudTrailResponse

#: What a trail without selectors records.
_DEFAULT_SELECTOR = {
    "ReadWriteType": "All",
    "IncludeManagementEvents": True,
    "DataResources": [],
    "ExcludeManagementEventSources": [],
}


def _describe_trails(self: "CloudTrailResponse") -> str:
    shadows = self._get_bool_param("includeShadowTrails", True)
    names = self._get_param("trailNameList") or []
    found = self.cloudtrail_backend.describe_trails(shadows)
    listed = [t for t in found if not names or t.trail_name in names or t.arn in names]
    return json.dumps({"trailList": [t.description(include_region=True) for t in listed]})


def _get_event_selectors(self: "CloudTrailResponse") -> str:
    trail = self.cloudtrail_backend.get_trail(self._get_param("TrailName"))
    answer: dict[str, Any] = {"TrailARN": trail.arn}
    if trail.advanced_event_selectors:
        answer["AdvancedEventSelectors"] = trail.advanced_event_selectors
    else:
        answer["EventSelectors"] = trail.event_selectors or [_DEFAULT_SELECTOR]
    return json.dumps(answer)


def _get_insight_selectors(self: "CloudTrailResponse") -> str:

    trail = self.cloudtrail_backend.get_trail(self._get_param("TrailName"))
    if not trail.insight_selectors:
        raise Refused(
            "InsightNotEnabledException", f"Trail {trail.arn} does not have Insights enabled."
        )
    return json.dumps({"TrailARN": trail.arn, "InsightSelectors": trail.insight_selectors})


def _get_trail_status(self: "CloudTrailResponse") -> str:
    trail = self.cloudtrail_backend.get_trail(self._get_param("Name"))
    told = trail.status.description()
    if trail.status.started and trail.cw_log_group_arn:
        # Delivered there as to the bucket: there is always something to record.
        told["LatestCloudWatchLogsDeliveryTime"] = told["LatestDeliveryTime"]
    if trail.status.started and trail.log_validation:
        # AWS delivers a digest an hour, also of an hour without log files.
        # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
        told["LatestDigestDeliveryTime"] = told["LatestDeliveryTime"]
    return json.dumps({k: v for k, v in told.items() if v != ""})


def install() -> None:
    from moto.cloudtrail.responses import CloudTrailResponse

    CloudTrailResponse.describe_trails = _describe_trails
    CloudTrailResponse.get_event_selectors = _get_event_selectors
    CloudTrailResponse.get_insight_selectors = _get_insight_selectors
    CloudTrailResponse.get_trail_status = _get_trail_status
    # moto has neither.
    CloudTrailResponse.list_public_keys = digests.list_public_keys  # type: ignore[attr-defined]
    CloudTrailResponse.lookup_events = history.lookup_events  # type: ignore[attr-defined]
