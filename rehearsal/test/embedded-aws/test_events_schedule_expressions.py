"""EventBridge: which schedule expressions PutRule accepts.

Verdicts and the message are those that LocalStack recorded on AWS
(https://github.com/localstack/localstack, tests/aws/services/events/test_events_schedule.py)
or those of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

import pytest
from botocore.exceptions import ClientError
from embedded_aws.services.events import schedules
from stacks import create, reason, template

RECORDED_AS_REJECTED = [
    "rate(10 seconds)",
    "rate(10 years)",
    "rate(1 minutes)",
    "rate(1 hours)",
    "rate(1 days)",
    "rate(10 minute)",
    "rate(10 hour)",
    "rate(10 day)",
    "rate()",
    "rate(10)",
    "rate(10 minutess)",
    "rate(foo minutes)",
    "rate(0 minutes)",
    "rate(-10 minutes)",
    "rate(10 MINUTES)",
    "rate( 10 minutes )",
    " rate(10 minutes)",
    "cron(0 1 * * * *)",
    "cron(7 20 * * NOT *)",
    "cron(INVALID)",
    "cron(0 dummy ? * MON-FRI *)",
    "cron(71 8 1 * ? *)",
]

DOCUMENTED_AS_REJECTED = [
    "hourly",
    "at(2026-11-29T03:00:00)",
    "cron(0 3 ? * SUN)",
    "cron(0 3 ? * SUN * *)",
    "cron(0 3 ? * ? *)",
    "cron(0 3 1 * SUN *)",
    "cron(0 24 * * ? *)",
    "cron(0 3 0 * ? *)",
    "cron(0 3 32 * ? *)",
    "cron(0 3 1 13 ? *)",
    "cron(0 3 1 FOO ? *)",
    "cron(0 3 ? * 8 *)",
    "cron(0 3 ? * 0 *)",
    "cron(0 3 ? * 2/2 *)",
    "cron(0 3 ? * SUN#6 *)",
    "cron(0 3 ? * SUN 1969)",
    "cron(0 3 ? * SUN 2200)",
    "cron(0/0 3 ? * SUN *)",
    "cron(? 3 ? * SUN *)",
    "cron(L 3 ? * SUN *)",
    "cron(0 3 ?,1 * SUN *)",
    "cron(0 3 ? * 3#1,6#3 *)",
    "cron(0 3 ? * SUN 2030-2026)",
    "cron(00 3 * * ? *)",
    "cron(0 3 ? * sun *)",
    "cron(0  3 ? * SUN *)",
    "cron(0 3 32W * ? *)",
    "rate(5 minutes)" + " " * 256,
]

RECORDED_AS_ACCEPTED = [
    "rate(1 minute)",
    "cron(0 2 ? * SAT *)",
    "cron(0 12 * * ? *)",
    "cron(5,35 14 * * ? *)",
    "cron(15 10 ? * 6L 2002-2005)",
    "cron(0 2 ? * SAT#3 *)",
    "cron(* * ? * SAT#3 *)",
    "cron(0/5 5 ? JAN 1-5 2022)",
    "cron(0/5 8-17 ? * MON-FRI *)",
    "cron(0/30 20-23 ? * MON-FRI *)",
    "cron(0 8 1 * ? *)",
]

DOCUMENTED_AS_ACCEPTED = [
    "rate(5 minutes)",
    "rate(1 hour)",
    "rate(7 days)",
    "cron(0 9 L * ? *)",
    "cron(0 9 3W * ? *)",
    "cron(0 9 ? JAN,FEB,MAR 3#2 *)",
    "cron(1/10 0 1-15 * ? *)",
    "cron(0 9 ? * L 2199)",
    "cron(0/30 20-2 ? * MON-FRI *)",
]


@pytest.mark.parametrize("expression", RECORDED_AS_REJECTED + DOCUMENTED_AS_REJECTED)
def test_a_schedule_that_is_none_is_refused(expression):
    assert not schedules.accepted(expression)


@pytest.mark.parametrize("expression", RECORDED_AS_ACCEPTED + DOCUMENTED_AS_ACCEPTED)
def test_a_schedule_of_the_documented_form_is_taken(expression):
    assert schedules.accepted(expression)


def test_a_rule_says_that_its_schedule_is_not_valid(client):
    with pytest.raises(ClientError) as refusal:
        client("events").put_rule(Name="rule", ScheduleExpression="rate(1 hours)")

    assert refusal.value.response["Error"] == {
        "Code": "ValidationException",
        "Message": "Parameter ScheduleExpression is not valid.",
    }


def test_a_stack_fails_with_a_schedule_that_is_none(client):
    rule = {
        "Type": "AWS::Events::Rule",
        "Properties": {"ScheduleExpression": "cron(0 3 * * SUN *)"},
    }

    create(client("cloudformation"), "rules", template({"Rule": rule}))

    told = reason(client("cloudformation"), "rules", "CREATE_FAILED")
    assert "Parameter ScheduleExpression is not valid." in told


def test_a_bus_of_ones_own_has_no_schedules(client):
    events = client("events")
    events.create_event_bus(Name="own")

    with pytest.raises(ClientError) as refusal:
        events.put_rule(Name="rule", EventBusName="own", ScheduleExpression="rate(1 minute)")

    message = refusal.value.response["Error"]["Message"]
    assert message == "ScheduleExpression is supported only on the default event bus."
