"""Tells which regions AWS has, so that a wrong name is noticed before anything runs."""

from typing import Any

from embedded_aws import control
from embedded_aws.services.identity import regions


def install() -> None:
    @control.route("GET", "/regions")
    def names(params: dict[str, str], body: dict[str, Any]) -> list[str]:
        return list(regions.all_regions())
