"""The resources and condition keys of calls to EventBridge.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
"""

from typing import Any

from embedded_aws.authorization import reference, registry
from embedded_aws.authorization.call import Call
from embedded_aws.evidence import evidence


def _bus(call: Call, name: Any) -> str:
    """A bus by name or ARN; without either, the default one."""
    if str(name or "").startswith("arn:"):
        return str(name)
    own = f"{call.region}:{call.account_id}"
    return f"arn:{call.partition}:events:{own}:event-bus/{name or 'default'}"


def _resources(call: Call) -> list[str] | None:
    """The rule on its bus; else the bus of each entry, or the one that is named."""
    action = reference.action(call.action)
    types = {one.name for one in action.types} if action else set()
    if "rule-on-default-event-bus" in types:
        name = call.param("Rule", "Name")
        bus = _bus(call, call.param("EventBusName"))
        within = bus.split("event-bus/", 1)[1]
        path = name if within == "default" else f"{within}/{name}"
        return [bus.replace(f":event-bus/{within}", f":rule/{path}")] if name else None
    if call.action == "events:PutEvents":
        entries = call.param("Entries") or []
        return list(dict.fromkeys(_bus(call, entry.get("EventBusName")) for entry in entries))
    if types == {"event-bus"}:
        return [_bus(call, call.param("EventBusName", "Name"))]
    return None


@evidence("events-keys-of-put-events")
def _context(call: Call, resource: str) -> dict[str, Any]:
    """What PutEvents says of its entries; several entries have several values."""
    entries = call.param("Entries") or []
    return {
        "events:detail-type": sorted({str(e["DetailType"]) for e in entries if "DetailType" in e}),
        "events:source": sorted({str(entry["Source"]) for entry in entries if "Source" in entry}),
    }


def _policy(arn: str) -> Any:
    """Of the bus, or of the bus of a rule."""
    from moto.events.models import events_backends

    _, _, _, region, account_id, resource = arn.split(":", 5)
    kind, *path = resource.split("/")
    name = "default" if kind == "rule" and len(path) == 1 else path[0]
    bus = events_backends[account_id][region].event_buses.get(name)
    return bus.policy if bus is not None else None


def install() -> None:
    registry.resource_policies_of("events", _policy)
    registry.resources_of("events")(_resources)
    registry.context_of("events:PutEvents")(_context)
