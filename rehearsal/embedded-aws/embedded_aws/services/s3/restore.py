"""The buckets of a snapshot, without what is in them."""

from moto.s3.models import FakeBucket, s3_backends

from embedded_aws.lookup.buckets import bucket
from embedded_aws.restoring import references
from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import World

_BUCKET = "AWS::S3::Bucket"
#: An account outside the organization, which has what none of its accounts has.
_STRANGER = "999999999999"


def restore(world: World) -> None:
    home = str(world.snapshot["homeRegion"])
    own = [(one["Id"], found) for one in world.accounts for found in one["buckets"]]
    # Those that accounts of the organization have come first: to the others they are taken.
    for account_id, found in sorted(own, key=lambda pair: pair[1]["owner"] != "own"):
        owner = account_id if found["owner"] == "own" else _STRANGER
        _put(world, found["Name"], owner, found.get("region") or home, found.get("policy"))
    for name in sorted(references.buckets(world)):
        owners = [one["Id"] for one in world.accounts if one["Id"] in name]
        arn = f"arn:aws:s3:::{name}"
        policy = references.statement("s3:*", arn, f"{arn}/*")
        _put(world, name, owners[0] if owners else _STRANGER, home, policy)


def _put(world: World, name: str, owner: str, region: str, policy: str | None) -> None:
    if bucket(name) is not None or not world.wants_anywhere(_BUCKET, name):
        return
    # moto makes them itself, whatever it declares of its models for CloudFormation.
    made = FakeBucket(name=name, account_id=owner, region_name=region)  # type: ignore[abstract]
    made.policy = policy.encode() if policy else None
    s3_backends[owner]["aws"].buckets[name] = made


PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
