"""AWS::CloudTrail::Trail."""

from typing import TYPE_CHECKING, Any

from embedded_aws.beliefs import belief
from embedded_aws.cloudformation.provider import Handled, NotFound, Request
from embedded_aws.cloudformation.refusals import reported
from embedded_aws.evidence import evidence

if TYPE_CHECKING:
    from moto.cloudtrail.models import Trail


_INSIGHTS_STAY = belief("cloudtrail-removed-insights-stay")


def _settings(properties: dict[str, Any]) -> dict[str, Any]:
    """The arguments that CreateTrail and UpdateTrail share."""
    return {
        "s3_key_prefix": properties.get("S3KeyPrefix"),
        "sns_topic_name": properties.get("SnsTopicName"),
        "cw_log_group_arn": properties.get("CloudWatchLogsLogGroupArn"),
        "cw_role_arn": properties.get("CloudWatchLogsRoleArn"),
        "kms_key_id": properties.get("KMSKeyId"),
    }


def _flag(properties: dict[str, Any], name: str, default: bool = False) -> bool:
    # Templates write booleans as text, too.
    return str(properties.get(name, default)).lower() == "true"


def _tags(request: Request) -> list[dict[str, str]]:
    own = {t["Key"]: t["Value"] for t in request.properties.get("Tags") or []}
    merged = {**request.stack_tags, **own}
    return [{"Key": key, "Value": value} for key, value in merged.items()]


def _backend(request: Request) -> Any:
    from moto.cloudtrail.models import cloudtrail_backends

    return cloudtrail_backends[request.account_id][request.region]


class TrailProvider:
    """A trail, its selectors and whether it logs."""

    type_name = "AWS::CloudTrail::Trail"

    @reported
    def create(self, request: Request) -> Handled:
        properties = request.properties
        name = properties.get("TrailName") or request.generated_name
        trail = _backend(request).create_trail(
            name=name,
            bucket_name=properties["S3BucketName"],
            is_global=_flag(properties, "IncludeGlobalServiceEvents", True),
            is_multi_region=_flag(properties, "IsMultiRegionTrail"),
            log_validation=_flag(properties, "EnableLogFileValidation"),
            is_org_trail=_flag(properties, "IsOrganizationTrail"),
            tags_list=_tags(request),
            **_settings(properties),
        )
        try:
            self._after(request, name)
        except Exception:
            # A trail that cannot be completed is rolled back with its resource.
            _backend_of(trail).trails.pop(name, None)
            raise
        return self._handled(trail)

    @evidence("cloudtrail-removed-key-is-cleared", "cloudtrail-removed-insights-stay")
    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        properties = request.properties
        # UpdateTrail takes an empty text for one that is to be cleared.
        settings = {k: v or "" for k, v in _settings(properties).items()}
        # Removing the log group takes two empty strings, not two absent
        # properties, so absent ones are left as they are.
        for name, key in (
            ("CloudWatchLogsLogGroupArn", "cw_log_group_arn"),
            ("CloudWatchLogsRoleArn", "cw_role_arn"),
        ):
            settings[key] = properties.get(name)
        trail = self._existing(request, physical_id)
        _backend(request).update_trail(
            name=physical_id,
            s3_bucket_name=properties["S3BucketName"],
            include_global_service_events=_flag(properties, "IncludeGlobalServiceEvents", True),
            is_multi_region_trail=_flag(properties, "IsMultiRegionTrail"),
            enable_log_file_validation=_flag(properties, "EnableLogFileValidation"),
            is_organization_trail=_flag(properties, "IsOrganizationTrail"),
            **settings,
        )
        backend = _backend_of(trail)
        backend.tagging_service.delete_all_tags_for_resource(trail.arn)
        backend.tagging_service.tag_resource(trail.arn, _tags(request))
        self._after(request, physical_id)
        return self._handled(trail)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        self._existing(request, physical_id)
        _backend(request).delete_trail(physical_id)

    def _existing(self, request: Request, physical_id: str) -> Any:
        trail = _backend(request).trails.get(physical_id)
        if trail is None:
            raise NotFound(physical_id)
        return trail

    def _after(self, request: Request, name: str) -> None:
        """Selectors and logging, which CloudFormation sets by the trail's *name*.

        So an organization trail fails from a delegated administrator: its
        trail is the management account's.
        https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1932
        """
        backend, properties = _backend(request), request.properties
        trail = backend.get_trail(name)
        trail.put_event_selectors(
            properties.get("EventSelectors"), properties.get("AdvancedEventSelectors")
        )
        if "InsightSelectors" in properties or not _INSIGHTS_STAY.holds:
            trail.put_insight_selectors(properties.get("InsightSelectors") or [])
        if _flag(properties, "IsLogging"):
            backend.start_logging(name)
        elif trail.status.is_logging:
            backend.stop_logging(name)

    def _handled(self, trail: "Trail") -> Handled:
        attributes = {"Arn": trail.arn, "SnsTopicArn": trail.topic_arn or ""}
        return Handled(trail.trail_name, attributes)


def _backend_of(trail: "Trail") -> Any:
    from moto.cloudtrail.models import cloudtrail_backends

    return cloudtrail_backends[trail.account_id][trail.region_name]


PROVIDERS = (TrailProvider(),)
