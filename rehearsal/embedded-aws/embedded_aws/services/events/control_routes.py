"""Lets a scenario speak as one of AWS's services."""

from dataclasses import asdict
from typing import Any

from embedded_aws.services.events.emit import envelope, put


def _events(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``POST /events`` {accountId, region, event: {source, detail-type, detail, ...}}

    Keeps what the event says of itself, such as its id and time. The other form is
    {account, region, source, detailType, detail, resources?}. Tells why no bus got
    the event, or which targets of which rules did.
    """
    account_id, region = body.get("accountId") or body["account"], body["region"]
    given = body.get("event") or {
        "source": body["source"],
        "detail-type": body["detailType"],
        "detail": body["detail"],
        "resources": body.get("resources") or [],
    }
    whole = envelope(account_id, region, given["source"], given["detail-type"], given["detail"], [])
    emitted = put(account_id, region, whole | given)
    return {
        "eventId": emitted.event_id,
        "dropped": emitted.dropped,
        "deliveries": [asdict(delivery) for delivery in emitted.deliveries],
    }


def install() -> None:
    from embedded_aws import control

    control.route("POST", "/events")(_events)
