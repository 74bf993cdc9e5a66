"""What follows from lines of a log and from metrics, which moto leaves alone."""

# mypy: disable-error-code="method-assign"

from typing import Any

from embedded_aws.lookup import log_events as received
from embedded_aws.services.logs import (
    alarm_checks,
    alarm_events,
    alarms,
    embedded_metrics,
    filters,
    searching,
    subscriptions,
)


def _mend_logs() -> None:
    from moto.logs.models import LogsBackend
    from moto.logs.responses import LogsResponse

    put_log_events = LogsBackend.put_log_events

    def counted_put_log_events(
        self: LogsBackend,
        log_group_name: str,
        log_stream_name: str,
        log_events: list[dict[str, Any]],
    ) -> Any:
        answer = put_log_events(self, log_group_name, log_stream_name, log_events)
        filters.count(self, log_group_name, log_events)
        embedded_metrics.count(self, log_events)
        received.put(self, log_group_name, log_stream_name, log_events)
        return answer

    LogsBackend.put_log_events = counted_put_log_events
    LogsBackend.put_metric_filter = filters.put_metric_filter
    # moto does not have the action.
    LogsResponse.test_metric_filter = filters.test_metric_filter  # type: ignore[attr-defined]


def _mend_alarms() -> None:
    from moto.cloudwatch.models import CloudWatchBackend
    from moto.cloudwatch.responses import CloudWatchResponse

    put_metric_data = CloudWatchBackend.put_metric_data
    put_metric_alarm = CloudWatchBackend.put_metric_alarm
    set_alarm_state = CloudWatchBackend.set_alarm_state
    describe_alarms = CloudWatchResponse.describe_alarms

    def evaluated_put_metric_data(self: CloudWatchBackend, *values: Any, **named: Any) -> None:
        put_metric_data(self, *values, **named)
        alarms.evaluate(self)

    def evaluated_put_metric_alarm(
        self: CloudWatchBackend, name: str, *values: Any, **named: Any
    ) -> Any:
        before = self.alarms.get(name)
        for kind in ("alarm_actions", "ok_actions", "insufficient_data_actions"):
            alarm_checks.actions(self.region_name, named.get(kind) or [])
        to_alarm = named.get("datapoints_to_alarm")
        alarm_checks.periods(
            int(named.get("period") or 0),
            int(named.get("evaluation_periods") or 0),
            int(to_alarm) if to_alarm else None,
        )
        alarm = put_metric_alarm(self, name, *values, **named)
        alarms.keep_state(alarm, before)
        alarms.evaluate(self)
        return alarm

    def told_set_alarm_state(
        self: CloudWatchBackend, alarm_name: str, *values: Any, **named: Any
    ) -> None:
        known = self.alarms.get(alarm_name)
        before = alarm_events.state_of(known) if known else {}
        set_alarm_state(self, alarm_name, *values, **named)  # refuses one that is not there
        alarms.set_by_hand(self, self.alarms[alarm_name], before)

    def evaluated_describe_alarms(self: CloudWatchResponse) -> Any:
        alarms.evaluate(self.cloudwatch_backend)
        answer = describe_alarms(self)
        # moto looks at the state where nothing else is asked for.
        wanted = self._get_param("StateValue")
        found: Any = answer.result
        if wanted:
            for kind, listed in found.items():
                found[kind] = [one for one in listed if one.state_value == wanted]
        return answer

    CloudWatchBackend.put_metric_data = evaluated_put_metric_data
    CloudWatchBackend.put_metric_alarm = evaluated_put_metric_alarm
    CloudWatchBackend.set_alarm_state = told_set_alarm_state
    CloudWatchResponse.describe_alarms = evaluated_describe_alarms


def install() -> None:
    _mend_logs()
    searching.install()
    subscriptions.install()
    _mend_alarms()
