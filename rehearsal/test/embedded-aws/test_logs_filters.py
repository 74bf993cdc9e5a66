"""Metric filters: what PutMetricFilter refuses, and what log events count."""

import time
from datetime import datetime, timedelta, timezone

import pytest
from organizations_under_test import code_of

GROUP = "trail"


@pytest.fixture
def logs(client):
    made = client("logs")
    made.create_log_group(logGroupName=GROUP)
    made.create_log_stream(logGroupName=GROUP, logStreamName="s")
    return made


def transformation(**changes):
    return {"metricName": "Hits", "metricNamespace": "test", "metricValue": "1", **changes}


def request(pattern='{ $.a = "x" }', **changes):
    return {
        "logGroupName": changes.pop("group", GROUP),
        "filterName": changes.pop("name", "f"),
        "filterPattern": pattern,
        "metricTransformations": [transformation(**changes)],
    }


def log(logs, *messages):
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": message} for message in messages]
    logs.put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=events)


def total(client, statistic="Sum", **more):
    now = datetime.now(timezone.utc)
    found = client("cloudwatch").get_metric_statistics(
        Namespace="test",
        MetricName="Hits",
        StartTime=now - timedelta(minutes=5),
        EndTime=now + timedelta(minutes=5),
        Period=3600,
        Statistics=[statistic],
        **more,
    )
    return sum(point[statistic] for point in found["Datapoints"])


def test_a_pattern_that_is_none_is_refused(logs):
    assert code_of(logs.put_metric_filter, **request("{ $.a == 1 }")) == "InvalidParameterException"


def test_a_filter_needs_its_log_group(logs):
    code = code_of(logs.put_metric_filter, **request(group="other"))

    assert code == "ResourceNotFoundException"


def test_a_default_value_excludes_dimensions(logs):
    changes = {"defaultValue": 0.0, "dimensions": {"A": "$.a"}}

    assert code_of(logs.put_metric_filter, **request(**changes)) == "InvalidParameterException"


def test_a_group_has_at_most_a_hundred_filters(logs):
    for number in range(100):
        logs.put_metric_filter(**request(name=f"f{number}"))

    logs.put_metric_filter(**request(name="f0"))
    assert code_of(logs.put_metric_filter, **request(name="f100")) == "LimitExceededException"


def test_a_filter_of_the_same_name_replaces_it(logs):
    logs.put_metric_filter(**request())

    logs.put_metric_filter(**request('{ $.a = "y" }'))

    [found] = logs.describe_metric_filters(logGroupName=GROUP)["metricFilters"]
    assert found["filterPattern"] == '{ $.a = "y" }'


def test_events_that_match_are_counted(logs, client):
    logs.put_metric_filter(**request())

    log(logs, '{"a": "x"}', '{"a": "y"}', '{"a": "x"}', "plain")

    assert total(client) == 2


def test_a_value_of_the_event_is_put(logs, client):
    logs.put_metric_filter(**request("{ $.size = * }", metricValue="$.size"))

    log(logs, '{"size": 40}', '{"size": "2"}', '{"size": "large"}')

    assert total(client) == 42


def test_the_default_value_is_put_when_nothing_matches(logs, client):
    logs.put_metric_filter(**request(defaultValue=0.0))

    log(logs, '{"a": "y"}')

    assert total(client, "SampleCount") == 1
    assert total(client) == 0


def test_a_dimension_is_taken_from_the_event(logs, client):
    logs.put_metric_filter(**request("{ $.a = * }", dimensions={"A": "$.a"}))

    log(logs, '{"a": "x"}', '{"a": "x"}', '{"a": "y"}')

    assert total(client, Dimensions=[{"Name": "A", "Value": "x"}]) == 2


def test_a_pattern_can_be_tested(logs):
    found = logs.test_metric_filter(
        filterPattern='{ $.a = "x" }', logEventMessages=['{"a": "y"}', '{"a": "x"}']
    )

    assert [match["eventNumber"] for match in found["matches"]] == [2]
