"""What moto's EventBridge accepts and AWS rejects, and delivery in place of moto's."""

# mypy: disable-error-code="method-assign"

from typing import Any

from embedded_aws.services.events import api, delivery, pattern, target_checks


def install() -> None:
    """Patches moto's EventBridge in place."""
    from moto.events.models import EventPattern, EventsBackend, Rule

    put_targets = EventsBackend.put_targets

    def checked_put_targets(
        self: EventsBackend, name: str, event_bus_arn: str | None, targets: list[dict[str, Any]]
    ) -> None:
        target_checks.check_targets(self, name, event_bus_arn, targets)
        put_targets(self, name, event_bus_arn, targets)

    def send_to_targets(self: Rule, original_event: Any, transform_input: bool = True) -> None:
        # Only replays of an archive come this way now.
        if delivery.matches(self, original_event):
            for target in self.targets:
                delivery.deliver(self, target, original_event, 0)

    EventsBackend.put_targets = checked_put_targets
    EventsBackend.put_events = lambda self, events: api.put_events(self, events)
    EventPattern.matches_event = lambda self, event: pattern.matches(self._pattern, event)
    Rule.send_to_targets = send_to_targets
