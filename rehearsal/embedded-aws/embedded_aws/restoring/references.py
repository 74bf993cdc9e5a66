"""What resources of a snapshot name, and the snapshot does not have itself.

It has only what a deployment may collide with. What a trail or a channel delivers to was there, and
admitted it: it is made so that it does.
"""

import json
from collections.abc import Iterator

from embedded_aws.restoring.world import Place, World

#: Those that deliver to what is named.
SERVICES = ("cloudtrail.amazonaws.com", "config.amazonaws.com", "guardduty.amazonaws.com")


def statement(action: str, *resources: str) -> str:
    """A policy that lets those services do it."""
    allowed = {"Effect": "Allow", "Principal": {"Service": list(SERVICES)}, "Action": action}
    named = {"Resource": list(resources)} if resources else {}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**allowed, **named}]})


def buckets(world: World) -> set[str]:
    """Their names."""
    arns = [one["DestinationArn"] for place in world.places for one in _exports(place)]
    return {
        *_values(world, "trails", "S3BucketName"),
        *_values(world, "deliveryChannels", "s3BucketName"),
        *(arn.rpartition(":")[2].split("/")[0] for arn in arns),
    }


def keys(world: World) -> set[str]:
    """Their ARNs."""
    found = [one.get("KmsKeyArn", "") for place in world.places for one in _exports(place)]
    found += _values(world, "trails", "KmsKeyId")
    found += _values(world, "deliveryChannels", "s3KmsKeyArn")
    return {one for one in found if ":key/" in one}


def topics(world: World) -> set[str]:
    """Their ARNs."""
    found = {
        *_values(world, "trails", "SnsTopicARN"),
        *_values(world, "deliveryChannels", "snsTopicARN"),
    }
    return {one for one in found if one.startswith("arn:")}


def roles(world: World) -> set[str]:
    """Their ARNs."""
    return {
        *_values(world, "trails", "CloudWatchLogsRoleArn"),
        *_values(world, "recorders", "roleARN"),
        *_values(world, "aggregators", "organizationRoleArn"),
    }


def _exports(place: Place) -> list[dict[str, str]]:
    return (place.found.get("detector") or {}).get("exports") or []


def _values(world: World, section: str, name: str) -> Iterator[str]:
    for place in world.places:
        for one in place.all(section):
            if one.get(name):
                yield str(one[name])
