"""Lines of a log that carry metrics."""

import json
import time

import pytest


@pytest.fixture
def put(client):
    logs = client("logs")
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")

    def write(*messages):
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": message} for message in messages]
        logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=events)

    return write


def line(dimensions=((),), **values):
    directive = {
        "Namespace": "audits",
        "Dimensions": [list(names) for names in dimensions],
        "Metrics": [{"Name": "NotScanned", "Unit": "Count"}],
    }
    moment = int(time.time() * 1000)
    return json.dumps({**values, "_aws": {"Timestamp": moment, "CloudWatchMetrics": [directive]}})


def alarm(client):
    client("cloudwatch").put_metric_alarm(
        AlarmName="not-scanned",
        Namespace="audits",
        MetricName="NotScanned",
        Statistic="Maximum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
    )


def state(client):
    [found] = client("cloudwatch").describe_alarms(AlarmNames=["not-scanned"])["MetricAlarms"]
    return found["StateValue"]


def test_an_alarm_follows_a_metric_in_a_line(client, put):
    alarm(client)

    put(line(NotScanned=0))
    before = state(client)
    put(line(NotScanned=2))

    assert (before, state(client)) == ("OK", "ALARM")


def test_a_metric_has_each_set_of_dimensions_that_the_line_has(client, put):
    put(line((("Tool",), ("Tool", "Missing")), NotScanned=[1, 2], Tool="prowler"))

    metrics = client("cloudwatch").list_metrics(Namespace="audits")["Metrics"]

    assert {tuple((d["Name"], d["Value"]) for d in one["Dimensions"]) for one in metrics} == {
        (("Tool", "prowler"),)
    }


def test_a_line_that_is_malformed_counts_nothing(client, put):
    put("{", '"CloudWatchMetrics"', '["CloudWatchMetrics"]', line(), "text")

    assert client("cloudwatch").list_metrics(Namespace="audits")["Metrics"] == []
