"""Which regions AWS has, so that a wrong name is noticed before anything runs, and accounts use."""

from typing import Any

from embedded_aws import control, regions


def _names(params: dict[str, str], body: dict[str, Any]) -> list[str]:
    return list(regions.all_regions())


def _presume(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{regions}``: those that accounts have enabled unless they say otherwise."""
    try:
        regions.presume_enabled(body["regions"])
    except ValueError as cause:
        raise control.ControlError(str(cause)) from cause
    return {"regions": body["regions"]}


def _set_region(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{region, status}`` with status ENABLED or DISABLED."""
    try:
        regions.set_region_status(params["id"], body["region"], body["status"])
    except ValueError as cause:
        raise control.ControlError(str(cause)) from cause
    return {"region": body["region"], "status": body["status"]}


ROUTES: tuple[control.Route, ...] = (
    ("GET", "/regions", _names),
    ("POST", "/regions/enabled", _presume),
    ("POST", "/accounts/{id}/regions", _set_region),
)
