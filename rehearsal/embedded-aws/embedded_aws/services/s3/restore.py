"""The buckets of a snapshot, without what is in them."""

from moto.s3.models import FakeBucket, s3_backends

from embedded_aws.lookup.buckets import bucket
from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import World

_BUCKET = "AWS::S3::Bucket"
#: An account outside the organization, which has a bucket of a wanted name.
_STRANGER = "999999999999"


def restore(world: World) -> None:
    home = str(world.snapshot["homeRegion"])
    own = [(one["Id"], found) for one in world.accounts for found in one["buckets"]]
    # Those that accounts of the organization have come first: to the others they are taken.
    for account_id, found in sorted(own, key=lambda pair: pair[1]["owner"] != "own"):
        name, region = found["Name"], found.get("region") or home
        owner = account_id if found["owner"] == "own" else _STRANGER
        if bucket(name) is None and world.wants_anywhere(_BUCKET, name):
            # moto makes them itself, whatever it declares of its models for CloudFormation.
            made = FakeBucket(  # type: ignore[abstract]
                name=name, account_id=owner, region_name=region
            )
            made.policy = found["policy"].encode() if found.get("policy") else None
            s3_backends[owner]["aws"].buckets[name] = made


PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
