"""``POST /restore`` and ``GET /restore``."""

from typing import Any

from embedded_aws import control
from embedded_aws.extension import Extension
from embedded_aws.lookup import organizations
from embedded_aws.restoring.conductor import Restoration

_FORMAT = 1
_last: list[Restoration] = []


def _begin(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """Restores the snapshot in the background; there is no organization yet."""
    if body.get("format") != _FORMAT:
        raise control.ControlError(f"the format is {body.get('format')!r}, and not {_FORMAT}")
    management = str(body["organization"]["MasterAccountId"])
    if organizations.organization_of(management) is not None:
        raise control.ControlError(f"account {management} has an organization already")
    restoration = Restoration(body)
    _last[:] = [restoration]
    restoration.begin()
    return restoration.describe()


def _look(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """How far it is: ``{done, error, stacks: {made, of}, last, warnings}``."""
    if not _last:
        raise control.ControlError("nothing is being restored", 404)
    return _last[0].describe()


RESTORING = Extension(
    "restoring",
    routes=(("POST", "/restore", _begin), ("GET", "/restore", _look)),
)
