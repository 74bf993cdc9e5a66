"""Rules whose time comes when a scenario says so."""

import json
import urllib.error

import pytest
from organizations_under_test import control


@pytest.fixture
def rule(aws, client, account_id):
    """A rule with a schedule and a queue; ``strike()`` lets its time come."""
    sqs, events = client("sqs"), client("events")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    arn = f"arn:aws:sqs:eu-west-1:{account_id}:q"
    made = events.put_rule(Name="weekly", ScheduleExpression="cron(0 3 ? * SUN *)")["RuleArn"]
    events.put_targets(Rule="weekly", Targets=[{"Id": "1", "Arn": arn}])

    class Rule:
        queue, rule_arn = arn, made

        def strike(self, name="weekly", **more):
            body = {"accountId": account_id, "region": "eu-west-1", "rule": name, **more}
            return control(aws.endpoint, "POST", "/events/schedule", body)["deliveries"]

        def admit(self):
            allow = {
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": made}},
            }
            policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
            sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})

        def received(self):
            messages = sqs.receive_message(QueueUrl=url).get("Messages", [])
            return [json.loads(message["Body"]) for message in messages]

    return Rule()


def test_targets_get_a_scheduled_event_of_the_time(rule, account_id):
    rule.admit()

    [delivery] = rule.strike(time="2026-11-29T03:00:00Z")

    [event] = rule.received()
    assert delivery["outcome"] == "delivered"
    assert {**event, "id": "x"} == {
        "version": "0",
        "id": "x",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": account_id,
        "time": "2026-11-29T03:00:00Z",
        "region": "eu-west-1",
        "resources": [rule.rule_arn],
        "detail": {},
    }


def test_a_target_that_does_not_admit_the_rule_gets_nothing(rule):
    [delivery] = rule.strike()

    assert delivery["error"] == "NO_PERMISSIONS"
    assert rule.received() == []


def test_a_rule_that_is_off_or_has_no_schedule_does_not_strike(rule, client):
    client("events").put_rule(Name="pattern", EventPattern='{"source": ["a"]}')
    client("events").disable_rule(Name="weekly")

    for name in ("weekly", "pattern", "none"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            rule.strike(name)
