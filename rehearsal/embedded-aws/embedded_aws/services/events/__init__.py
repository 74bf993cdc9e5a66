"""EventBridge: delivery to functions and topics, policies, and AWS's own events."""

from typing import Any

from embedded_aws.services.events.emit import Emitted, emit

__all__ = ["Emitted", "emit", "install"]


def install() -> None:
    """Mends moto's EventBridge in place."""
    from moto.events.exceptions import InvalidEventPatternException
    from moto.events.models import EventPattern, EventsBackend, Rule

    from embedded_aws.services.events import (
        api,
        control_routes,
        delivery,
        pattern,
        pattern_checks,
        providers,
        target_checks,
    )

    put_rule = EventsBackend.put_rule
    put_targets = EventsBackend.put_targets

    def checked_put_rule(self: Any, name: str, **settings: Any) -> Any:
        if settings.get("event_pattern"):
            try:
                pattern_checks.check(settings["event_pattern"])
            except pattern_checks.PatternError as error:
                raise InvalidEventPatternException(reason=str(error)) from error
        return put_rule(self, name, **settings)

    def checked_put_targets(
        self: Any, name: str, event_bus_arn: str | None, targets: list[dict[str, Any]]
    ) -> None:
        target_checks.check_targets(self, name, event_bus_arn, targets)
        put_targets(self, name, event_bus_arn, targets)

    def send_to_targets(self: Any, original_event: Any, transform_input: bool = True) -> None:
        # Only replays of an archive come this way now.
        if delivery.matches(self, original_event):
            for target in self.targets:
                delivery.deliver(self, target, original_event, 0)

    EventsBackend.put_rule = checked_put_rule
    EventsBackend.put_targets = checked_put_targets
    EventsBackend.put_events = api.put_events
    EventPattern.matches_event = lambda self, event: pattern.matches(self._pattern, event)
    Rule.send_to_targets = send_to_targets
    control_routes.install()
    providers.install()
