"""Events of AWS's own services, which reach the default bus and no other."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal


@dataclass(frozen=True)
class Delivery:
    """What became of an event at one target of a rule that it matched."""

    rule: str
    target: str
    outcome: Literal["delivered", "dead-lettered", "dropped"]
    #: What the message in the target's dead-letter queue says; None when all went well.
    error: str | None = None


@dataclass(frozen=True)
class Emitted:
    """What became of a service's event."""

    event_id: str | None
    #: Why no rule ever saw it; None when the bus got it.
    dropped: str | None = None
    deliveries: list[Delivery] = field(default_factory=list)


#: Hands an event to every rule of moto's bus: EventBridge's.
Accept = Callable[[Any, dict[str, Any]], list[Delivery]]
#: Whether some trail logs an account in a region: CloudTrail's.
Records = Callable[[str, str], bool]

_accept: Accept | None = None
_records: Records | None = None


def accept_by(accept: Accept) -> None:
    global _accept
    _accept = accept


def recorded_by(records: Records) -> None:
    global _records
    _records = records


def accept(bus: Any, event: dict[str, Any]) -> list[Delivery]:
    """Hands an event to every rule of a bus."""
    assert _accept is not None, "EventBridge is not installed"
    return _accept(bus, event)


def now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def envelope(
    account_id: str,
    region: str,
    source: str,
    detail_type: str,
    detail: Any,
    resources: Sequence[str],
) -> dict[str, Any]:
    """The outer fields that every event has.

    See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
    """
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": detail_type,
        "source": source,
        "account": account_id,
        "time": now(),
        "region": region,
        "resources": list(resources),
        "detail": detail,
    }


def emit(
    account_id: str,
    region: str,
    source: str,
    detail_type: str,
    detail: dict[str, Any],
    resources: Sequence[str] = (),
) -> Emitted:
    """Puts a service's event on the default bus of the account and region."""
    event = envelope(account_id, region, source, detail_type, detail, resources)
    return put(account_id, region, event)


def put(account_id: str, region: str, event: dict[str, Any]) -> Emitted:
    """As :func:`emit`, for an event that is whole already.

    What CloudTrail records reaches a bus only while a trail logs it.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    """
    from moto.events.models import events_backends

    if event["detail-type"].endswith("via CloudTrail"):
        assert _records is not None, "CloudTrail is not installed"
        if not _records(account_id, region):
            return Emitted(None, f"no trail logs {account_id} in {region}")
    bus = events_backends[account_id][region].event_buses["default"]
    return Emitted(event["id"], None, accept(bus, event))
