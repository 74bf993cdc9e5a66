"""Rules that mute alarms are kept and listed, and name alarms that exist."""

import pytest
from alarms_under_test import put_alarm
from botocore.exceptions import ClientError

RULE = {"Schedule": {"Expression": "cron(0 2 * * *)", "Duration": "PT1H"}}


def put_rule(cloudwatch, name, *alarms):
    cloudwatch.put_alarm_mute_rule(Name=name, Rule=RULE, MuteTargets={"AlarmNames": list(alarms)})


@pytest.fixture
def cloudwatch(client):
    made = client("cloudwatch")
    put_alarm(made, "arn:aws:sns:us-east-1:111111111111:alarms", AlarmActions=[])
    return made


def test_a_rule_is_listed_by_its_alarm_and_status_until_it_is_deleted(cloudwatch):
    put_rule(cloudwatch, "night", "a")

    def listed(**of):
        found = cloudwatch.list_alarm_mute_rules(**of)["AlarmMuteRuleSummaries"]
        return [one["AlarmMuteRuleArn"].rpartition(":")[2] for one in found]

    assert listed() == listed(AlarmName="a") == listed(Statuses=["SCHEDULED"]) == ["night"]
    assert listed(AlarmName="b") == listed(Statuses=["EXPIRED"]) == []
    cloudwatch.delete_alarm_mute_rule(AlarmMuteRuleName="night")
    assert listed() == []


def test_a_rule_tells_its_targets(cloudwatch):
    put_rule(cloudwatch, "night", "a")

    found = cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName="night")

    assert (found["MuteTargets"], found["Rule"]) == ({"AlarmNames": ["a"]}, RULE)


def test_an_alarm_that_does_not_exist_is_refused(cloudwatch):
    with pytest.raises(ClientError, match="Alarms do not exist: b"):
        put_rule(cloudwatch, "night", "a", "b")


def test_a_rule_that_does_not_exist_is_not_found(cloudwatch):
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName="night")
