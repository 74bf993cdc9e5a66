"""What moto's CloudTrail lacks."""

# mypy: disable-error-code="method-assign"

from typing import TYPE_CHECKING, Any

from embedded_aws.services.cloudtrail import trails

if TYPE_CHECKING:
    from moto.cloudtrail.models import Trail


def _topic_arn(trail: "Trail") -> str | None:
    name = trail.sns_topic_name
    if not name or name.startswith("arn:"):
        return name or None
    return f"arn:{trail.partition}:sns:{trail.region_name}:{trail.account_id}:{name}"


def _mend_trail() -> None:
    from moto.cloudtrail.models import Trail

    described = Trail.description

    def put_event_selectors(
        self: Trail, event_selectors: Any, advanced_event_selectors: Any
    ) -> None:
        # Setting one kind erases the other.
        # https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
        self.event_selectors = event_selectors or []
        self.advanced_event_selectors = advanced_event_selectors or []

    def put_insight_selectors(self: Trail, insight_selectors: Any) -> None:
        self.insight_selectors = list(insight_selectors)

    def description(self: Trail, include_region: bool = False) -> dict[str, Any]:
        custom = bool(self.event_selectors or self.advanced_event_selectors)
        found = {
            **described(self, True),
            "HasCustomEventSelectors": custom,
            "HasInsightSelectors": bool(self.insight_selectors),
        }
        return {k: v for k, v in found.items() if v not in (None, "")}

    # A property in place of a property, which mypy takes for a method.
    Trail.topic_arn = property(_topic_arn)  # type: ignore[assignment]
    Trail.put_event_selectors = put_event_selectors
    Trail.put_insight_selectors = put_insight_selectors
    Trail.description = description


def _mend_backend() -> None:
    from moto.cloudtrail.models import CloudTrailBackend

    def create_trail(self: CloudTrailBackend, *values: Any, **named: Any) -> Any:
        names = (
            "name", "bucket_name", "s3_key_prefix", "sns_topic_name", "is_global",
            "is_multi_region", "log_validation", "is_org_trail", "cw_log_group_arn",
            "cw_role_arn", "kms_key_id", "tags_list",
        )  # fmt: skip
        return trails.create(self, **dict(zip(names, values, strict=False)), **named)

    def event_selectors(
        self: CloudTrailBackend,
        trail_name: str,
        event_selectors: Any,
        advanced_event_selectors: Any,
    ) -> Any:
        trail = trails.writable(self, trail_name)
        trail.put_event_selectors(event_selectors, advanced_event_selectors)
        return trail.arn, trail.event_selectors, trail.advanced_event_selectors

    def insight_selectors(self: CloudTrailBackend, trail_name: str, insight_selectors: Any) -> Any:
        trail = trails.writable(self, trail_name)
        trail.put_insight_selectors(insight_selectors)
        return trail.arn, insight_selectors

    CloudTrailBackend.create_trail = create_trail
    # moto names all of its arguments.
    CloudTrailBackend.update_trail = trails.update  # type: ignore[assignment]
    CloudTrailBackend.delete_trail = lambda self, name: trails.delete(self, name)
    CloudTrailBackend.get_trail = lambda self, name_or_arn: trails.find(self, name_or_arn)
    CloudTrailBackend.describe_trails = lambda self, include_shadow_trails: trails.visible(
        self, include_shadow_trails
    )
    CloudTrailBackend.start_logging = lambda self, name: trails.writable(self, name).start_logging()
    CloudTrailBackend.stop_logging = lambda self, name: trails.writable(self, name).stop_logging()
    CloudTrailBackend.put_event_selectors = event_selectors
    CloudTrailBackend.put_insight_selectors = insight_selectors


def install() -> None:
    from moto.iam.models import SERVICE_NAME_CONVERSION

    SERVICE_NAME_CONVERSION["cloudtrail"] = "CloudTrail"
    _mend_trail()
    _mend_backend()
