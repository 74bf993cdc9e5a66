"""Tells which regions AWS has, so that a wrong name is noticed before anything runs."""

from typing import Any

from embedded_aws import control, regions


def install() -> None:
    @control.route("GET", "/regions")
    def names(params: dict[str, str], body: dict[str, Any]) -> list[str]:
        return list(regions.all_regions())

    @control.route("POST", "/regions/enabled")
    def presume(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        """``{regions}``: those that accounts have enabled unless they say otherwise."""
        try:
            regions.presume_enabled(body["regions"])
        except ValueError as cause:
            raise control.ControlError(str(cause)) from cause
        return {"regions": body["regions"]}
