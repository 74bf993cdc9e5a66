"""Instances, which moto has in every region of every account; on AWS an administrator enables one.

https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListInstances.html
"""

# mypy: disable-error-code="method-assign"

import json
from typing import TYPE_CHECKING, Any

from embedded_aws import control
from embedded_aws.kept import kept
from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import World

if TYPE_CHECKING:
    from moto.ssoadmin.responses import SSOAdminResponse

_KEPT = "instance_regions"


def _regions(account_id: str, region: str) -> list[str]:
    """Where the instance is that this region has, the primary one first; empty without one."""
    from moto.ssoadmin.models import ssoadmin_backends

    return kept(ssoadmin_backends[account_id][region], _KEPT, list[str])


def enable(account_id: str, regions: list[str]) -> None:
    """An instance in the first region, which is replicated to the others."""
    for region in regions:
        _regions(account_id, region)[:] = regions


def _list_instances(self: "SSOAdminResponse") -> str:
    regions = _regions(self.current_account, self.region)
    if not regions:
        return json.dumps({"Instances": []})
    instance = self.ssoadmin_backend.list_instances()[0].to_json()
    enabled = [
        {"RegionName": region, "Status": "ACTIVE", "IsPrimaryRegion": region == regions[0]}
        for region in regions
    ]
    found = {**instance, "PrimaryRegion": regions[0], "Regions": enabled}
    return json.dumps({"Instances": [found]})


def _enable(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``POST /identity-center`` {accountId, regions}, the primary region first."""
    enable(body["accountId"], body["regions"])
    return {}


def restore(world: World) -> None:
    """The instance of a snapshot's organization, where it was read."""
    regions = world.organization.get("identityCenterRegions")
    if regions:
        enable(world.management_account_id, regions)


def install() -> None:
    from moto.ssoadmin.responses import SSOAdminResponse

    SSOAdminResponse.list_instances = _list_instances


PARTS: tuple[Part, ...] = ((Phase.ORGANIZATION, restore),)
ROUTES: tuple[control.Route, ...] = (("POST", "/identity-center", _enable),)
