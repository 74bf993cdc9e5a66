"""Lets a scenario speak as one of AWS's services."""

from dataclasses import asdict
from typing import Any

from embedded_aws.services.events.emit import emit


def _events(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``POST /events`` {account, region, source, detailType, detail, resources?}

    Tells why no bus got the event, or which targets of which rules did.
    """
    emitted = emit(
        body["account"],
        body["region"],
        body["source"],
        body["detailType"],
        body["detail"],
        body.get("resources") or [],
    )
    return {
        "eventId": emitted.event_id,
        "dropped": emitted.dropped,
        "deliveries": [asdict(delivery) for delivery in emitted.deliveries],
    }


def install() -> None:
    from embedded_aws import control

    control.route("POST", "/events")(_events)
