"""How an alarm words why it changed; every sentence stood in a message of AWS's.

2018: https://github.com/aws/aws-sdk-java/issues/1723; the dates are those of messages that others
published.
"""

from datetime import datetime, timedelta

import pytest
from embedded_aws.services.logs.alarm_reasons import Datapoint, Rule, reason, reason_data

START = datetime(2026, 11, 30, 4, 56)


def points(*values):
    """One a minute, the newest first."""
    return [Datapoint(START - timedelta(minutes=n), value) for n, value in enumerate(values)]


def rule(operator="GreaterThanThreshold", threshold=1.0, periods=1, **more):
    return Rule(operator, threshold, periods, **more)


@pytest.mark.parametrize(
    ("of", "state", "values", "expected"),
    [
        # localstack's snapshot of 2026-02-26; an e-mail of 2026-01-26 says the same from OK.
        (
            rule(threshold=21),
            "ALARM",
            [21.5],
            "Threshold Crossed: 1 datapoint [21.5 (30/11/26 04:56:00)] was greater than the"
            " threshold (21.0).",
        ),
        # An alarm with DatapointsToAlarm, 2023-10-10, which came from INSUFFICIENT_DATA.
        (
            rule("GreaterThanOrEqualToThreshold", 0, to_alarm=1),
            "ALARM",
            [0],
            "Threshold Crossed: 1 out of the last 1 datapoints [0.0 (30/11/26 04:56:00)] was"
            " greater than or equal to the threshold (0.0) (minimum 1 datapoint for OK -> ALARM"
            " transition).",
        ),
        (
            rule(threshold=0.005, periods=3, to_alarm=3),
            "OK",
            [0.002, 0.002, 7],
            "Threshold Crossed: 2 out of the last 3 datapoints [0.002 (30/11/26 04:56:00), 0.002"
            " (30/11/26 04:55:00)] were not greater than the threshold (0.005) (minimum 1 datapoint"
            " for ALARM -> OK transition).",
        ),
        # 2023-01-09.
        (
            rule(threshold=42, periods=2),
            "OK",
            [0, 1],
            "Threshold Crossed: 2 datapoints [0.0 (30/11/26 04:56:00), 1.0 (30/11/26 04:55:00)]"
            " were not greater than the threshold (42.0).",
        ),
        # 2020-01-22.
        (
            rule(missing="notBreaching"),
            "OK",
            [None],
            "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint"
            " was treated as [NonBreaching].",
        ),
        # localstack's snapshot of 2025-09-19.
        (
            rule(periods=2, missing="breaching"),
            "ALARM",
            [None, None],
            "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints"
            " were treated as [Breaching].",
        ),
        # 2024-03-16.
        (
            rule("GreaterThanOrEqualToThreshold", 1, 3, to_alarm=1, missing="notBreaching"),
            "ALARM",
            [613, None, None],
            "Threshold Crossed: 1 out of the last 3 datapoints [613.0 (30/11/26 04:56:00)] was"
            " greater than or equal to the threshold (1.0) and 2 missing datapoints were treated as"
            " [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).",
        ),
        # 2026-08-26.
        (
            rule("LessThanThreshold", 1, 3, missing="breaching"),
            "OK",
            [1, None, None],
            "Threshold Crossed: 1 datapoint [1.0 (30/11/26 04:56:00)] was not less than the"
            " threshold (1.0) and 2 missing datapoints were treated as [Breaching].",
        ),
        # 2025-09-03.
        (
            rule("GreaterThanOrEqualToThreshold", 80, 6),
            "ALARM",
            [81, 82, 83, 84, 85, 86],
            "Threshold Crossed: 6 datapoints were greater than or equal to the threshold (80.0)."
            " The most recent datapoints which crossed the threshold: [81.0 (30/11/26 04:56:00),"
            " 82.0 (30/11/26 04:55:00), 83.0 (30/11/26 04:54:00), 84.0 (30/11/26 04:53:00), 85.0"
            " (30/11/26 04:52:00)].",
        ),
        # 2020-04-29.
        (
            rule("LessThanThreshold", 65, 5, to_alarm=5),
            "ALARM",
            [0, 0, 0, 0, 0],
            "Threshold Crossed: 5 out of the last 5 datapoints were less than the threshold (65.0)."
            " The most recent datapoints which crossed the threshold: [0.0 (30/11/26 04:56:00), 0.0"
            " (30/11/26 04:55:00), 0.0 (30/11/26 04:54:00), 0.0 (30/11/26 04:53:00), 0.0 (30/11/26"
            " 04:52:00)] (minimum 5 datapoints for OK -> ALARM transition).",
        ),
        # 2021-10-21, and 2024-10-26.
        (rule(), "INSUFFICIENT_DATA", [None], "Insufficient Data: 1 datapoint was unknown."),
        (
            rule(periods=3),
            "INSUFFICIENT_DATA",
            [None, None, None],
            "Insufficient Data: 3 datapoints were unknown.",
        ),
    ],
)
def test_the_reason_is_worded_as_on_aws(of, state, values, expected):
    assert reason(of, state, points(*values)) == expected


def test_without_data_the_reason_data_have_no_start():
    """localstack's snapshot test_breaching_alarm_actions; the order is that of 2018-09-16."""
    found = reason_data(rule(periods=2), points(None, None), START, "Average", 10, "Seconds")

    assert found == (
        '{"version":"1.0","queryDate":"2026-11-30T04:56:00.000+0000","unit":"Seconds",'
        '"statistic":"Average","period":10,"recentDatapoints":[],"threshold":1.0,'
        '"evaluatedDatapoints":[{"timestamp":"2026-11-30T04:56:00.000+0000"},'
        '{"timestamp":"2026-11-30T04:55:00.000+0000"}]}'
    )
