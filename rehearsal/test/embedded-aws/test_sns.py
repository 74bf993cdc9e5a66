"""SNS: whom a topic reaches, and who may publish to it."""

import json

import pytest
from functions import function as make_function
from organizations_under_test import REGION, code_of, control


@pytest.fixture
def topic(client):
    return client("sns").create_topic(Name="alerts")["TopicArn"]


def messages(aws, topic):
    return control(aws.endpoint, "GET", f"/sns/messages?topicArn={topic}")["messages"]


def outcomes(aws, topic):
    return [[d["outcome"] for d in m["deliveries"]] for m in messages(aws, topic)]


def make_queue(client, topic=None):
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="alerts")["QueueUrl"]
    names = ["QueueArn"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]["QueueArn"]
    if topic:
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    return url, arn


def test_a_message_is_kept_with_its_subject(client, aws, topic):
    client("sns").publish(TopicArn=topic, Subject="Root signed in", Message="who and where")

    [message] = messages(aws, topic)

    assert (message["subject"], message["message"]) == ("Root signed in", "who and where")


def test_an_email_waits_for_its_confirmation(client, aws, topic):
    sns = client("sns")
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="team@example.com")
    [subscription] = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    sns.publish(TopicArn=topic, Message="before")

    control(
        aws.endpoint, "POST", "/sns/confirm", {"topicArn": topic, "endpoint": "team@example.com"}
    )
    sns.publish(TopicArn=topic, Message="after")
    [confirmed] = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]

    assert subscription["SubscriptionArn"] == "PendingConfirmation"
    assert confirmed["SubscriptionArn"].startswith(topic)
    assert outcomes(aws, topic) == [["pending confirmation"], ["delivered"]]


def test_pending_and_confirmed_subscriptions_are_counted(client, topic):
    sns = client("sns")
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="team@example.com")

    attributes = sns.get_topic_attributes(TopicArn=topic)["Attributes"]

    assert attributes["SubscriptionsPending"] == "1"
    assert attributes["SubscriptionsConfirmed"] == "0"


def test_a_queue_that_admits_the_topic_gets_the_message(client, aws, topic):
    url, arn = make_queue(client, topic)
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)

    client("sns").publish(TopicArn=topic, Message="hello")
    [received] = client("sqs").receive_message(QueueUrl=url)["Messages"]
    body = json.loads(received["Body"])

    assert (body["Type"], body["Message"], body["TopicArn"]) == ("Notification", "hello", topic)
    assert outcomes(aws, topic) == [["delivered"]]


def test_a_queue_that_does_not_admit_the_topic_gets_nothing(client, aws, topic):
    _, arn = make_queue(client)
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)

    client("sns").publish(TopicArn=topic, Message="hello")

    assert outcomes(aws, topic) == [["refused"]]


def test_a_function_is_invoked_once_it_permits_the_topic(client, aws, topic, invoked):
    arn = make_function(client, "exports.handler = async () => {}")
    sns = client("sns")
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=arn)
    sns.publish(TopicArn=topic, Message="before")
    client("lambda").add_permission(
        FunctionName=arn,
        StatementId="topic",
        Action="lambda:InvokeFunction",
        Principal="sns.amazonaws.com",
        SourceArn=topic,
    )

    sns.publish(TopicArn=topic, Message="after", Subject="s")
    [(function, payload)] = invoked
    [record] = payload["Records"]

    assert outcomes(aws, topic) == [["refused"], ["delivered"]]
    assert (function, record["EventSource"]) == (arn, "aws:sns")
    assert (record["Sns"]["Message"], record["Sns"]["Subject"]) == ("after", "s")


def test_a_filter_policy_keeps_messages_out(client, aws, topic):
    url, arn = make_queue(client, topic)
    policy = json.dumps({"severity": ["high"]})
    client("sns").subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"FilterPolicy": policy}
    )
    high = {"severity": {"DataType": "String", "StringValue": "high"}}

    client("sns").publish(TopicArn=topic, Message="low")
    client("sns").publish(TopicArn=topic, Message="high", MessageAttributes=high)

    assert outcomes(aws, topic) == [["filtered out"], ["delivered"]]


def test_another_account_publishes_only_with_the_topics_policy(
    client, aws, topic, other_account_id
):
    stranger = client("sns", account_id=other_account_id)

    assert code_of(stranger.publish, TopicArn=topic, Message="x") == "AuthorizationError"
    assert messages(aws, topic) == []


def test_a_stack_makes_a_topic_and_its_subscriptions(client, account_id):
    url, arn = make_queue(client)
    resources = {
        "Topic": {
            "Type": "AWS::SNS::Topic",
            "Properties": {
                "TopicName": "made",
                "DisplayName": "Alerts",
                "Subscription": [{"Protocol": "email", "Endpoint": "team@example.com"}],
            },
        },
        "Queue": {
            "Type": "AWS::SNS::Subscription",
            "Properties": {
                "TopicArn": {"Ref": "Topic"},
                "Protocol": "sqs",
                "Endpoint": arn,
                "RawMessageDelivery": True,
                "FilterPolicy": {"severity": ["high"]},
            },
        },
    }
    client("cloudformation").create_stack(
        StackName="alerts", TemplateBody=json.dumps({"Resources": resources})
    )
    topic = f"arn:aws:sns:{REGION}:{account_id}:made"
    sns = client("sns")

    found = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    [queue] = [s["SubscriptionArn"] for s in found if s["Protocol"] == "sqs"]
    attributes = sns.get_subscription_attributes(SubscriptionArn=queue)["Attributes"]

    assert sorted(s["Protocol"] for s in found) == ["email", "sqs"]
    assert attributes["RawMessageDelivery"] == "true"
    assert json.loads(attributes["FilterPolicy"]) == {"severity": ["high"]}
    assert sns.get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"] == "Alerts"


def test_a_stack_that_takes_its_policy_away_leaves_the_one_of_sns(client, topic):
    """The policy of a new topic was recorded on AWS: localstack/localstack,
    tests/aws/services/sns/test_sns.snapshot.json, test_publish_fifo_messages_to_dlq, topic-attrs.
    """
    sns, cloudformation = client("sns"), client("cloudformation")

    def policy():
        return json.loads(sns.get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"])

    before = policy()
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": topic,
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    properties = {"Topics": [topic], "PolicyDocument": document}
    resources = {"P": {"Type": "AWS::SNS::TopicPolicy", "Properties": properties}}
    cloudformation.create_stack(StackName="p", TemplateBody=json.dumps({"Resources": resources}))
    between = policy()

    cloudformation.delete_stack(StackName="p")

    assert between["Statement"][0]["Principal"] == {"Service": "events.amazonaws.com"}
    assert policy() == before
