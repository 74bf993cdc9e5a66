"""Alarms on what waits in a queue, and how they report it."""

import json
from urllib.error import HTTPError

import pytest
from organizations_under_test import REGION, control, error_of
from test_events import admit, bodies, make_queue, make_rule


@pytest.fixture
def topic(client):
    sns = client("sns")
    arn = sns.create_topic(Name="alerts")["TopicArn"]
    policy = admit("cloudwatch.amazonaws.com", arn, "sns:Publish")
    sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=policy)
    return arn


@pytest.fixture
def queue(client):
    return client("sqs").create_queue(QueueName="undelivered")["QueueUrl"]


def put_alarm(client, topic, **changes):
    given = {
        "AlarmName": "undelivered",
        "AlarmDescription": "An event was not delivered",
        "Namespace": "AWS/SQS",
        "MetricName": "ApproximateNumberOfMessagesVisible",
        "Dimensions": [{"Name": "QueueName", "Value": "undelivered"}],
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 0,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
        "AlarmActions": [topic],
        "OKActions": [topic],
    }
    client("cloudwatch").put_metric_alarm(**{**given, **changes})


def told(aws, topic):
    found = control(aws.endpoint, "GET", f"/sns/messages?topicArn={topic}")["messages"]
    return [json.loads(one["message"])["NewStateValue"] for one in found]


def test_a_message_that_arrives_rings_and_one_that_leaves_ends_it(client, aws, topic, queue):
    put_alarm(client, topic)
    sqs = client("sqs")
    before = told(aws, topic)

    sqs.send_message(QueueUrl=queue, MessageBody="lost")
    sqs.send_message(QueueUrl=queue, MessageBody="lost too")
    waiting = told(aws, topic)
    sqs.purge_queue(QueueUrl=queue)

    assert (before, waiting) == (["OK"], ["OK", "ALARM"])
    assert told(aws, topic) == ["OK", "ALARM", "OK"]


def test_a_message_that_is_read_waits_no_more(client, aws, topic, queue):
    put_alarm(client, topic)
    sqs = client("sqs")
    sqs.send_message(QueueUrl=queue, MessageBody="lost")

    [message] = sqs.receive_message(QueueUrl=queue, VisibilityTimeout=600)["Messages"]
    read = told(aws, topic)[-1]
    handle = message["ReceiptHandle"]
    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=0)
    again = told(aws, topic)[-1]
    [message] = sqs.receive_message(QueueUrl=queue, VisibilityTimeout=600)["Messages"]
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])

    assert (read, again, told(aws, topic)[-1]) == ("OK", "ALARM", "OK")


def test_another_queue_account_or_region_is_another_metric(
    client, aws, topic, queue, other_account_id
):
    put_alarm(client, topic)
    others = {
        "name": client("sqs"),
        "account": client("sqs", account_id=other_account_id),
        "region": client("sqs", region="us-east-1"),
    }

    for kind, sqs in others.items():
        name = "other" if kind == "name" else "undelivered"
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="x")

    assert told(aws, topic) == ["OK"]


def test_a_queue_that_is_not_there_has_no_metric(client, topic):
    put_alarm(client, topic, TreatMissingData="missing")

    [alarm] = client("cloudwatch").describe_alarms(AlarmNames=["undelivered"])["MetricAlarms"]

    assert alarm["StateValue"] == "INSUFFICIENT_DATA"


def test_an_alarm_has_topics_of_its_own_region(client, account_id):
    far = f"arn:aws:sns:us-east-1:{account_id}:alerts"

    error = error_of(lambda: put_alarm(client, far))

    assert error["Code"] == "ValidationError"
    assert error["Message"] == f"Invalid region us-east-1 specified. Only {REGION} is supported."


def test_an_alarm_is_an_event_of_the_documented_shape(client, account_id, topic, queue):
    events, arn = make_queue(client)
    make_rule(client, {"Arn": arn}, pattern='{"source": ["aws.cloudwatch"]}')
    put_alarm(client, topic)
    bodies(client, events)

    client("sqs").send_message(QueueUrl=queue, MessageBody="lost")
    [event] = map(json.loads, bodies(client, events))
    detail = event["detail"]
    [metric] = detail["configuration"]["metrics"]

    assert event["detail-type"] == "CloudWatch Alarm State Change"
    assert event["resources"] == [f"arn:aws:cloudwatch:{REGION}:{account_id}:alarm:undelivered"]
    assert detail["alarmName"] == "undelivered"
    assert (detail["previousState"]["value"], detail["state"]["value"]) == ("OK", "ALARM")
    assert set(detail["state"]) == {"value", "reason", "reasonData", "timestamp"}
    assert detail["configuration"]["description"] == "An event was not delivered"
    assert metric["returnData"] is True
    assert metric["metricStat"] == {
        "metric": {
            "namespace": "AWS/SQS",
            "name": "ApproximateNumberOfMessagesVisible",
            "dimensions": {"QueueName": "undelivered"},
        },
        "period": 60,
        "stat": "Maximum",
    }


def put_alarm_of_age(client, topic):
    age = {"MetricName": "ApproximateAgeOfOldestMessage", "Threshold": 2700}
    put_alarm(client, topic, **age)


def make_older(aws, account_id, seconds, queue="undelivered"):
    arn = f"arn:aws:sqs:{REGION}:{account_id}:{queue}"
    body = {"queueArn": arn, "seconds": seconds}
    return control(aws.endpoint, "POST", "/sqs/older", body)


def test_a_message_that_nobody_reads_grows_old_and_one_that_is_read_does_not(
    client, aws, topic, queue, account_id
):
    put_alarm_of_age(client, topic)
    sqs = client("sqs")

    sqs.send_message(QueueUrl=queue, MessageBody="waits")
    make_older(aws, account_id, 2000)
    young = told(aws, topic)
    make_older(aws, account_id, 701)
    old = told(aws, topic)
    sqs.purge_queue(QueueUrl=queue)

    assert (young, old) == (["OK"], ["OK", "ALARM"])
    assert told(aws, topic) == ["OK", "ALARM", "OK"]


def test_a_message_keeps_its_age_in_flight_until_it_was_received_three_times(
    client, aws, topic, queue, account_id
):
    put_alarm_of_age(client, topic)
    sqs = client("sqs")
    sqs.send_message(QueueUrl=queue, MessageBody="fails each time")
    make_older(aws, account_id, 3000)
    states = []

    for _ in range(3):
        sqs.receive_message(QueueUrl=queue, VisibilityTimeout=0)
        states.append(told(aws, topic)[-1])

    assert states == ["ALARM", "ALARM", "OK"]


def test_only_a_queue_that_is_there_grows_older(aws, account_id):
    with pytest.raises(HTTPError) as refused:
        make_older(aws, account_id, 60, queue="none")

    assert refused.value.code == 404
