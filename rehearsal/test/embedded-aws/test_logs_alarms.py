"""Alarms follow their metric at once, and do what their new state asks for."""

import json

import pytest
from alarms_under_test import hit, put_alarm
from organizations_under_test import REGION, control, error_of
from test_events import admit


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


def test_a_topic_with_the_policy_of_sns_admits_the_alarms_of_its_account(cloudwatch, client, aws):
    """Recorded on AWS, where the topic has the policy that CreateTopic gave it.

    localstack/localstack, tests/aws/services/cloudwatch/test_cloudwatch.py, test_set_alarm
    """
    fresh = client("sns").create_topic(Name="fresh")["TopicArn"]
    put_alarm(cloudwatch, fresh)

    hit(cloudwatch, 2)

    assert [m["NewStateValue"] for m in messages(aws, fresh)] == ["ALARM"]


def test_a_topic_with_the_policy_of_sns_refuses_alarms_of_another_account(
    client, aws, other_account_id
):
    fresh = client("sns").create_topic(Name="fresh")["TopicArn"]
    foreign = client("cloudwatch", account_id=other_account_id)
    put_alarm(foreign, fresh)

    hit(foreign, 2)

    assert messages(aws, fresh) == []


def test_a_topic_whose_own_policy_does_not_admit_cloudwatch_gets_nothing(
    cloudwatch, client, aws, account_id
):
    """https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger"""
    sns = client("sns")
    closed = sns.create_topic(Name="closed")["TopicArn"]
    policy = admit("events.amazonaws.com", closed, "sns:Publish")
    sns.set_topic_attributes(TopicArn=closed, AttributeName="Policy", AttributeValue=policy)
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


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Period": 5}, "Period must be 10, 20, 30 or a multiple of 60"),
        ({"Period": 45}, "Period must be 10, 20, 30 or a multiple of 60"),
        ({"Period": 90}, "Period must be 10, 20, 30 or a multiple of 60"),
        (
            {"Period": 300, "EvaluationPeriods": 289},
            "(EvaluationPeriods * Period must be <= 86400)",
        ),
        (
            {"Period": 3600, "EvaluationPeriods": 169},
            "(EvaluationPeriods * Period must be <= 604800)",
        ),
        (
            {"EvaluationPeriods": 1, "DatapointsToAlarm": 2},
            "DatapointsToAlarm must be less than or equal to EvaluationPeriods",
        ),
    ],
)
def test_a_period_that_cloudwatch_does_not_have_is_refused(cloudwatch, topic, changes, words):
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"""
    error = error_of(lambda: put_alarm(cloudwatch, topic, **changes))

    assert error["Code"] == "ValidationError"
    assert words in error["Message"]


@pytest.mark.parametrize(
    "changes",
    [
        {"Period": 10},
        {"Period": 20},
        {"Period": 30},
        {"Period": 300, "EvaluationPeriods": 288},
        {"Period": 3600, "EvaluationPeriods": 168},
        {"Period": 604_800},
    ],
)
def test_periods_that_cloudwatch_has_are_taken(cloudwatch, topic, changes):
    put_alarm(cloudwatch, topic, **changes)

    assert state(cloudwatch) == "OK"


def test_a_changed_alarm_keeps_its_state_and_the_reason_of_it(cloudwatch, topic):
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"""
    put_alarm(cloudwatch, topic, TreatMissingData="ignore")
    cloudwatch.set_alarm_state(AlarmName="a", StateValue="ALARM", StateReason="a drill")

    put_alarm(cloudwatch, topic, TreatMissingData="ignore", Threshold=7)

    [alarm] = cloudwatch.describe_alarms(AlarmNames=["a"])["MetricAlarms"]
    assert (alarm["StateValue"], alarm["StateReason"]) == ("ALARM", "a drill")


def test_a_list_of_a_state_has_the_alarms_of_its_prefix_in_that_state(cloudwatch, topic):
    put_alarm(cloudwatch, topic, AlarmName="mine-hit")
    put_alarm(cloudwatch, topic, AlarmName="mine-quiet", MetricName="Other")
    put_alarm(cloudwatch, topic, AlarmName="other-hit")
    hit(cloudwatch, 2)

    found = cloudwatch.describe_alarms(AlarmNamePrefix="mine-", StateValue="ALARM")

    assert [one["AlarmName"] for one in found["MetricAlarms"]] == ["mine-hit"]
