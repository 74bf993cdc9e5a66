"""Calls about resources of other accounts, and calls without a signature."""

import base64
import functools
import http.client
import json
from urllib.parse import urlencode

import pytest
from botocore.exceptions import ClientError
from functions import function

#: moto takes a request to SQS without a signature for one of this region.
REGION = "us-east-1"


@pytest.fixture
def client(client):
    return functools.partial(client, region=REGION)


def refusal_of(call, **arguments):
    with pytest.raises(ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]


def allow(action, resource, principal):
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def topic(client):
    return client("sns").create_topic(Name="t")["TopicArn"]


@pytest.fixture
def queue(client):
    return client("sqs").create_queue(QueueName="q")["QueueUrl"]


def queue_arn(account_id):
    return f"arn:aws:sqs:{REGION}:{account_id}:q"


@pytest.fixture
def anonymous(aws):
    """``anonymous(service, body, headers)``: status and text of a request without a signature."""

    def ask(service, body, path="/", method="POST", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", aws.port)
        host = f"{service}.{REGION}.amazonaws.com"
        connection.request(method, path, body, {"Host": host, **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    return ask


def form(**parameters):
    return urlencode(parameters), {"Content-Type": "application/x-www-form-urlencoded"}


def test_a_topic_of_another_account_refuses_by_its_policy(client, topic, other_account_id):
    stranger = client("sns", account_id=other_account_id)

    refusals = [
        refusal_of(stranger.publish, TopicArn=topic, Message="x"),
        refusal_of(stranger.subscribe, TopicArn=topic, Protocol="email", Endpoint="a@example.com"),
        refusal_of(
            stranger.set_topic_attributes,
            TopicArn=topic,
            AttributeName="Policy",
            AttributeValue="{}",
        ),
    ]

    assert [one["Code"] for one in refusals] == ["AuthorizationError"] * 3
    assert refusals[0]["Message"] == (
        f"User: arn:aws:iam::{other_account_id}:root is not authorized to perform: SNS:Publish "
        f"on resource: {topic} because no resource-based policy allows the SNS:Publish action"
    )


def test_a_topic_admits_a_subscriber_of_another_account_by_its_policy(
    client, topic, other_account_id
):
    policy = allow("sns:Subscribe", topic, {"AWS": other_account_id})
    client("sns").set_topic_attributes(
        TopicArn=topic, AttributeName="Policy", AttributeValue=policy
    )
    stranger = client("sns", account_id=other_account_id)

    made = stranger.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")

    assert made["SubscriptionArn"].startswith(topic)


def test_a_queue_of_another_account_refuses_by_its_policy(
    client, queue, account_id, other_account_id
):
    stranger = client("sqs", account_id=other_account_id)

    refusals = [
        refusal_of(stranger.send_message, QueueUrl=queue, MessageBody="x"),
        refusal_of(stranger.receive_message, QueueUrl=queue),
        refusal_of(stranger.purge_queue, QueueUrl=queue),
        refusal_of(stranger.get_queue_url, QueueName="q", QueueOwnerAWSAccountId=account_id),
    ]

    assert {one["Code"] for one in refusals} == {"AccessDeniedException"}
    assert refusals[0]["Message"] == (
        f"User: arn:aws:iam::{other_account_id}:root is not authorized to perform: sqs:sendmessage "
        f"on resource: {queue_arn(account_id)} because no resource-based policy allows the "
        "sqs:sendmessage action"
    )


def test_a_queue_takes_a_message_of_another_account_by_its_policy(
    client, queue, account_id, other_account_id
):
    policy = allow("sqs:SendMessage", queue_arn(account_id), {"AWS": other_account_id})
    client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})

    client("sqs", account_id=other_account_id).send_message(QueueUrl=queue, MessageBody="x")

    messages = client("sqs").receive_message(QueueUrl=queue)["Messages"]
    assert [one["Body"] for one in messages] == ["x"]


def test_an_explicit_deny_of_a_queue_says_so(client, queue, account_id, other_account_id):
    document = json.loads(allow("sqs:SendMessage", queue_arn(account_id), "*"))
    document["Statement"].append({**document["Statement"][0], "Effect": "Deny"})
    policy = json.dumps(document)
    client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    stranger = client("sqs", account_id=other_account_id)

    refusal = refusal_of(stranger.send_message, QueueUrl=queue, MessageBody="x")

    assert refusal["Message"].endswith("with an explicit deny in a resource-based policy")


def test_a_key_of_another_account_refuses_by_its_policy(client, other_account_id):
    key = client("kms").create_key()["KeyMetadata"]["Arn"]
    stranger = client("kms", account_id=other_account_id)

    refusals = [
        refusal_of(stranger.generate_data_key, KeyId=key, KeySpec="AES_256"),
        refusal_of(stranger.disable_key, KeyId=key),
    ]

    assert [one["Code"] for one in refusals] == ["AccessDeniedException"] * 2
    assert refusals[0]["Message"].endswith(
        f"kms:GenerateDataKey on resource: {key} because no resource-based policy allows the "
        "kms:GenerateDataKey action"
    )


def test_a_key_serves_another_account_by_its_policy(client, other_account_id):
    principal = {"AWS": other_account_id}
    own = {"AWS": "*"}
    document = json.loads(allow("kms:GenerateDataKey", "*", principal))
    document["Statement"] += json.loads(allow("kms:PutKeyPolicy", "*", own))["Statement"]
    made = client("kms").create_key(Policy=json.dumps(document))["KeyMetadata"]["Arn"]

    found = client("kms", account_id=other_account_id).generate_data_key(
        KeyId=made, KeySpec="AES_256"
    )

    assert found["KeyId"] == made
    assert len(found["Plaintext"]) == 32


def test_a_function_of_another_account_refuses_by_its_policy(client, node, other_account_id):
    arn = function(client, "exports.handler = async () => 'done';")
    stranger = client("lambda", account_id=other_account_id)

    refusals = [
        refusal_of(stranger.invoke, FunctionName=arn),
        refusal_of(stranger.update_function_code, FunctionName=arn, ZipFile=b"x"),
    ]

    assert [one["Code"] for one in refusals] == ["AccessDeniedException"] * 2
    assert refusals[0]["Message"].endswith(
        f"lambda:InvokeFunction on resource: {arn} because no resource-based policy allows the "
        "lambda:InvokeFunction action"
    )


def test_a_function_runs_for_another_account_by_its_policy(client, node, other_account_id):
    arn = function(client, "exports.handler = async () => 'done';")
    client("lambda").add_permission(
        FunctionName="f",
        StatementId="Other",
        Principal=other_account_id,
        Action="lambda:InvokeFunction",
    )

    answer = client("lambda", account_id=other_account_id).invoke(FunctionName=arn)

    assert json.loads(answer["Payload"].read()) == "done"


def test_a_bus_of_another_account_refuses_rules_by_its_policy(client, other_account_id):
    bus = client("events").create_event_bus(Name="b")["EventBusArn"]
    stranger = client("events", account_id=other_account_id)

    refusal = refusal_of(
        stranger.put_rule, Name="r", EventBusName=bus, EventPattern='{"source":["x"]}'
    )

    assert refusal["Code"] == "AccessDeniedException"
    assert "no resource-based policy allows the events:PutRule action" in refusal["Message"]


def test_nobody_publishes_without_a_signature_unless_the_topic_admits_anybody(
    client, topic, anonymous
):
    body, headers = form(Action="Publish", TopicArn=topic, Message="x", Version="2010-03-31")

    before = anonymous("sns", body, **headers)
    client("sns").set_topic_attributes(
        TopicArn=topic,
        AttributeName="Policy",
        AttributeValue=allow("sns:Publish", topic, "*"),
    )
    after = anonymous("sns", body, **headers)

    assert before[0] == 403
    assert "User: anonymous is not authorized to perform: SNS:Publish" in before[1]
    assert after[0] == 200


def test_nobody_sends_without_a_signature_unless_the_queue_admits_anybody(
    client, queue, account_id, anonymous
):
    headers = {
        "X-Amz-Target": "AmazonSQS.SendMessage",
        "Content-Type": "application/x-amz-json-1.0",
    }
    body = json.dumps({"QueueUrl": queue, "MessageBody": "x"})

    before = anonymous("sqs", body, **headers)
    policy = allow("sqs:SendMessage", queue_arn(account_id), "*")
    client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    after = anonymous("sqs", body, **headers)

    assert "no resource-based policy allows the sqs:sendmessage action" in before[1]
    assert after[0] == 200, after[1]
    assert client("sqs").receive_message(QueueUrl=queue)["Messages"][0]["Body"] == "x"


@pytest.mark.parametrize(
    ("service", "path", "headers"),
    [
        ("kms", "/", {"X-Amz-Target": "TrentService.ListKeys"}),
        ("events", "/", {"X-Amz-Target": "AWSEvents.PutEvents"}),
        ("lambda", "/2015-03-31/functions/f/invocations", {}),
    ],
)
def test_other_services_ask_for_a_signature(anonymous, service, path, headers):
    status, text = anonymous(service, "{}", path, **headers)

    assert status == 403
    assert "Missing Authentication Token" in text


def test_a_bearer_of_a_token_needs_no_signature(anonymous):
    token = base64.b64encode(b"{}").decode()
    body, headers = form(
        Action="AssumeRoleWithWebIdentity",
        WebIdentityToken=token,
        RoleArn="arn:aws:iam::123456789012:role/r",
        RoleSessionName="s",
        Version="2011-06-15",
    )

    _, text = anonymous("sts", body, **headers)

    assert "MissingAuthenticationToken" not in text


def test_nobody_lists_or_writes_a_bucket_without_a_signature_unless_its_policy_admits_anybody(
    client, account_id, anonymous
):
    bucket = f"listed-{account_id}"
    client("s3").create_bucket(Bucket=bucket)

    before = anonymous("s3", "", f"/{bucket}?list-type=2", "GET")
    written = anonymous("s3", "x", f"/{bucket}/k", "PUT")
    client("s3").delete_public_access_block(Bucket=bucket)
    client("s3").put_bucket_policy(
        Bucket=bucket, Policy=allow("s3:ListBucket", f"arn:aws:s3:::{bucket}", "*")
    )
    after = anonymous("s3", "", f"/{bucket}?list-type=2", "GET")

    assert (before[0], written[0], after[0]) == (403, 403, 200)
    assert "AccessDenied" in before[1]
