"""What PutRule and archives reject, and TestEventPattern, which moto lacks."""

# mypy: disable-error-code="method-assign"

import json
from typing import Any

from embedded_aws.services.events import pattern, pattern_checks, schedules

#: As recorded; API_TestEventPattern names "resources", too, without which AWS answers all the same.
#: LocalStack: tests/aws/services/events/test_events_patterns.py
_REQUIRED = ("id", "account", "source", "time", "region", "detail-type")


def check_pattern(text: str | None) -> None:
    """:raises InvalidEventPatternException: as AWS does; an empty text is not a pattern."""
    from moto.events.exceptions import InvalidEventPatternException

    if not text:
        return
    try:
        pattern_checks.check(text)
    except pattern_checks.PatternError as error:
        raise InvalidEventPatternException(reason=str(error)) from error


def check_schedule(expression: str | None) -> None:
    """:raises ValidationException: as AWS does."""
    from moto.events.exceptions import ValidationException

    if expression and not schedules.accepted(expression):
        raise ValidationException("Parameter ScheduleExpression is not valid.")


def test_event_pattern(text: str, event: str) -> bool:
    """Whether the pattern matches the event.

    :raises InvalidEventPatternException, ValidationException: as AWS does
    """
    from moto.events.exceptions import ValidationException

    try:
        found = json.loads(event)
    except ValueError:
        found = None
    if not isinstance(found, dict) or any(name not in found for name in _REQUIRED):
        raise ValidationException("Parameter Event is not valid.")
    check_pattern(text)
    return pattern.matches(json.loads(text), found)


def install() -> None:
    from moto.events.models import Archive, EventsBackend, Rule
    from moto.events.responses import EventsHandler

    put_rule = EventsBackend.put_rule
    create_archive, update_archive = EventsBackend.create_archive, EventsBackend.update_archive

    def checked_put_rule(self: EventsBackend, name: str, **settings: Any) -> Rule:
        check_pattern(settings.get("event_pattern"))
        if _bus_takes_schedules(settings):
            check_schedule(settings.get("scheduled_expression"))
        return put_rule(self, name, **settings)

    def checked_create_archive(
        self: EventsBackend,
        name: str,
        source_arn: str,
        description: str,
        event_pattern: str,
        retention: str,
    ) -> Archive:
        check_pattern(event_pattern)
        return create_archive(self, name, source_arn, description, event_pattern, retention)

    def checked_update_archive(
        self: EventsBackend, name: str, description: str, event_pattern: str, retention: str
    ) -> dict[str, Any]:
        check_pattern(event_pattern)
        return update_archive(self, name, description, event_pattern, retention)

    def answer(self: EventsHandler) -> str:
        matched = test_event_pattern(self._get_param("EventPattern"), self._get_param("Event"))
        return json.dumps({"Result": matched})

    # moto names all but the first argument.
    EventsBackend.put_rule = checked_put_rule  # type: ignore[assignment]
    EventsBackend.create_archive = checked_create_archive
    EventsBackend.update_archive = checked_update_archive
    # moto's answers nothing.
    EventsHandler.test_event_pattern = answer  # type: ignore[assignment]


def _bus_takes_schedules(settings: dict[str, Any]) -> bool:
    """Other buses than the default one reject every schedule, which moto does in AWS's words."""
    return str(settings.get("event_bus_arn") or "default").rpartition("/")[2] == "default"
