"""Keeps what EC2 sells out of memory until it is asked for.

moto reads which instance types each region and zone offers when it is imported,
some 40 MiB that an organization's security set-up never asks for, and gives every
account and region its own copy of the images of Amazon.
"""

import importlib
import os
from typing import Any

_OFFERINGS = "/instance_type_offerings/"


class _OnDemand(dict[str, Any]):
    """Offerings by region, read when a region's are asked for."""

    def __init__(self, load: Any, location_type: str, regions: Any) -> None:
        super().__init__(dict.fromkeys(regions))
        self._load = load
        self._location_type = location_type

    def __getitem__(self, region: str) -> Any:
        found = super().__getitem__(region)
        if found is None:
            found = self._load(
                "moto.ec2.models.instance_types",
                f"../resources{_OFFERINGS}{self._location_type}/{region}.json",
            )
            for offering in found:
                offering["LocationType"] = self._location_type
            self[region] = found
        return found

    def get(self, region: str, default: Any = None) -> Any:
        if region not in self:
            return default
        return self[region]


def install() -> None:
    """Must run before anything imports ``moto.ec2``."""
    from moto.utilities import utils

    os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    load = utils.load_resource

    def without_offerings(package: str, resource: str) -> Any:
        return [] if _OFFERINGS in resource else load(package, resource)

    utils.load_resource = without_offerings
    try:
        types = importlib.import_module("moto.ec2.models.instance_types")
    finally:
        utils.load_resource = load
    vars(types)["load_resource"] = load
    offered: dict[str, Any] = types.INSTANCE_TYPE_OFFERINGS
    for location_type, regions in offered.items():
        offered[location_type] = _OnDemand(load, location_type, regions)
