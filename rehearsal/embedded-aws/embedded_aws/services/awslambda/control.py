"""What Lambda does on its own, when it pleases, for scenarios that wait for it."""

from typing import Any

from embedded_aws import control
from embedded_aws.lambda_runtime import sandboxes


def _renew(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``DELETE /functions/sandboxes``: functions begin anew, and remember nothing."""
    sandboxes.renew()
    return {}


ROUTES: tuple[control.Route, ...] = (("DELETE", "/functions/sandboxes", _renew),)
