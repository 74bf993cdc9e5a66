"""What moto's EventBridge accepts and AWS rejects, and delivery in place of moto's."""

# mypy: disable-error-code="method-assign"

import json
from typing import Any

from embedded_aws.authorization import sessions
from embedded_aws.services.events import api, delivery, pattern, target_checks


def install() -> None:
    """Patches moto's EventBridge in place."""
    from moto.events.models import EventPattern, EventsBackend, Rule
    from moto.events.responses import EventsHandler

    put_targets = EventsBackend.put_targets

    def checked_put_targets(
        self: EventsBackend, name: str, event_bus_arn: str | None, targets: list[dict[str, Any]]
    ) -> None:
        target_checks.check_targets(self, name, event_bus_arn, targets)
        put_targets(self, name, event_bus_arn, targets)

    def put_events(self: EventsHandler) -> str:
        session = sessions.assumed(self)
        role_arn = session.role_arn if session else None
        entries = api.put_events(self.events_backend, self._get_param("Entries"), role_arn)
        failed = sum("ErrorCode" in entry for entry in entries)
        return json.dumps({"FailedEntryCount": failed, "Entries": entries})

    def send_to_targets(self: Rule, original_event: Any, transform_input: bool = True) -> None:
        # Only replays of an archive come this way now.
        if delivery.matches(self, original_event):
            for target in self.targets:
                delivery.deliver(self, target, original_event, 0)

    EventsBackend.put_targets = checked_put_targets
    EventsHandler.put_events = put_events
    EventPattern.matches_event = lambda self, event: pattern.matches(self._pattern, event)
    Rule.send_to_targets = send_to_targets
