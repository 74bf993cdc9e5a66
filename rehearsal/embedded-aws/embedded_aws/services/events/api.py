"""PutEvents, refusing what AWS refuses."""

import json
from datetime import datetime, timezone
from typing import Any

from embedded_aws.services.events import delivery, forwarding
from embedded_aws.services.events.emit import envelope

ENTRIES_PER_CALL = 10


def _time(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, (int, float)):
        moment = datetime.fromtimestamp(value, timezone.utc)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


def _fault(entry: dict[str, Any]) -> tuple[str, str] | None:
    """Why an entry is refused by itself, whatever the bus."""
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            reason = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            return "InvalidArgument", reason
    try:
        detail = json.loads(entry["Detail"])
    except ValueError:
        return "MalformedDetail", "Detail is malformed."
    if not isinstance(detail, dict):
        return "MalformedDetail", "Detail is malformed."
    # Only AWS speaks as AWS.
    # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
    if entry["Source"].startswith("aws."):
        return "NotAuthorizedForSourceException", "Not authorized for the source."
    return None


def _bus(backend: Any, name: str | None) -> Any | None:
    """The bus by name or ARN; None when it belongs to an account that keeps us out."""
    from moto.events.models import events_backends

    if not name or not name.startswith("arn:"):
        return backend.describe_event_bus(name or "default")
    _, _, _, region, account_id, resource = name.split(":", 5)
    bus = events_backends[account_id][region].describe_event_bus(resource.partition("/")[2])
    own = account_id == backend.account_id
    return bus if own or forwarding.bus_admits(bus, backend.account_id) else None


def put_events(backend: Any, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every entry stands for itself: one that is refused does not stop the rest."""
    from moto.events.exceptions import ValidationException

    if len(events) > ENTRIES_PER_CALL:
        raise ValidationException(
            "1 validation error detected: Value at 'entries' failed to satisfy constraint: "
            f"Member must have length less than or equal to {ENTRIES_PER_CALL}"
        )
    return [_put_event(backend, entry) for entry in events]


def _put_event(backend: Any, entry: dict[str, Any]) -> dict[str, Any]:
    fault = _fault(entry)
    bus = None if fault else _bus(backend, entry.get("EventBusName"))
    if fault is None and bus is None:
        fault = "AccessDeniedException", "Not authorized to put events on this event bus."
    if fault:
        return {"ErrorCode": fault[0], "ErrorMessage": fault[1]}
    event = envelope(
        backend.account_id,
        bus.region,
        entry["Source"],
        entry["DetailType"],
        json.loads(entry["Detail"]),
        entry.get("Resources") or [],
    )
    event["time"] = _time(entry.get("Time")) or event["time"]
    delivery.accept(bus, event)
    return {"EventId": event["id"]}
