"""Lets a scenario speak as one of AWS's services."""

from dataclasses import asdict
from typing import Any

from embedded_aws import control
from embedded_aws.control import ControlError
from embedded_aws.delivery.events import envelope, put
from embedded_aws.services.events import delivery


def _events(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``POST /events`` {accountId, region, event: {source, detail-type, detail, ...}}

    Keeps what the event says of itself, such as its id and time. The other form is
    {account, region, source, detailType, detail, resources?}. Returns why no bus got
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


def _schedule(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``POST /events/schedule`` {accountId, region, rule, time?}

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
    """
    from moto.events.models import events_backends

    account_id, region, name = body["accountId"], body["region"], body["rule"]
    rules = events_backends[account_id][region].event_buses["default"].rules
    rule = rules.get(name)
    if rule is None or not rule.scheduled_expression or rule.state == "DISABLED":
        raise ControlError(f"{account_id} has no schedule {name} in {region} that is on", 404)
    event = envelope(account_id, region, "aws.events", "Scheduled Event", {}, [rule.arn])
    event["time"] = body.get("time") or event["time"]
    deliveries = [delivery.deliver(rule, target, event, 0) for target in list(rule.targets)]
    return {"eventId": event["id"], "deliveries": [asdict(one) for one in deliveries]}


ROUTES: tuple[control.Route, ...] = (
    ("POST", "/events", _events),
    ("POST", "/events/schedule", _schedule),
)
