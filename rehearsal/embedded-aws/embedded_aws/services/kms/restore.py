"""The keys that resources of a snapshot name."""

from moto.kms.models import Key, kms_backends

from embedded_aws.restoring import references
from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import Place, World


def restore(world: World) -> None:
    for arn in references.keys(world):
        region, account_id, resource = arn.split(":", 5)[3:]
        number = resource.removeprefix("key/")
        keys = kms_backends[account_id][region].keys
        if number not in keys and world.wants(
            Place(account_id, region, {}), "AWS::KMS::Key", number
        ):
            policy = references.statement("kms:*", "*")
            # moto makes them itself, whatever it declares of its models for CloudFormation.
            key = Key(  # type: ignore[abstract]
                policy, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "", account_id, region
            )
            key.id, key.arn = number, arn
            keys[number] = key


PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
