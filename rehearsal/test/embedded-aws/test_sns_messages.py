"""SNS: what it publishes to whom, and what it refuses to."""

import json

import pytest
from organizations_under_test import control, error_of


@pytest.fixture
def topic(client):
    return client("sns").create_topic(Name="alerts")["TopicArn"]


def deliveries(aws, topic):
    [message] = control(aws.endpoint, "GET", f"/sns/messages?topicArn={topic}")["messages"]
    return message["deliveries"]


def confirm(aws, topic, endpoint):
    control(aws.endpoint, "POST", "/sns/confirm", {"topicArn": topic, "endpoint": endpoint})


def test_each_protocol_gets_its_own_text(client, aws, topic):
    sns = client("sns")
    endpoints = {
        "email": "team@example.com",
        "sms": "+4915112345678",
        "https": "https://example.com/hook",
    }
    for protocol, endpoint in endpoints.items():
        sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=endpoint)
        confirm(aws, topic, endpoint)
    texts = {"default": "the whole story", "sms": "short", "https": 7}

    sns.publish(TopicArn=topic, MessageStructure="json", Message=json.dumps(texts))

    assert sorted((d["protocol"], d["outcome"], d["text"]) for d in deliveries(aws, topic)) == [
        ("email", "delivered", "the whole story"),
        ("https", "delivered", "the whole story"),
        ("sms", "delivered", "short"),
    ]


@pytest.mark.parametrize(
    ("protocol", "endpoint", "outcome"),
    [
        ("sms", "+4915112345678", "delivered"),
        ("email", "team@example.com", "pending confirmation"),
        ("https", "https://example.com/hook", "pending confirmation"),
    ],
)
def test_only_a_telephone_needs_no_confirmation(client, aws, topic, protocol, endpoint, outcome):
    client("sns").subscribe(TopicArn=topic, Protocol=protocol, Endpoint=endpoint)

    client("sns").publish(TopicArn=topic, Message="hello")

    assert [(d["endpoint"], d["outcome"]) for d in deliveries(aws, topic)] == [(endpoint, outcome)]


@pytest.mark.parametrize(
    "number", ["015112345678", "4915112345678", "+", "+0151", "+49-151--1", "+4915112345678901"]
)
def test_a_number_that_is_none_cannot_subscribe(client, topic, number):
    error = error_of(client("sns").subscribe, TopicArn=topic, Protocol="sms", Endpoint=number)

    assert (error["Code"], error["Message"]) == (
        "InvalidParameter",
        f"Invalid SMS endpoint: {number}",
    )


def test_a_stack_cannot_subscribe_a_number_that_is_none(client, topic):
    subscription = {
        "Type": "AWS::SNS::Subscription",
        "Properties": {"TopicArn": topic, "Protocol": "sms", "Endpoint": "0151"},
    }
    api = client("cloudformation")
    body = json.dumps({"Resources": {"Sms": subscription}})

    api.create_stack(StackName="sms", TemplateBody=body, OnFailure="DO_NOTHING")
    [failed] = [
        event["ResourceStatusReason"]
        for event in api.describe_stack_events(StackName="sms")["StackEvents"]
        if event["LogicalResourceId"] == "Sms" and event["ResourceStatus"] == "CREATE_FAILED"
    ]

    assert "Invalid SMS endpoint: 0151" in failed


@pytest.mark.parametrize("subject", ["", "x" * 101, "two\nlines", "Zürich", "a\tb"])
def test_a_subject_that_is_none_is_refused(client, topic, subject):
    error = error_of(client("sns").publish, TopicArn=topic, Message="m", Subject=subject)

    assert (error["Code"], error["Message"]) == ("InvalidParameter", "Invalid parameter: Subject")


def test_a_subject_may_have_a_hundred_characters(client, aws, topic):
    client("sns").publish(TopicArn=topic, Message="m", Subject="x" * 100)

    assert deliveries(aws, topic) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"Message": "ü" * 131_073}, "Invalid parameter: Message too long"),
        ({"Message": ""}, "Invalid parameter: Empty message"),
        (
            {"Message": '{"sms": "short"}', "MessageStructure": "json"},
            "Invalid parameter: Message Structure - No default entry in JSON message body",
        ),
        (
            {"Message": "{", "MessageStructure": "json"},
            "Invalid parameter: Message Structure - JSON message body failed to parse",
        ),
    ],
)
def test_a_message_that_is_none_is_refused_whole(client, aws, topic, options, message):
    client("sns").subscribe(TopicArn=topic, Protocol="sms", Endpoint="+4915112345678")

    error = error_of(client("sns").publish, TopicArn=topic, **options)

    assert (error["Code"], error["Message"]) == ("InvalidParameter", message)
    assert control(aws.endpoint, "GET", f"/sns/messages?topicArn={topic}")["messages"] == []


def test_a_message_may_have_262144_bytes(client, aws, topic):
    client("sns").publish(TopicArn=topic, Message="x" * 262_144)

    assert deliveries(aws, topic) == []
