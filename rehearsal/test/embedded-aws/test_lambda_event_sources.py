"""Lambda polls a queue, and hands what it finds to a function."""

import json

import pytest
from embedded_aws.services.awslambda import polling
from functions import eventually, function, role
from organizations_under_test import REGION, code_of, control, error_of
from stacks import create, describe, resource, template, update

#: Keeps each event in its log.
TELLING = (
    "exports.handler = async (event) => {{ console.log('GOT ' + JSON.stringify(event)); {} }};"
)
PARTIAL = ["ReportBatchItemFailures"]


@pytest.fixture
def queue(client, account_id):
    """Ends in ``lost`` after two receives."""
    sqs = client("sqs")
    sqs.create_queue(QueueName="lost")
    redrive = {"deadLetterTargetArn": arn_of(account_id, "lost"), "maxReceiveCount": 2}
    attributes = {"VisibilityTimeout": "60", "RedrivePolicy": json.dumps(redrive)}
    return sqs.create_queue(QueueName="work", Attributes=attributes)["QueueUrl"]


def arn_of(account_id, name="work"):
    return f"arn:aws:sqs:{REGION}:{account_id}:{name}"


def receiving(account_id, *actions):
    wanted = actions or polling.ACTIONS
    return {
        "Effect": "Allow",
        "Action": [f"sqs:{action}" for action in wanted],
        "Resource": arn_of(account_id),
    }


def telling(client, account_id, then="", **options):
    arn = role(client, "f-role", receiving(account_id))
    return function(client, TELLING.format(then), Role=arn, **options)


def map_to(client, account_id, **options):
    return client("lambda").create_event_source_mapping(
        EventSourceArn=arn_of(account_id), FunctionName="f", **options
    )


def told(client):
    """The records of each invocation, oldest first."""
    logs = client("logs")
    groups = [g["logGroupName"] for g in logs.describe_log_groups()["logGroups"]]
    if "/aws/lambda/f" not in groups:
        return []
    found = logs.filter_log_events(logGroupName="/aws/lambda/f")["events"]
    texts = [e["message"] for e in found if e["message"].startswith("GOT ")]
    return [json.loads(text.removeprefix("GOT "))["Records"] for text in texts]


def counts(client, name="work"):
    """What is in the queue, visible or not."""
    sqs = client("sqs")
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    kinds = ("", "NotVisible", "Delayed")
    return sum(int(found[f"ApproximateNumberOfMessages{kind}"]) for kind in kinds)


def bodies(client, name):
    sqs = client("sqs")
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return sorted(one["Body"] for one in messages)


def test_a_message_reaches_the_function_as_documented_and_leaves_the_queue(
    client, account_id, queue, node
):
    telling(client, account_id)
    map_to(client, account_id)

    attribute = {"tool": {"DataType": "String", "StringValue": "scout"}}
    sent = client("sqs").send_message(
        QueueUrl=queue, MessageBody="hello", MessageAttributes=attribute
    )

    [[record]] = eventually(lambda: told(client))
    assert eventually(lambda: counts(client) == 0)
    assert record["messageId"] == sent["MessageId"]
    assert record["md5OfBody"] == sent["MD5OfMessageBody"]
    assert (record["body"], record["eventSource"]) == ("hello", "aws:sqs")
    assert (record["eventSourceARN"], record["awsRegion"]) == (arn_of(account_id), REGION)
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert set(record["attributes"]) == {
        "ApproximateFirstReceiveTimestamp",
        "ApproximateReceiveCount",
        "SenderId",
        "SentTimestamp",
    }
    assert record["messageAttributes"]["tool"] == {
        "stringValue": "scout",
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": "String",
    }
    assert record["receiptHandle"]


def test_what_waited_before_the_mapping_is_taken_in_batches(client, account_id, queue, node):
    telling(client, account_id)
    entries = [{"Id": str(n), "MessageBody": str(n)} for n in range(10)]
    client("sqs").send_message_batch(QueueUrl=queue, Entries=entries)

    map_to(client, account_id, BatchSize=4)

    assert eventually(lambda: counts(client) == 0)
    batches = eventually(lambda: len(told(client)) == 3 and told(client))
    assert sorted(len(records) for records in batches) == [2, 4, 4]
    assert sorted(one["body"] for batch in batches for one in batch) == list("0123456789")


def test_a_function_that_throws_fails_its_whole_batch_into_the_dead_letter_queue(
    client, account_id, queue, node, aws
):
    telling(client, account_id, "throw new Error('never');")
    entries = [{"Id": str(n), "MessageBody": str(n)} for n in range(2)]
    client("sqs").send_message_batch(QueueUrl=queue, Entries=entries)

    map_to(client, account_id)

    assert eventually(lambda: counts(client, "lost") == 2)
    assert bodies(client, "lost") == ["0", "1"]
    attempts = [[r["attributes"]["ApproximateReceiveCount"] for r in b] for b in told(client)]
    assert attempts == [["1", "1"], ["2", "2"]]
    events = control(aws.endpoint, "GET", "/events")["events"]
    invoked = [e for e in events if e["kind"] == "invocation" and e["account"] == account_id]
    assert [event["error"] for event in invoked] == ["Error: never", "Error: never"]


def test_a_function_that_takes_too_long_fails_its_whole_batch(client, account_id, queue, node):
    telling(client, account_id, "await new Promise(() => setInterval(() => {}, 1000));", Timeout=1)
    client("sqs").send_message(QueueUrl=queue, MessageBody="slow")

    map_to(client, account_id)

    assert eventually(lambda: bodies(client, "lost") == ["slow"])


FAIL_TWO = (
    "return { batchItemFailures: event.Records.filter((one) => one.body === '2')"
    ".map((one) => ({ itemIdentifier: one.messageId })) };"
)


def test_only_the_failures_that_a_function_reports_are_tried_again(client, account_id, queue, node):
    telling(client, account_id, FAIL_TWO)
    entries = [{"Id": str(n), "MessageBody": str(n)} for n in range(4)]
    client("sqs").send_message_batch(QueueUrl=queue, Entries=entries)

    map_to(client, account_id, FunctionResponseTypes=PARTIAL)

    assert eventually(lambda: bodies(client, "lost") == ["2"])
    assert [[r["body"] for r in b] for b in told(client)] == [["0", "1", "2", "3"], ["2"]]


def test_reported_failures_count_for_nothing_unless_the_mapping_asks_for_them(
    client, account_id, queue, node
):
    telling(client, account_id, FAIL_TWO)
    client("sqs").send_message(QueueUrl=queue, MessageBody="2")

    map_to(client, account_id)

    assert eventually(lambda: counts(client) == 0 and told(client))
    assert counts(client, "lost") == 0


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        (b"null", set()),
        (b"{}", set()),
        (b'{"batchItemFailures": null}', set()),
        (b'{"batchItemFailures": []}', set()),
        (b'{"batchItemFailures": [{"itemIdentifier": "a"}]}', {"a"}),
        (b'{"batchItemFailures": [{"itemIdentifier": "c"}]}', {"a", "b"}),
        (b'{"batchItemFailures": [{"itemIdentifier": ""}]}', {"a", "b"}),
        (b'{"batchItemFailures": [{"itemIdentifier": null}]}', {"a", "b"}),
        (b'{"batchItemFailures": [{"messageId": "a"}]}', {"a", "b"}),
        (b'{"batchItemFailures": "a"}', {"a", "b"}),
        (b'"done"', {"a", "b"}),
    ],
)
def test_an_answer_that_is_malformed_fails_the_whole_batch(answer, failed):
    from embedded_aws.services.awslambda.invocation import Invocation

    done = Invocation(answer, failed=False, log_tail="", request_id="r")

    assert polling.failures(done, {"a", "b"}, partial=True) == failed


@pytest.mark.parametrize("missing", polling.ACTIONS)
def test_a_mapping_needs_a_role_that_may_take_messages(client, account_id, queue, missing):
    actions = [action for action in polling.ACTIONS if action != missing]
    function(client, "", Role=role(client, "f-role", receiving(account_id, *actions)))

    error = error_of(lambda: map_to(client, account_id))

    assert error["Code"] == "InvalidParameterValueException"
    assert error["Message"] == (
        f"The function execution role does not have permissions to call {missing} on SQS"
    )


def test_messages_must_stay_hidden_as_long_as_the_function_may_run(client, account_id, queue):
    telling(client, account_id, Timeout=61)

    error = error_of(lambda: map_to(client, account_id))

    assert error["Code"] == "InvalidParameterValueException"
    assert error["Message"] == (
        "Queue visibility timeout: 60 seconds is less than Function timeout: 61 seconds"
    )


def test_a_mapping_needs_a_queue_and_there_is_one_of_a_kind(client, account_id, queue):
    telling(client, account_id)
    api = client("lambda")
    map_to(client, account_id)

    missing = code_of(
        api.create_event_source_mapping,
        EventSourceArn=arn_of(account_id, "none"),
        FunctionName="f",
    )

    assert missing == "InvalidParameterValueException"
    assert code_of(lambda: map_to(client, account_id)) == "ResourceConflictException"


def test_a_mapping_that_is_switched_off_or_deleted_takes_nothing(client, account_id, queue, node):
    telling(client, account_id)
    api, sqs = client("lambda"), client("sqs")
    uuid = map_to(client, account_id, Enabled=False)["UUID"]
    sqs.send_message(QueueUrl=queue, MessageBody="1")
    waiting = counts(client)

    api.update_event_source_mapping(UUID=uuid, Enabled=True)
    taken = eventually(lambda: counts(client) == 0)
    api.delete_event_source_mapping(UUID=uuid)
    sqs.send_message(QueueUrl=queue, MessageBody="2")

    assert (waiting, taken) == (1, True)
    assert bodies(client, "work") == ["2"]


def mapped(account_id, **properties):
    given = {"EventSourceArn": arn_of(account_id), "FunctionName": "f", **properties}
    return template({"Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": given}})


def test_a_stack_makes_changes_and_removes_a_mapping(client, account_id, queue):
    telling(client, account_id)
    api, lambdas = client("cloudformation"), client("lambda")
    limits = {"ScalingConfig": {"MaximumConcurrency": 10}, "FunctionResponseTypes": PARTIAL}

    made = create(api, "mapping", mapped(account_id, BatchSize=5, **limits))
    uuid = resource(api, "mapping", "Mapping")["PhysicalResourceId"]
    before = lambdas.get_event_source_mapping(UUID=uuid)
    update(api, "mapping", mapped(account_id, Enabled=False))
    after = lambdas.get_event_source_mapping(UUID=uuid)
    api.delete_stack(StackName="mapping")

    assert made["StackStatus"] == "CREATE_COMPLETE"
    assert (before["BatchSize"], before["State"]) == (5, "Enabled")
    assert before["ScalingConfig"] == {"MaximumConcurrency": 10}
    assert before["FunctionResponseTypes"] == PARTIAL
    assert (after["BatchSize"], after["State"]) == (10, "Disabled")
    assert lambdas.list_event_source_mappings()["EventSourceMappings"] == []


def test_a_stack_fails_whose_role_may_not_take_messages(client, account_id, queue):
    function(client, "")
    api = client("cloudformation")

    create(api, "mapping", mapped(account_id))

    assert describe(api, "mapping")["StackStatus"] == "ROLLBACK_COMPLETE"


def test_an_object_reaches_the_function_by_the_queue_that_admits_its_bucket(
    client, account_id, queue, node
):
    telling(client, account_id)
    map_to(client, account_id)
    bucket, s3 = f"reports-{account_id}", client("s3")
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn_of(account_id),
        "Condition": {
            "ArnEquals": {"aws:SourceArn": f"arn:aws:s3:::{bucket}"},
            "StringEquals": {"aws:SourceAccount": account_id},
        },
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    location = {"LocationConstraint": REGION}
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=location)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    one = {"QueueArn": arn_of(account_id), "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [one]}
    )

    key = "1/a b+c%ä.csv"
    put = s3.put_object(Bucket=bucket, Key=key, Body=b"x")

    def seen():
        messages = [json.loads(one["body"]) for batch in told(client) for one in batch]
        return [r["s3"]["object"] for m in messages for r in m.get("Records", [])]

    [found] = eventually(seen)
    assert found["key"] == "1/a+b%2Bc%25%C3%A4.csv"
    assert found["versionId"] == put["VersionId"]
    assert found["sequencer"]
    assert eventually(lambda: counts(client) == 0)


def changing_mappings(account_id, of):
    """May change every mapping but those of these functions."""
    changes = [f"lambda:{verb}EventSourceMapping" for verb in ("Create", "Update", "Delete")]
    condition = {"ArnLike": {"lambda:FunctionArn": f"arn:aws:lambda:*:*:function:{of}"}}
    deny = {"Effect": "Deny", "Action": changes, "Resource": "*", "Condition": condition}
    return {"Effect": "Allow", "Action": "lambda:*", "Resource": "*"}, deny, receiving(account_id)


def test_policies_know_a_mapping_by_its_function(client, account_id, queue, as_function):
    caller = as_function("lambda", *changing_mappings(account_id, "f"))
    uuid = map_to(client, account_id)["UUID"]

    codes = [
        code_of(caller.update_event_source_mapping, UUID=uuid, Enabled=False),
        code_of(caller.delete_event_source_mapping, UUID=uuid),
        code_of(
            caller.create_event_source_mapping,
            EventSourceArn=arn_of(account_id),
            FunctionName="f",
        ),
    ]

    assert codes == ["AccessDeniedException"] * 3


def test_policies_let_mappings_of_other_functions_pass(client, account_id, queue, as_function):
    caller = as_function("lambda", *changing_mappings(account_id, "other-*"))
    uuid = map_to(client, account_id)["UUID"]

    assert caller.delete_event_source_mapping(UUID=uuid)["UUID"] == uuid


def test_a_window_that_is_set_allows_batches_of_more_than_ten_on_update_too(
    client, account_id, queue
):
    telling(client, account_id)
    mapping = map_to(client, account_id, BatchSize=100, MaximumBatchingWindowInSeconds=1)

    changed = client("lambda").update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)

    assert changed["State"] in ("Disabled", "Disabling")
