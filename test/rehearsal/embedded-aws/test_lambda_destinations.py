"""What becomes of an asynchronous event that a function fails."""

import json

import pytest
from botocore.exceptions import ClientError
from functions import eventually, function, role


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
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    assert record["requestContext"]["approximateInvokeCount"] == 2
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

    received = eventually(lambda: client("sqs").receive_message(QueueUrl=url).get("Messages"))
    assert [json.loads(one["Body"]) for one in received] == [{"n": 1}]


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
