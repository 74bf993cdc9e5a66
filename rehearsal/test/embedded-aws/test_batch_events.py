"""What EventBridge hears of jobs."""

import json

import pytest
from batch_under_test import Batch
from functions import eventually
from organizations_under_test import control


@pytest.fixture
def batch(client, aws):
    return Batch(client, aws.endpoint)


def hear(client, batch, detail_type):
    """What the queue's events are from now on: ``heard(count)`` waits for so many."""
    sqs, events = client("sqs"), client("events")
    url = sqs.create_queue(QueueName="events")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    arn = arn["Attributes"]["QueueArn"]
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    pattern = {
        "source": ["aws.batch"],
        "detail-type": [detail_type],
        "detail": {"jobQueue": [batch.queue]},
    }
    events.put_rule(Name="r", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn}])
    found = []

    def receive(count):
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        found.extend(json.loads(one["Body"]) for one in answer.get("Messages", []))
        return len(found) >= count

    def heard(count):
        eventually(lambda: receive(count))
        return found

    return heard


def test_every_state_but_the_first_is_an_event(batch, client):
    heard = hear(client, batch, "Batch Job State Change")

    job = batch.run("exit 0")

    told = heard(4)
    details = [event["detail"] for event in told]
    assert [one["status"] for one in details] == ["RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED"]
    assert {event["resources"][0] for event in told} == {job["jobArn"]}
    assert details[-1]["container"]["exitCode"] == 0
    assert details[-1]["jobDefinition"] == job["jobDefinition"]


def test_an_array_is_told_of_after_its_children_which_have_an_index(batch, client):
    heard = hear(client, batch, "Batch Job State Change")

    batch.ended(batch.submit(batch.definition(batch.image("exit 0")), arrayProperties={"size": 2}))

    arrays = [(e["detail"]["status"], e["detail"]["arrayProperties"]) for e in heard(10)]
    parents = [(status, array["size"]) for status, array in arrays if "size" in array]
    assert parents == [("PENDING", 2), ("SUCCEEDED", 2)]
    assert arrays[-1][0] == "SUCCEEDED"
    assert "size" in arrays[-1][1]
    assert {array["index"] for _, array in arrays if "index" in array} == {0, 1}


def test_a_job_that_no_environment_can_hold_is_told_of_and_ends_by_the_limit_of_its_queue(
    client, aws
):
    batch = Batch(client, aws.endpoint, vcpus=1)
    heard = hear(client, batch, "Batch Job Queue Blocked")
    reason = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"
    limit = {"action": "CANCEL", "maxTimeSeconds": 600, "reason": reason, "state": "RUNNABLE"}
    batch.api.update_job_queue(jobQueue="queue", jobStateTimeLimitActions=[limit])
    big = [{"type": "VCPU", "value": "2"}, {"type": "MEMORY", "value": "4096"}]
    definition = batch.definition(batch.image("exit 0"), resourceRequirements=big)

    parent_id = batch.submit(definition, arrayProperties={"size": 2})
    stuck = batch.reach(f"{parent_id}:1", "RUNNABLE")
    [event] = heard(1)
    control(aws.endpoint, "POST", "/batch/time-limits")
    parent = batch.ended(parent_id)

    assert stuck["statusReason"].startswith(f"{reason} - ")
    assert event["detail"]["jobId"] == f"{parent_id}:0"
    assert event["detail"]["statusReason"] == stuck["statusReason"]
    assert parent["status"] == "FAILED"
    assert batch.job(f"{parent_id}:1")["statusReason"] == (
        f"Canceled by JobStateTimeLimit action due to reason: {reason}"
    )
