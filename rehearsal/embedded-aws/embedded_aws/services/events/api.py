"""PutEvents, refusing what AWS refuses."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from embedded_aws import events_log
from embedded_aws.delivery.events import envelope
from embedded_aws.evidence import evidence
from embedded_aws.services.events import delivery, forwarding

if TYPE_CHECKING:
    from moto.events.models import EventBus, EventsBackend

ENTRIES_PER_CALL = 10
#: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
BYTES_PER_CALL = 256 * 1024
_BYTES_OF_TIME = 14


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


@dataclass(frozen=True)
class _Place:
    """Where an entry is put: a bus, or its name where there is none."""

    name: str
    bus: "EventBus | None"
    admits: bool = True


def _place(backend: "EventsBackend", given: str | None, role_arn: str | None) -> _Place:
    """The bus by name or ARN; its policy decides which roles of other accounts it admits."""
    from moto.events.models import events_backends

    name, account_id, region = given or "default", backend.account_id, backend.region_name
    if name.startswith("arn:"):
        _, _, _, region, account_id, resource = name.split(":", 5)
        name = resource.partition("/")[2]
    bus = events_backends[account_id][region].event_buses.get(name)
    admits = (
        bus is None
        or account_id == backend.account_id
        or forwarding.bus_admits(bus, backend.account_id, role_arn)
    )
    return _Place(name, bus, admits)


def _refused(code: str, message: str) -> dict[str, Any]:
    return {"ErrorCode": code, "ErrorMessage": message}


def put_events(
    backend: "EventsBackend", events: list[dict[str, Any]], role_arn: str | None
) -> list[dict[str, Any]]:
    """Every entry stands for itself: one that is refused does not stop the rest.

    ``role_arn`` is the role of the session that calls; None for a user.
    """
    from moto.events.exceptions import ValidationException

    if len(events) > ENTRIES_PER_CALL:
        raise ValidationException(
            "1 validation error detected: Value at 'entries' failed to satisfy constraint: "
            f"Member must have length less than or equal to {ENTRIES_PER_CALL}"
        )
    if sum(_size(entry) for entry in events) > BYTES_PER_CALL:
        raise ValidationException("Total size of the entries in the request is over the limit.")
    return [_put_event(backend, entry, role_arn) for entry in events]


@evidence("events-size-of-put-events")
def _size(entry: dict[str, Any]) -> int:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html"""
    texts = [entry.get(name) or "" for name in ("Source", "DetailType", "Detail")]
    counted = sum(len(str(text).encode()) for text in [*texts, *(entry.get("Resources") or [])])
    return counted + (_BYTES_OF_TIME if entry.get("Time") else 0)


def _put_event(
    backend: "EventsBackend", entry: dict[str, Any], role_arn: str | None
) -> dict[str, Any]:
    fault = _fault(entry)
    if fault:
        return _refused(*fault)
    place = _place(backend, entry.get("EventBusName"), role_arn)
    if not place.admits:
        return _refused("AccessDeniedException", "Not authorized to put events on this event bus.")
    if place.bus is None:
        return {"EventId": _lose(backend, place.name, entry)}
    event = envelope(
        backend.account_id,
        place.bus.region,
        entry["Source"],
        entry["DetailType"],
        json.loads(entry["Detail"]),
        entry.get("Resources") or [],
    )
    event["time"] = _time(entry.get("Time")) or event["time"]
    delivery.accept(place.bus, event)
    return {"EventId": event["id"]}


@evidence("events-missing-bus-loses-events")
def _lose(backend: "EventsBackend", bus: str, entry: dict[str, Any]) -> str:
    """AWS answers success for a bus that is not there, and the event is gone.

    Recorded on AWS: LocalStack, test_events.py, ``test_put_events_nonexistent_event_bus``.
    """
    event_id = str(uuid.uuid4())
    events_log.record(
        "event",
        backend.account_id,
        backend.region_name,
        bus=bus,
        eventId=event_id,
        source=entry["Source"],
        detailType=entry["DetailType"],
        outcome="lost",
    )
    return event_id
