"""EventBridge: which targets take an event, and what they are sent."""

import json

import pytest
from botocore.exceptions import ClientError
from functions import function as make_function
from organizations_under_test import REGION, Organization, control
from test_events import ENTRY, Forwarding, bodies, make_queue, make_rule
from test_events_dead_letters import losses, rule_arn

ABSENT = "aws:SourceVpce"
PERMITTED = {"Service": ["events.amazonaws.com", "delivery.logs.amazonaws.com"]}


@pytest.fixture
def organization(aws):
    return Organization(aws)


def test_an_event_crosses_account_and_region_in_one_hop(organization):
    forwarding = Forwarding(organization)
    far = "us-east-1"
    events = organization.client("events", forwarding.sender, far)
    role = forwarding.role(forwarding.sender, forwarding.bus)
    events.put_rule(Name="rule", EventPattern=json.dumps({"source": ["app"]}))
    target = {"Id": "1", "Arn": forwarding.bus, "RoleArn": role}
    events.put_targets(Rule="rule", Targets=[target])

    events.put_events(Entries=[ENTRY])

    assert [(e["account"], e["region"]) for e in forwarding.received()] == [
        (forwarding.sender, far)
    ]


def log_group(client, name, resource=None, actions=("logs:CreateLogStream", "logs:PutLogEvents")):
    logs = client("logs")
    logs.create_log_group(logGroupName=name)
    arn = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]["arn"]
    if resource:
        statement = {
            "Effect": "Allow",
            "Principal": PERMITTED,
            "Action": list(actions),
            "Resource": resource,
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        logs.put_resource_policy(policyName="events", policyDocument=document)
    return arn.removesuffix(":*")


def messages_of(client, group):
    events = client("logs").filter_log_events(logGroupName=group)["events"]
    return [json.loads(one["message"])["detail"] for one in events]


def test_a_log_group_takes_what_the_regions_policy_admits(client, account_id):
    allowed = f"arn:aws:logs:{REGION}:{account_id}:log-group:/aws/events/*:*"
    arn = log_group(client, "/aws/events/sign-ins", allowed)
    other = log_group(client, "/other")
    make_rule(client, {"Arn": arn}, {"Arn": other})

    client("events").put_events(Entries=[ENTRY])

    assert messages_of(client, "/aws/events/sign-ins") == [{"id": 7, "name": "x"}]
    assert messages_of(client, "/other") == []


def test_a_log_group_takes_the_message_of_a_transformer(client, account_id):
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html"""
    arn = log_group(client, "/aws/events/x", f"arn:aws:logs:{REGION}:{account_id}:log-group:*")
    template = '{"timestamp": <time>, "message": {"detail": <detail>}}'
    paths = {"time": "$.time", "detail": "$.detail"}
    transformer = {"InputPathsMap": paths, "InputTemplate": template}
    make_rule(client, {"Arn": arn, "InputTransformer": transformer})

    client("events").put_events(Entries=[ENTRY])

    assert messages_of(client, "/aws/events/x") == [{"id": 7, "name": "x"}]


def test_a_log_group_whose_policy_makes_no_streams_gets_nothing(client, aws, account_id):
    arn = log_group(client, "/aws/events/sign-ins", "*", ["logs:PutLogEvents"])
    make_rule(client, {"Arn": arn})

    client("events").put_events(Entries=[ENTRY])

    assert messages_of(client, "/aws/events/sign-ins") == []
    assert losses(aws, account_id) == [("dropped", "NO_PERMISSIONS")]


def published(client, aws, account_id, operator):
    """How often a rule publishes to a topic whose policy has this condition on it."""
    sns = client("sns")
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": topic,
        "Condition": {operator: {"aws:SourceArn": rule_arn(account_id)}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=document)
    make_rule(client, {"Arn": topic})

    client("events").put_events(Entries=[ENTRY])

    return len(control(aws.endpoint, "GET", f"/sns/messages?topicArn={topic}")["messages"])


def test_a_topic_does_not_learn_which_rule_publishes(client, aws, account_id):
    """Conditions can't be used in a topic's policy for EventBridge.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """
    assert published(client, aws, account_id, "ArnLike") == 0
    assert losses(aws, account_id) == [("dropped", "NO_PERMISSIONS")]


def test_a_topic_takes_a_rule_where_the_condition_holds_without_its_key(client, aws, account_id):
    assert published(client, aws, account_id, "ArnLikeIfExists") == 1


def test_a_function_is_not_invoked_with_what_is_not_json(client, aws, account_id):
    arn = make_function(client, "")
    client("lambda").add_permission(
        FunctionName=arn,
        StatementId="rule",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule_arn(account_id),
    )
    lines = '"<name> signed in"\n"today"'
    paths = {"InputPathsMap": {"name": "$.detail.name"}, "InputTemplate": lines}
    make_rule(client, {"Arn": arn, "InputTransformer": paths})

    client("events").put_events(Entries=[ENTRY])

    assert losses(aws, account_id) == [("dropped", "INVALID_JSON")]


def put_whole(aws, account, event):
    body = {"accountId": account, "region": REGION, "event": event}
    return control(aws.endpoint, "POST", "/events", body)


def test_an_event_that_is_whole_keeps_what_it_says_of_itself(client, aws, account_id, monkeypatch):
    monkeypatch.setattr("embedded_aws.delivery.events._records", lambda account, region: True)
    url, queue = make_queue(client)
    make_rule(client, {"Arn": queue}, pattern='{"source": ["aws.signin"]}')
    event = {
        "version": "0",
        "id": "7b1d5e4c-0000-4000-8000-123456789012",
        "detail-type": "AWS Console Sign In via CloudTrail",
        "source": "aws.signin",
        "account": account_id,
        "time": "2024-05-01T12:00:00Z",
        "region": REGION,
        "resources": [],
        "detail": {"eventName": "ConsoleLogin"},
    }

    answer = put_whole(aws, account_id, event)

    assert answer["eventId"] == event["id"]
    assert [d["outcome"] for d in answer["deliveries"]] == ["delivered"]
    assert list(map(json.loads, bodies(client, url))) == [event]


def test_what_an_event_does_not_say_is_filled_in(client, aws, account_id):
    url, queue = make_queue(client)
    make_rule(client, {"Arn": queue}, pattern='{"source": ["aws.guardduty"]}')

    put_whole(aws, account_id, {"source": "aws.guardduty", "detail-type": "F", "detail": {"n": 1}})
    [event] = map(json.loads, bodies(client, url))

    assert (event["account"], event["region"], event["detail"]) == (account_id, REGION, {"n": 1})
    assert event["id"] and event["time"]


def test_an_event_for_a_bus_that_is_not_there_is_lost(client, aws, account_id):
    """Recorded on AWS: LocalStack's test_put_events_nonexistent_event_bus."""
    url, queue = make_queue(client)
    make_rule(client, {"Arn": queue})
    far = f"arn:aws:events:{REGION}:{account_id}:event-bus/other"

    answer = client("events").put_events(
        Entries=[{**ENTRY, "EventBusName": "none"}, {**ENTRY, "EventBusName": far}, ENTRY]
    )

    assert answer["FailedEntryCount"] == 0
    assert all("EventId" in entry for entry in answer["Entries"])
    assert len(bodies(client, url)) == 1
    events = control(aws.endpoint, "GET", "/events")["events"]
    lost = [(e["bus"], e["source"]) for e in events if e.get("outcome") == "lost"]
    assert lost == [("none", "app"), ("other", "app")]


def test_entries_that_are_too_large_together_are_refused(client):
    """Recorded on AWS: LocalStack's test_put_event_with_too_big_detail."""
    detail = json.dumps({"payload": ["p" * (256 * 1024 - 17)]})

    with pytest.raises(ClientError) as refusal:
        client("events").put_events(Entries=[{**ENTRY, "Detail": detail}])

    assert refusal.value.response["Error"] == {
        "Code": "ValidationException",
        "Message": "Total size of the entries in the request is over the limit.",
    }


@pytest.mark.parametrize(("condition", "received"), [({}, 0), ({"Null": {ABSENT: "false"}}, 1)])
def test_a_bus_denies_a_role_of_its_own_account(organization, condition, received):
    forwarding = Forwarding(organization)
    here = forwarding.of(forwarding.receiver)
    deny = {
        "Sid": "Deny",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "events:PutEvents",
        "Resource": forwarding.bus,
        "Condition": condition,
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    here("events").put_permission(EventBusName="central", Policy=document)
    role = forwarding.role(forwarding.receiver, forwarding.bus)

    make_rule(here, {"Arn": forwarding.bus, "RoleArn": role})
    here("events").put_events(Entries=[ENTRY])

    assert len(forwarding.received()) == received
