"""What becomes of an asynchronous event that a function fails.

Recorded on AWS: localstack/localstack,
tests/aws/services/lambda_/test_lambda_destinations.snapshot.json and
tests/aws/services/sns/test_sns.snapshot.json (test_sns_topic_as_lambda_dead_letter_queue).
"""

import json
import re

import pytest
from botocore.exceptions import ClientError
from functions import eventually, function, role
from organizations_under_test import control, error_of
from test_events import bodies, make_queue, make_rule


def test_retries_an_asynchronous_event_and_hands_it_on(client, account_id, node):
    queue = client("sqs").create_queue(QueueName="failed")["QueueUrl"]
    destination = f"arn:aws:sqs:eu-west-1:{account_id}:failed"
    send = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": destination}
    source = "exports.handler = async () => { throw new Error('always'); };"
    function(client, source, Role=role(client, "f-role", send))
    client("lambda").put_function_event_invoke_config(
        FunctionName="f",
        MaximumRetryAttempts=1,
        DestinationConfig={"OnFailure": {"Destination": destination}},
    )

    client("lambda").invoke(FunctionName="f", InvocationType="Event", Payload="{}")

    received = eventually(lambda: client("sqs").receive_message(QueueUrl=queue).get("Messages"))
    record = json.loads(received[0]["Body"])
    assert list(record) == [
        "version",
        "timestamp",
        "requestContext",
        "requestPayload",
        "responseContext",
        "responsePayload",
    ]
    assert record["version"] == "1.0"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", record["timestamp"])
    context = record["requestContext"]
    assert context.pop("requestId")
    assert context == {
        "functionArn": f"arn:aws:lambda:eu-west-1:{account_id}:function:f:$LATEST",
        "condition": "RetriesExhausted",
        "approximateInvokeCount": 2,
    }
    assert record["requestPayload"] == {}
    assert record["responseContext"] == {
        "statusCode": 200,
        "executedVersion": "$LATEST",
        "functionError": "Unhandled",
    }
    assert record["responsePayload"]["errorMessage"] == "always"


def test_hands_a_failed_event_to_its_dead_letter_queue(client, account_id, node):
    url = client("sqs").create_queue(QueueName="failed")["QueueUrl"]
    queue = f"arn:aws:sqs:eu-west-1:{account_id}:failed"
    send = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": queue}
    source = "exports.handler = async () => { throw new Error('always'); };"
    options = {"Role": role(client, "f-role", send), "DeadLetterConfig": {"TargetArn": queue}}
    function(client, source, **options)
    client("lambda").put_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=0)

    client("lambda").invoke(FunctionName="f", InvocationType="Event", Payload='{"n": 1}')

    [message] = eventually(
        lambda: (
            client("sqs")
            .receive_message(QueueUrl=url, MessageAttributeNames=["All"])
            .get("Messages")
        )
    )
    attributes = message["MessageAttributes"]
    assert json.loads(message["Body"]) == {"n": 1}
    assert attributes["ErrorCode"] == {"DataType": "Number", "StringValue": "200"}
    assert attributes["ErrorMessage"] == {"DataType": "String", "StringValue": "always"}
    assert re.fullmatch(r"[0-9a-f-]{36}", attributes["RequestID"]["StringValue"])


def test_a_dead_letter_topic_gets_the_same_attributes(client, account_id, node, aws):
    topic = client("sns").create_topic(Name="failed")["TopicArn"]
    send = {"Effect": "Allow", "Action": "sns:Publish", "Resource": topic}
    source = "exports.handler = async () => { throw new Error('x'.repeat(2000)); };"
    options = {"Role": role(client, "f-role", send), "DeadLetterConfig": {"TargetArn": topic}}
    function(client, source, **options)
    client("lambda").put_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=0)

    client("lambda").invoke(FunctionName="f", InvocationType="Event", Payload='{"n": 1}')

    path = f"/sns/messages?topicArn={topic}"
    [message] = eventually(lambda: control(aws.endpoint, "GET", path)["messages"])
    attributes = message["attributes"]
    assert json.loads(message["message"]) == {"n": 1}
    assert attributes["ErrorCode"] == {"Type": "Number", "Value": "200"}
    # The first KB: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    assert attributes["ErrorMessage"] == {"Type": "String", "Value": "x" * 1024}


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("Success", "exports.handler = async () => ({ hello: 'world' });"),
        ("Failure", "exports.handler = async () => { throw new Error('always'); };"),
    ],
)
def test_a_bus_gets_the_record_as_an_event_of_lambda(client, account_id, node, kind, source):
    bus = client("events").create_event_bus(Name="results")["EventBusArn"]
    queue, arn = make_queue(client)
    make_rule(client, {"Arn": arn}, pattern='{"source": ["lambda"]}', bus="results")
    send = {"Effect": "Allow", "Action": "events:PutEvents", "Resource": bus}
    made = function(client, source, Role=role(client, "f-role", send))
    client("lambda").put_function_event_invoke_config(
        FunctionName="f",
        MaximumRetryAttempts=0,
        DestinationConfig={f"On{kind}": {"Destination": bus}},
    )

    client("lambda").invoke(FunctionName="f", InvocationType="Event", Payload='{"n": 1}')

    [event] = map(json.loads, eventually(lambda: bodies(client, queue)))
    assert event["source"] == "lambda"
    assert event["detail-type"] == f"Lambda Function Invocation Result - {kind}"
    assert event["resources"] == [bus, f"{made}:$LATEST"]
    assert event["account"] == account_id
    assert event["detail"]["requestPayload"] == {"n": 1}
    assert event["detail"]["responseContext"]["statusCode"] == 200


def test_refuses_a_bus_that_the_role_may_not_send_to(client):
    bus = client("events").create_event_bus(Name="results")["EventBusArn"]
    function(client, "")

    error = error_of(
        client("lambda").put_function_event_invoke_config,
        FunctionName="f",
        DestinationConfig={"OnFailure": {"Destination": bus}},
    )

    assert error["Code"] == "InvalidParameterValueException"
    assert error["Message"] == (
        f"The function's execution role does not have permissions to call PutEvents on {bus}"
    )


def test_refuses_a_destination_that_the_role_may_not_send_to(client, account_id):
    queue = f"arn:aws:sqs:eu-west-1:{account_id}:failed"
    client("sqs").create_queue(QueueName="failed")
    function(client, "")
    api = client("lambda")

    with pytest.raises(ClientError) as on_failure:
        config = {"OnFailure": {"Destination": queue}}
        api.put_function_event_invoke_config(FunctionName="f", DestinationConfig=config)
    with pytest.raises(ClientError) as dead_letters:
        api.update_function_configuration(FunctionName="f", DeadLetterConfig={"TargetArn": queue})

    errors = [caught.value.response["Error"] for caught in (on_failure, dead_letters)]
    assert {error["Code"] for error in errors} == {"InvalidParameterValueException"}
    assert [error["Message"] for error in errors] == [
        f"The function's execution role does not have permissions to call SendMessage on {queue}",
        "The provided execution role does not have permissions to call SendMessage on SQS",
    ]
    assert "DeadLetterConfig" not in api.get_function_configuration(FunctionName="f")
