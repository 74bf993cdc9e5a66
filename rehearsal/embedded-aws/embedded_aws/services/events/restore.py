"""Event buses, and rules on them, that a snapshot knows by their names."""

import json
from typing import Any

from embedded_aws.restoring.parts import by_call

_PATTERN = json.dumps({"source": ["restored"]})


def _put_rule(events: Any, name: str) -> None:
    """``BUS|RULE`` on another bus than the default one."""
    bus, _, rule = name.rpartition("|")
    events.put_rule(Name=rule, EventPattern=_PATTERN, **({"EventBusName": bus} if bus else {}))


NAMED = {
    "AWS::Events::EventBus": by_call(
        "events", lambda events, name: events.create_event_bus(Name=name)
    ),
    "AWS::Events::Rule": by_call("events", _put_rule),
}
