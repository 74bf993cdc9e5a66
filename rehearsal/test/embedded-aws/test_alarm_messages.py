"""What an alarm sends to a topic, a reader of e-mail and EventBridge, in AWS's own words.

Recorded on AWS: localstack/localstack, tests/aws/services/cloudwatch/test_cloudwatch.snapshot.json
(test_put_metric_alarm, test_breaching_alarm_actions, test_enable_disable_alarm_actions,
test_alarm_lambda_target). AWS's example of the event:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

import json
import re

import pytest
from alarms_under_test import hit, put_alarm
from organizations_under_test import control
from test_events import bodies, make_queue, make_rule

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000"


@pytest.fixture
def topic(client):
    return client("sns").create_topic(Name="alarms")["TopicArn"]


@pytest.fixture
def cloudwatch(client):
    return client("cloudwatch")


def told(aws, topic):
    return control(aws.endpoint, "GET", f"/sns/messages?topicArn={topic}")["messages"]


def without_moments(text):
    return re.sub(r"\(\d\d/\d\d/\d\d \d\d:\d\d:\d\d\)", "(WHEN)", re.sub(MOMENT, "MOMENT", text))


def test_a_topic_is_told_every_field_in_the_order_of_aws(cloudwatch, topic, aws, account_id):
    dimensions = [{"Name": "InstanceId", "Value": "abc"}]
    put_alarm(
        cloudwatch,
        topic,
        AlarmDescription="Too many",
        Dimensions=dimensions,
        Unit="Seconds",
        OKActions=[topic],
        TreatMissingData="ignore",
    )

    hit(cloudwatch, 5, Dimensions=dimensions, Unit="Seconds")

    [message] = told(aws, topic)
    alarm = f"arn:aws:cloudwatch:eu-west-1:{account_id}:alarm:a"
    expected = {
        "AlarmName": "a",
        "AlarmDescription": "Too many",
        "AWSAccountId": account_id,
        "AlarmConfigurationUpdatedTimestamp": "MOMENT",
        "NewStateValue": "ALARM",
        "NewStateReason": "Threshold Crossed: 1 datapoint [5.0 (WHEN)] was greater than or equal to"
        " the threshold (2.0).",
        "StateChangeTime": "MOMENT",
        "Region": "EU (Ireland)",
        "AlarmArn": alarm,
        "OldStateValue": "INSUFFICIENT_DATA",
        "ActionExecutedAfterMuteWindow": False,
        "OKActions": [topic],
        "AlarmActions": [topic],
        "InsufficientDataActions": [],
        "Trigger": {
            "MetricName": "Hits",
            "Namespace": "test",
            "StatisticType": "Statistic",
            "Statistic": "SUM",
            "Unit": "Seconds",
            "Dimensions": [{"value": "abc", "name": "InstanceId"}],
            "Period": 60,
            "EvaluationPeriods": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Threshold": 2.0,
            "TreatMissingData": "ignore",
            "EvaluateLowSampleCountPercentile": "",
        },
    }
    assert without_moments(message["message"]) == json.dumps(expected, separators=(",", ":"))
    assert message["subject"] == 'ALARM: "a" in EU (Ireland)'


@pytest.mark.parametrize(
    ("region", "name"),
    # As messages of 2019 to 2026 have them; CloudWatch says EU where AWS's list says Europe.
    [
        ("us-east-1", "US East (N. Virginia)"),
        ("us-west-2", "US West (Oregon)"),
        ("eu-central-1", "EU (Frankfurt)"),
        ("eu-north-1", "EU (Stockholm)"),
        ("ap-northeast-1", "Asia Pacific (Tokyo)"),
        ("ca-central-1", "Canada (Central)"),
    ],
)
def test_a_region_is_told_by_its_long_name(client, aws, region, name):
    topic = client("sns", region=region).create_topic(Name="t")["TopicArn"]
    put_alarm(client("cloudwatch", region=region), topic)

    hit(client("cloudwatch", region=region), 2)

    [message] = told(aws, topic)
    assert json.loads(message["message"])["Region"] == name
    assert message["subject"] == f'ALARM: "a" in {name}'


def test_a_long_name_is_cut_so_that_the_subject_has_100_characters(client, aws):
    # A subject of July 2024, eu-south-1.
    name = (
        "SharedInfra-Alpha-Database-DatabaseInstanceObservabilityHighDatabaseConnectionsAlarm5CD13"
    )
    topic = client("sns", region="eu-central-1").create_topic(Name="t")["TopicArn"]
    cloudwatch = client("cloudwatch", region="eu-central-1")
    put_alarm(cloudwatch, topic, AlarmName=name)

    hit(cloudwatch, 2)

    [message] = told(aws, topic)
    assert len(message["subject"]) == 100
    assert message["subject"].endswith('..." in EU (Frankfurt)')


def test_a_reader_of_email_gets_a_text_and_a_telephone_the_subject(
    cloudwatch, topic, client, aws, account_id
):
    """E-mails of June 2025 and January 2026, as their readers published them."""
    for protocol, endpoint in (("email", "team@example.com"), ("sms", "+4915112345678")):
        client("sns").subscribe(TopicArn=topic, Protocol=protocol, Endpoint=endpoint)
    put_alarm(cloudwatch, topic)

    hit(cloudwatch, 3)

    [message] = told(aws, topic)
    texts = {one["protocol"]: one["text"] for one in message["deliveries"]}
    when = r"\w+day \d\d \w+, \d{4} \d\d:\d\d:\d\d UTC"
    email = re.sub(when, "MOMENT", without_moments(texts["email"]))
    reason = (
        "Threshold Crossed: 1 datapoint [3.0 (WHEN)] was greater than or equal to the threshold"
        " (2.0)."
    )
    assert email.splitlines() == [
        'You are receiving this email because your Amazon CloudWatch Alarm "a" in the EU (Ireland)'
        f' region has entered the ALARM state, because "{reason}" at "MOMENT".',
        "",
        "View this alarm in the AWS Management Console:",
        "https://eu-west-1.console.aws.amazon.com/cloudwatch/deeplink.js?region=eu-west-1#alarmsV2:alarm/a",
        "",
        "Alarm Details:",
        "- Name:                       a",
        "- Description:                ",
        "- State Change:               OK -> ALARM",
        f"- Reason for State Change:    {reason}",
        "- Timestamp:                  MOMENT",
        f"- AWS Account:                {account_id}",
        f"- Alarm Arn:                  arn:aws:cloudwatch:eu-west-1:{account_id}:alarm:a",
        "",
        "Threshold:",
        "- The alarm is in the ALARM state when the metric is GreaterThanOrEqualToThreshold 2.0 for"
        " at least 1 of the last 1 period(s) of 60 seconds. ",
        "",
        "Monitored Metric:",
        "- MetricNamespace:                     test",
        "- MetricName:                          Hits",
        "- Dimensions:                          ",
        "- Period:                              60 seconds",
        "- Statistic:                           Sum",
        "- Unit:                                not specified",
        "- TreatMissingData:                    notBreaching",
        "",
        "",
        "State Change Actions:",
        "- OK: ",
        f"- ALARM: [{topic}]",
        "- INSUFFICIENT_DATA: ",
    ]
    assert texts["sms"] == 'ALARM: "a" in EU (Ireland)'


def test_the_event_tells_reason_and_datapoints(client, cloudwatch, topic):
    events, arn = make_queue(client)
    make_rule(client, {"Arn": arn}, pattern='{"source": ["aws.cloudwatch"]}')
    put_alarm(cloudwatch, topic, DatapointsToAlarm=1)
    bodies(client, events)

    hit(cloudwatch, 5)
    [event] = map(json.loads, bodies(client, events))
    detail = event["detail"]

    assert without_moments(detail["state"]["reason"]) == (
        "Threshold Crossed: 1 out of the last 1 datapoints [5.0 (WHEN)] was greater than or equal"
        " to the threshold (2.0) (minimum 1 datapoint for OK -> ALARM transition)."
    )
    assert without_moments(detail["state"]["reasonData"]) == (
        '{"version":"1.0","queryDate":"MOMENT","startDate":"MOMENT","statistic":"Sum","period":60,'
        '"recentDatapoints":[5.0],"threshold":2.0,"evaluatedDatapoints":'
        '[{"timestamp":"MOMENT","sampleCount":1.0,"value":5.0}]}'
    )
    assert re.fullmatch(MOMENT, detail["state"]["timestamp"])
    assert "description" not in detail["configuration"]


def test_a_state_that_was_set_has_the_reason_that_it_was_given(client, cloudwatch, topic):
    events, arn = make_queue(client)
    make_rule(client, {"Arn": arn}, pattern='{"source": ["aws.cloudwatch"]}')
    put_alarm(cloudwatch, topic, TreatMissingData="ignore")

    cloudwatch.set_alarm_state(AlarmName="a", StateValue="ALARM", StateReason="testing alarm")
    [event] = map(json.loads, bodies(client, events))
    detail = event["detail"]

    assert set(detail["state"]) == {"value", "reason", "timestamp"}
    assert detail["previousState"]["reason"] == "Unchecked: Initial alarm creation"
    assert set(detail["previousState"]) == {"value", "reason", "timestamp"}
