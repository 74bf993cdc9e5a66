"""Subscription filters deliver what matches to functions that admit their log group."""

import base64
import gzip
import json
import time

import pytest
from functions import eventually, function
from organizations_under_test import REGION, code_of

GROUP = "trail"
PATTERN = '{ $.eventName = "ConsoleLogin" }'
#: Writes what it was invoked with into its log.
PRINTING = "exports.handler = async (event) => console.log(`GOT ${JSON.stringify(event)}`);"


@pytest.fixture
def logs(client):
    client("logs").create_log_group(logGroupName=GROUP)
    client("logs").create_log_group(logGroupName="/aws/lambda/f")
    client("logs").create_log_stream(logGroupName=GROUP, logStreamName="one")
    return client("logs")


def admit(client, **options):
    client("lambda").add_permission(
        FunctionName="f",
        StatementId="logs",
        Action="lambda:InvokeFunction",
        **{"Principal": "logs.amazonaws.com", **options},
    )


def put(logs, arn, name="net", pattern=PATTERN):
    logs.put_subscription_filter(
        logGroupName=GROUP, filterName=name, filterPattern=pattern, destinationArn=arn
    )


def log(logs, *messages):
    now = int(time.time() * 1000)
    events = [{"timestamp": now + n, "message": m} for n, m in enumerate(messages)]
    logs.put_log_events(logGroupName=GROUP, logStreamName="one", logEvents=events)


def source_of(arn):
    return f"arn:aws:logs:{REGION}:{arn.split(':')[4]}:log-group:{GROUP}:*"


def received(client, count):
    def read():
        found = client("logs").filter_log_events(logGroupName="/aws/lambda/f")["events"]
        return [e["message"][4:] for e in found if e["message"].startswith("GOT ")]

    eventually(lambda: len(read()) >= count)
    packed = [json.loads(text)["awslogs"]["data"] for text in read()]
    return [json.loads(gzip.decompress(base64.b64decode(data))) for data in packed]


def test_a_function_gets_the_events_that_match(client, logs):
    arn = function(client, PRINTING)
    admit(client, SourceArn=source_of(arn), SourceAccount=arn.split(":")[4])
    put(logs, arn)
    sign_in = json.dumps({"eventName": "ConsoleLogin"})

    log(logs, json.dumps({"eventName": "RunInstances"}), sign_in, "not JSON")

    [got] = received(client, 1)
    [event] = got.pop("logEvents")
    assert got == {
        "messageType": "DATA_MESSAGE",
        "owner": arn.split(":")[4],
        "logGroup": GROUP,
        "logStream": "one",
        "subscriptionFilters": ["net"],
    }
    assert event["message"] == sign_in
    assert isinstance(event["id"], str)


def test_the_principal_of_the_region_will_do(client, logs):
    arn = function(client, PRINTING)
    admit(client, Principal=f"logs.{REGION}.amazonaws.com")

    put(logs, arn)

    assert len(logs.describe_subscription_filters(logGroupName=GROUP)["subscriptionFilters"]) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"Principal": "events.amazonaws.com"},
        {"SourceArn": f"arn:aws:logs:{REGION}:123456789012:log-group:other:*"},
        {"SourceAccount": "999999999999"},
    ],
)
def test_a_function_that_does_not_admit_the_group_is_refused(client, logs, options):
    arn = function(client, PRINTING)
    admit(client, **options)

    assert code_of(lambda: put(logs, arn)) == "InvalidParameterException"


def test_a_function_that_is_not_there_is_refused(client, logs):
    arn = f"arn:aws:lambda:{REGION}:123456789012:function:gone"

    assert code_of(lambda: put(logs, arn)) == "InvalidParameterException"


def test_a_permission_that_is_withdrawn_ends_delivery(client, logs):
    arn = function(client, PRINTING)
    admit(client)
    put(logs, arn)
    client("lambda").remove_permission(FunctionName="f", StatementId="logs")

    log(logs, json.dumps({"eventName": "ConsoleLogin", "number": 1}))
    admit(client)
    log(logs, json.dumps({"eventName": "ConsoleLogin", "number": 2}))

    events = [json.loads(e["message"]) for got in received(client, 1) for e in got["logEvents"]]
    assert [event["number"] for event in events] == [2]


def test_a_group_has_two_filters_at_most_and_one_may_be_replaced(client, logs):
    arn = function(client, PRINTING)
    admit(client)
    put(logs, arn, "one")
    put(logs, arn, "two")

    assert code_of(lambda: put(logs, arn, "three")) == "LimitExceededException"
    put(logs, arn, "two", '{ $.eventName = "SwitchRole" }')

    found = logs.describe_subscription_filters(logGroupName=GROUP)["subscriptionFilters"]
    assert {f["filterName"]: f["filterPattern"] for f in found} == {
        "one": PATTERN,
        "two": '{ $.eventName = "SwitchRole" }',
    }


def test_what_is_not_a_pattern_is_refused(client, logs):
    arn = function(client, PRINTING)
    admit(client)

    assert code_of(lambda: put(logs, arn, pattern="{ $.eventName == 1 }")) == (
        "InvalidParameterException"
    )


def test_a_group_that_is_not_there_is_refused(client):
    arn = function(client, PRINTING)
    admit(client)

    assert code_of(lambda: put(client("logs"), arn)) == "ResourceNotFoundException"
