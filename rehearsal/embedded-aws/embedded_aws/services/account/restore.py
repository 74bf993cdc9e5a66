"""The opt-in regions of a snapshot's accounts."""

from embedded_aws import regions
from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import World


def restore(world: World) -> None:
    """Where they could not be read, an account has those in which something was read of it."""
    for account in world.accounts:
        found = account["regionOptStatus"] or {
            place["region"]: "ENABLED" for place in account["places"]
        }
        for region, status in found.items():
            if region not in regions.ENABLED_BY_DEFAULT and region in regions.all_regions():
                # One that is being enabled, or disabled, can't be used.
                usable: regions.Status = "ENABLED" if status == "ENABLED" else "DISABLED"
                regions.set_region_status(account["Id"], region, usable)


PARTS: tuple[Part, ...] = ((Phase.ORGANIZATION, restore),)
