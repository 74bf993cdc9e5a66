"""FilterLogEvents finds what metric filters count."""

import time

import pytest
from organizations_under_test import code_of

GROUP = "trail"


@pytest.fixture
def logs(client):
    made = client("logs")
    made.create_log_group(logGroupName=GROUP)
    made.create_log_stream(logGroupName=GROUP, logStreamName="s")
    return made


def log(logs, *messages, at=None):
    moment = at or int(time.time() * 1000)
    events = [{"timestamp": moment, "message": message} for message in messages]
    logs.put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=events)


def found(logs, **more):
    answer = logs.filter_log_events(logGroupName=GROUP, **more)
    return [event["message"] for event in answer["events"]]


def test_a_search_has_the_patterns_of_metric_filters(logs):
    log(logs, '{"a": "x", "b": 1}', '{"a": "y"}', "no JSON")

    assert found(logs, filterPattern='{ $.a = "x" && $.b = 1 }') == ['{"a": "x", "b": 1}']


def test_a_search_without_a_pattern_finds_everything(logs):
    log(logs, '{"a": "x"}', "no JSON")

    assert len(found(logs)) == 2


def test_a_search_finds_events_of_its_time_only(logs):
    now = int(time.time() * 1000)
    log(logs, '{"a": "early"}', at=now - 60_000)
    log(logs, '{"a": "late"}', at=now)

    messages = found(logs, filterPattern='{ $.a = "*" }', startTime=now - 1000, endTime=now)

    assert messages == ['{"a": "late"}']


def test_a_search_by_a_pattern_that_is_none_is_refused(logs):
    log(logs, '{"a": "x"}')

    code = code_of(logs.filter_log_events, logGroupName=GROUP, filterPattern="{ $.a == 1 }")

    assert code == "InvalidParameterException"
