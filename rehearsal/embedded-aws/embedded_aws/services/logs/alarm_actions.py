"""Switches the actions of alarms off and on, which moto lacks.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html
"""

from typing import Any


def _switched(enabled: bool) -> Any:
    def switch(self: Any) -> Any:
        from moto.core.responses import EmptyResult

        names = self._get_param("AlarmNames", [])
        # A name without an alarm is ignored: the API lists no error for it.
        for alarm in (self.cloudwatch_backend.alarms.get(name) for name in names):
            if alarm is not None:
                alarm.actions_enabled = enabled
        return EmptyResult()

    return switch


def install() -> None:
    from moto.cloudwatch.responses import CloudWatchResponse

    responses: Any = CloudWatchResponse
    responses.disable_alarm_actions = _switched(False)
    responses.enable_alarm_actions = _switched(True)
