"""Actions of alarms are switched off and on without the alarm."""

from alarms_under_test import put_alarm


def enabled(cloudwatch):
    found = cloudwatch.describe_alarms(AlarmNames=["a"])["MetricAlarms"]
    return [one["ActionsEnabled"] for one in found]


def test_actions_are_disabled_and_enabled_again(client):
    cloudwatch = client("cloudwatch")
    put_alarm(cloudwatch, "arn:aws:sns:us-east-1:111111111111:alarms", AlarmActions=[])

    cloudwatch.disable_alarm_actions(AlarmNames=["a", "unknown"])
    disabled = enabled(cloudwatch)
    cloudwatch.enable_alarm_actions(AlarmNames=["a"])

    assert (disabled, enabled(cloudwatch)) == ([False], [True])
