"""What AWS Config has of a snapshot: recorders and channels, aggregators, rules and packs."""

import json
from typing import Any

from moto.config.models import (
    AccountAggregatorSource,
    ConfigAggregator,
    ConfigBackend,
    ConfigDeliveryChannel,
    ConfigDeliverySnapshotProperties,
    ConfigRecorder,
    OrganizationAggregationSource,
    RecordingGroup,
    config_backends,
)

from embedded_aws.kept import kept
from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import Place, World
from embedded_aws.services.config import names


def restore(world: World) -> None:
    for place in world.places:
        backend = config_backends[place.account_id][place.region]
        for given in place.all("recorders"):
            if world.wants(place, "AWS::Config::ConfigurationRecorder", given["name"]):
                _put_recorder(backend, given)
        for given in place.all("deliveryChannels"):
            if world.wants(place, "AWS::Config::DeliveryChannel", given["name"]):
                backend.delivery_channels[given["name"]] = _channel(given)
        _put_aggregators(world, place, backend)


def _put_recorder(backend: ConfigBackend, given: dict[str, Any]) -> None:
    if given.get("servicePrincipal"):
        _put_linked(backend, given)
        return
    group = json.loads(given.get("recordingGroup") or '{"allSupported": true}')
    types = group.get("resourceTypes") or []
    excluded = group.get("exclusionByResourceTypes") or {"resourceTypes": []}
    use = "INCLUSION" if types else "EXCLUSION" if excluded["resourceTypes"] else None
    default = f"{use}_BY_RESOURCE_TYPES" if use else "ALL_SUPPORTED_RESOURCE_TYPES"
    recorder = ConfigRecorder(
        given["roleARN"],
        RecordingGroup(
            all_supported=group.get("allSupported", False),
            include_global_resource_types=group.get("includeGlobalResourceTypes", False),
            resource_types=types,
            exclusion_by_resource_types=excluded,
            recording_strategy=group.get("recordingStrategy") or {"useOnly": default},
        ),
        name=given["name"],
    )
    mode = json.loads(given.get("recordingMode") or '{"recordingFrequency": "CONTINUOUS"}')
    # moto describes a recorder by all of its attributes.
    vars(recorder)["recording_mode"] = mode
    if given["recording"]:
        recorder.status.start()
    backend.recorders[given["name"]] = recorder


def _put_linked(backend: ConfigBackend, given: dict[str, Any]) -> None:
    """A service's: it stands beside the account's own one, as it was described."""
    linked = kept(backend, "linked_recorders", dict[str, dict[str, Any]])
    arn = names.arn_of(backend, f"configuration-recorder/{given['name']}/{names.suffix()}")
    linked[given["name"]] = {
        "arn": arn,
        "name": given["name"],
        "roleARN": given["roleARN"],
        "recordingGroup": json.loads(given.get("recordingGroup") or "{}"),
        "recordingMode": json.loads(given.get("recordingMode") or "{}"),
        "servicePrincipal": given["servicePrincipal"],
    }


def _channel(given: dict[str, Any]) -> ConfigDeliveryChannel:
    frequency = given.get("deliveryFrequency")
    return ConfigDeliveryChannel(
        given["name"],
        given["s3BucketName"],
        prefix=given.get("s3KeyPrefix"),
        s3_kms_key_arn=given.get("s3KmsKeyArn"),
        sns_arn=given.get("snsTopicARN"),
        snapshot_properties=ConfigDeliverySnapshotProperties(frequency) if frequency else None,
    )


def _put_aggregators(world: World, place: Place, backend: ConfigBackend) -> None:
    for given in place.all("aggregators"):
        name, role = given["ConfigurationAggregatorName"], given.get("organizationRoleArn")
        if not world.wants(place, "AWS::Config::ConfigurationAggregator", name):
            continue
        whole = given.get("allRegions", False)
        regions = None if whole else [str(one) for one in world.snapshot["regions"]]
        aggregator = ConfigAggregator(
            name,
            place.account_id,
            place.region,
            org_source=role
            and OrganizationAggregationSource(
                role, aws_regions=regions, all_aws_regions=whole or None
            ),
            # The snapshot does not have the accounts of others.
            account_sources=None
            if role
            else [AccountAggregatorSource([place.account_id], all_aws_regions=True)],
        )
        if given.get("CreatedBy"):
            vars(aggregator)["created_by"] = given["CreatedBy"]
        backend.config_aggregators[name] = aggregator


PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
