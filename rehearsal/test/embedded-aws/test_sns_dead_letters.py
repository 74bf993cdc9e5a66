"""What SNS cannot deliver stands in the dead-letter queue of the subscription.

https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
Recorded on AWS: localstack/localstack, tests/aws/services/sns/test_sns.snapshot.json
(test_redrive_policy_sqs_queue_subscription, test_redrive_policy_lambda_subscription,
test_validate_set_sub_attributes, test_validations_for_fifo).
"""

import json

import pytest
from functions import function as make_function
from organizations_under_test import REGION, control, error_of
from test_events import admit

ATTRIBUTES = {
    "attr1": {"DataType": "Number", "StringValue": "111"},
    "attr2": {"DataType": "Binary", "BinaryValue": b"\x02\x03\x04"},
}


@pytest.fixture
def topic(client):
    return client("sns").create_topic(Name="alerts")["TopicArn"]


def make_queue(client, name, topic=None, region=REGION, **attributes):
    sqs = client("sqs", region=region)
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    if topic:
        policy = admit(
            "sns.amazonaws.com", arn, "sqs:SendMessage", ArnEquals={"aws:SourceArn": topic}
        )
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    return url, arn


def subscribe(client, topic, protocol, endpoint, dead_letters, **attributes):
    policy = json.dumps({"deadLetterTargetArn": dead_letters})
    return client("sns").subscribe(
        TopicArn=topic,
        Protocol=protocol,
        Endpoint=endpoint,
        Attributes={"RedrivePolicy": policy, **attributes},
    )["SubscriptionArn"]


def received(client, url):
    answer = client("sqs").receive_message(QueueUrl=url, MessageAttributeNames=["All"])
    return answer.get("Messages", [])


def outcomes(aws, topic):
    found = control(aws.endpoint, "GET", f"/sns/messages?topicArn={topic}")["messages"]
    return [[one["outcome"] for one in message["deliveries"]] for message in found]


def test_a_message_to_a_queue_that_was_deleted_is_kept_as_a_notification(client, aws, topic):
    gone, endpoint = make_queue(client, "gone", topic)
    kept, dead_letters = make_queue(client, "kept", topic)
    subscription = subscribe(client, topic, "sqs", endpoint, dead_letters)
    client("sqs").delete_queue(QueueUrl=gone)

    client("sns").publish(TopicArn=topic, Message="lost", MessageAttributes=ATTRIBUTES)

    [message] = received(client, kept)
    body = json.loads(message["Body"])
    assert (body["Type"], body["TopicArn"], body["Message"]) == ("Notification", topic, "lost")
    assert body["UnsubscribeURL"].endswith(f"SubscriptionArn={subscription}")
    assert body["MessageAttributes"] == {
        "attr1": {"Type": "Number", "Value": "111"},
        "attr2": {"Type": "Binary", "Value": "AgME"},
    }
    assert "MessageAttributes" not in message
    assert outcomes(aws, topic) == [["dead-lettered"]]


def test_a_raw_subscription_keeps_text_and_attributes(client, topic):
    gone, endpoint = make_queue(client, "gone", topic)
    kept, dead_letters = make_queue(client, "kept", topic)
    subscribe(client, topic, "sqs", endpoint, dead_letters, RawMessageDelivery="true")
    client("sqs").delete_queue(QueueUrl=gone)

    client("sns").publish(TopicArn=topic, Message="lost", MessageAttributes=ATTRIBUTES)

    [message] = received(client, kept)
    assert message["Body"] == "lost"
    assert message["MessageAttributes"]["attr1"] == {"DataType": "Number", "StringValue": "111"}
    assert message["MessageAttributes"]["attr2"]["BinaryValue"] == b"\x02\x03\x04"


def test_a_message_that_a_function_does_not_permit_is_kept(client, topic):
    kept, dead_letters = make_queue(client, "kept", topic)
    subscribe(client, topic, "lambda", make_function(client, ""), dead_letters)

    client("sns").publish(TopicArn=topic, Message="lost", Subject="s")

    [message] = received(client, kept)
    body = json.loads(message["Body"])
    assert (body["Message"], body["Subject"], body["Type"]) == ("lost", "s", "Notification")
    assert "SigningCertURL" in body


def test_a_message_that_a_queue_refuses_is_kept_at_once(client, topic):
    _, endpoint = make_queue(client, "closed")
    kept, dead_letters = make_queue(client, "kept", topic)
    subscribe(client, topic, "sqs", endpoint, dead_letters)

    client("sns").publish(TopicArn=topic, Message="lost")

    assert [json.loads(one["Body"])["Message"] for one in received(client, kept)] == ["lost"]


@pytest.mark.parametrize("admitted", ["no topic", "another topic"])
def test_a_dead_letter_queue_has_to_admit_the_topic(client, aws, topic, admitted):
    """https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html"""
    _, endpoint = make_queue(client, "closed")
    kept, dead_letters = make_queue(
        client, "kept", None if admitted == "no topic" else f"{topic}-other"
    )
    subscribe(client, topic, "sqs", endpoint, dead_letters)

    client("sns").publish(TopicArn=topic, Message="lost")

    assert received(client, kept) == []
    assert outcomes(aws, topic) == [["refused"]]


def test_a_message_that_is_filtered_out_is_not_kept(client, topic):
    _, endpoint = make_queue(client, "closed")
    kept, dead_letters = make_queue(client, "kept", topic)
    policy = json.dumps({"severity": ["high"]})
    subscribe(client, topic, "sqs", endpoint, dead_letters, FilterPolicy=policy)

    client("sns").publish(TopicArn=topic, Message="low")

    assert received(client, kept) == []


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("{invalidjson}", "Invalid parameter: RedrivePolicy: failed to parse JSON"),
        (
            json.dumps({"deadLetterTargetArn": "fake-arn"}),
            "Invalid parameter: RedrivePolicy: deadLetterTargetArn is an invalid arn",
        ),
    ],
)
def test_a_redrive_policy_that_is_none_is_refused(client, topic, policy, words):
    _, endpoint = make_queue(client, "closed")
    sns = client("sns")
    subscription = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=endpoint)

    error = error_of(
        lambda: sns.set_subscription_attributes(
            SubscriptionArn=subscription["SubscriptionArn"],
            AttributeName="RedrivePolicy",
            AttributeValue=policy,
        )
    )

    assert error["Code"] == "InvalidParameter"
    assert error["Message"].startswith(words)


def test_a_dead_letter_queue_of_another_account_or_region_is_refused(
    client, topic, account_id, other_account_id
):
    """https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html"""
    _, endpoint = make_queue(client, "closed")

    for far in (
        f"arn:aws:sqs:us-east-1:{account_id}:kept",
        f"arn:aws:sqs:{REGION}:{other_account_id}:kept",
    ):
        error = error_of(lambda far=far: subscribe(client, topic, "sqs", endpoint, far))
        assert error["Code"] == "InvalidParameter"


def test_a_fifo_topic_has_a_fifo_dead_letter_queue(client, account_id):
    sns = client("sns")
    topic = sns.create_topic(Name="t.fifo", Attributes={"FifoTopic": "true"})["TopicArn"]
    _, endpoint = make_queue(client, "q.fifo", FifoQueue="true")
    standard = f"arn:aws:sqs:{REGION}:{account_id}:kept"

    error = error_of(lambda: subscribe(client, topic, "sqs", endpoint, standard))

    assert error["Message"] == (
        "Invalid parameter: RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to"
        " a FIFO Topic."
    )


def test_a_stack_makes_a_subscription_with_a_dead_letter_queue(client, topic):
    gone, endpoint = make_queue(client, "gone", topic)
    kept, dead_letters = make_queue(client, "kept", topic)
    properties = {
        "TopicArn": topic,
        "Protocol": "sqs",
        "Endpoint": endpoint,
        "RedrivePolicy": {"deadLetterTargetArn": dead_letters},
    }
    resources = {"Queue": {"Type": "AWS::SNS::Subscription", "Properties": properties}}
    client("cloudformation").create_stack(
        StackName="s", TemplateBody=json.dumps({"Resources": resources})
    )
    client("sqs").delete_queue(QueueUrl=gone)

    client("sns").publish(TopicArn=topic, Message="lost")

    assert len(received(client, kept)) == 1


def test_a_stack_that_takes_the_dead_letter_queue_away_leaves_none(client, topic, aws):
    _, endpoint = make_queue(client, "closed")
    kept, dead_letters = make_queue(client, "kept", topic)
    properties = {"TopicArn": topic, "Protocol": "sqs", "Endpoint": endpoint}
    policy = {"RedrivePolicy": {"deadLetterTargetArn": dead_letters}}

    def template(more):
        one = {"Type": "AWS::SNS::Subscription", "Properties": {**properties, **more}}
        return json.dumps({"Resources": {"Queue": one}})

    cloudformation = client("cloudformation")
    cloudformation.create_stack(StackName="s", TemplateBody=template(policy))
    cloudformation.update_stack(StackName="s", TemplateBody=template({}))

    client("sns").publish(TopicArn=topic, Message="lost")

    assert received(client, kept) == []
    assert outcomes(aws, topic) == [["refused"]]
