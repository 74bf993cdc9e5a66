"""Control routes: let auto-enablement happen, and make a finding."""

from typing import Any

from embedded_aws import control
from embedded_aws.services.guardduty import findings
from embedded_aws.services.guardduty.settle import set_pace, settle


def settle_organizations(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """Answers the accounts that joined or were joined, and those left out with the reason."""
    outcomes = settle()
    return {
        "members": [
            {"accountId": o.account_id, "region": o.region} for o in outcomes if not o.reason
        ],
        "unprocessed": [
            {"accountId": o.account_id, "region": o.region, "reason": o.reason}
            for o in outcomes
            if o.reason
        ],
    }


def set_pace_of_auto_enable(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{atOnce}``: whether auto-enablement takes effect with the call that configures it."""
    at_once = body.get("atOnce")
    if not isinstance(at_once, bool):
        raise control.ControlError("atOnce is true or false")
    set_pace(at_once)
    return {"atOnce": at_once}


def make_finding(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{accountId, region, id?, type?, severity?, title?, resource?, service?, archived?}``

    An id that is known already updates its finding.
    """
    details = {key: value for key, value in body.items() if key not in ("accountId", "region")}
    try:
        return findings.put(body["accountId"], body["region"], details)
    except ValueError as cause:
        raise control.ControlError(str(cause)) from cause


ROUTES: tuple[control.Route, ...] = (
    ("POST", "/guardduty/settle", settle_organizations),
    ("POST", "/guardduty/pace", set_pace_of_auto_enable),
    ("POST", "/guardduty/findings", make_finding),
)
