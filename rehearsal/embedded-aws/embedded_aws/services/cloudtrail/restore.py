"""The trails of a snapshot, each where it was made; the others are shadows of those."""

import json
from typing import Any

from moto.cloudtrail.models import Trail, cloudtrail_backends
from moto.logs.models import logs_backends

from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import Place, World


class _Trail(Trail):
    """Was checked when it was made: what it names may be gone since, or be made later."""

    def check_name(self) -> None: ...

    def check_bucket_exists(self) -> None: ...

    def check_topic_exists(self) -> None: ...


def restore(world: World) -> None:
    for place in world.places:
        for given in place.all("trails"):
            name = given["Name"]
            if _is_own(place, given) and world.wants(place, "AWS::CloudTrail::Trail", name):
                backend = cloudtrail_backends[place.account_id][place.region]
                backend.trails[name] = _trail(place, given)
                _make_log_group(place, given.get("CloudWatchLogsLogGroupArn"))


def _make_log_group(place: Place, arn: str | None) -> None:
    """That of the trail, which records there: a snapshot has no other log groups of the account."""
    if not arn:
        return
    _, _, _, region, account_id, _, name, *_ = arn.split(":")
    backend = logs_backends[account_id][region]
    if account_id == place.account_id and name not in backend.groups:
        backend.create_log_group(name, {})


def _is_own(place: Place, given: dict[str, Any]) -> bool:
    _, _, _, region, account_id, _ = given["TrailARN"].split(":", 5)
    return (account_id, region) == (place.account_id, place.region)


def _trail(place: Place, given: dict[str, Any]) -> Trail:
    trail = _Trail(
        place.account_id,
        place.region,
        given["Name"],
        given["S3BucketName"],
        given.get("S3KeyPrefix"),  # type: ignore[arg-type] # None where there is none
        given.get("SnsTopicARN"),  # type: ignore[arg-type]
        given["IncludeGlobalServiceEvents"],
        given["IsMultiRegionTrail"],
        given["LogFileValidationEnabled"],
        given["IsOrganizationTrail"],
        given.get("CloudWatchLogsLogGroupArn"),  # type: ignore[arg-type]
        given.get("CloudWatchLogsRoleArn"),  # type: ignore[arg-type]
        given.get("KmsKeyId"),  # type: ignore[arg-type]
    )
    selectors = json.loads(given.get("selectors") or "{}")
    trail.event_selectors = selectors.get("EventSelectors") or []
    trail.advanced_event_selectors = selectors.get("AdvancedEventSelectors") or []
    trail.insight_selectors = [{"InsightType": one} for one in given["insightTypes"]]
    if given["isLogging"]:
        trail.start_logging()
    return trail


PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
