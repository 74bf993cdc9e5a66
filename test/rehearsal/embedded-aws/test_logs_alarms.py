"""Alarms follow their metric at once, and do what their new state asks for."""

import json

import pytest
from organizations_under_test import REGION, control


@pytest.fixture
def topic(client, account_id):
    sns = client("sns")
    arn = sns.create_topic(Name="alarms")["TopicArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": arn,
        "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=policy)
    return arn


@pytest.fixture
def cloudwatch(client):
    return client("cloudwatch")


def put_alarm(cloudwatch, topic, **changes):
    given = {
        "AlarmName": "a",
        "Namespace": "test",
        "MetricName": "Hits",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 2,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "notBreaching",
        "AlarmActions": [topic],
    }
    cloudwatch.put_metric_alarm(**{**given, **changes})


def hit(cloudwatch, value=1, **more):
    cloudwatch.put_metric_data(
        Namespace="test", MetricData=[{"MetricName": "Hits", "Value": value, **more}]
    )


def state(cloudwatch):
    return cloudwatch.describe_alarms(AlarmNames=["a"])["MetricAlarms"][0]["StateValue"]


def messages(aws, topic):
    found = control(aws.endpoint, "GET", f"/sns/messages?topicArn={topic}")["messages"]
    return [json.loads(one["message"]) for one in found]


def test_missing_data_that_do_not_breach_are_ok(cloudwatch, topic):
    put_alarm(cloudwatch, topic)

    assert state(cloudwatch) == "OK"


def test_without_data_nothing_is_known(cloudwatch, topic):
    put_alarm(cloudwatch, topic, TreatMissingData="missing")

    assert state(cloudwatch) == "INSUFFICIENT_DATA"


def test_rings_when_the_threshold_is_met_and_not_before(cloudwatch, topic, aws):
    put_alarm(cloudwatch, topic)

    hit(cloudwatch)
    before = state(cloudwatch)
    hit(cloudwatch)

    assert (before, state(cloudwatch)) == ("OK", "ALARM")
    [message] = messages(aws, topic)
    assert (message["NewStateValue"], message["OldStateValue"]) == ("ALARM", "OK")
    assert message["AlarmName"] == "a"


def test_rings_once_while_it_lasts(cloudwatch, topic, aws):
    put_alarm(cloudwatch, topic)

    for _ in range(4):
        hit(cloudwatch)

    assert len(messages(aws, topic)) == 1


def test_a_datum_of_another_dimension_is_another_metric(cloudwatch, topic):
    put_alarm(cloudwatch, topic)

    hit(cloudwatch, 5, Dimensions=[{"Name": "A", "Value": "x"}])

    assert state(cloudwatch) == "OK"


def test_says_nothing_with_its_actions_disabled(cloudwatch, topic, aws):
    put_alarm(cloudwatch, topic, ActionsEnabled=False)

    hit(cloudwatch, 2)

    assert state(cloudwatch) == "ALARM"
    assert messages(aws, topic) == []


def test_a_topic_that_does_not_admit_cloudwatch_gets_nothing(cloudwatch, client, aws):
    closed = client("sns").create_topic(Name="closed")["TopicArn"]
    put_alarm(cloudwatch, closed)

    hit(cloudwatch, 2)

    assert messages(aws, closed) == []


def test_a_topic_with_the_key_of_sns_gets_nothing(cloudwatch, client, topic, aws):
    client("sns").set_topic_attributes(
        TopicArn=topic, AttributeName="KmsMasterKeyId", AttributeValue="alias/aws/sns"
    )
    put_alarm(cloudwatch, topic)

    hit(cloudwatch, 2)

    assert messages(aws, topic) == []


def test_a_state_that_is_set_does_its_actions(cloudwatch, topic, aws):
    put_alarm(cloudwatch, topic)

    cloudwatch.set_alarm_state(AlarmName="a", StateValue="ALARM", StateReason="a drill")

    assert state(cloudwatch) == "ALARM"
    assert [m["NewStateReason"] for m in messages(aws, topic)] == ["a drill"]
    assert topic.split(":")[3] == REGION
