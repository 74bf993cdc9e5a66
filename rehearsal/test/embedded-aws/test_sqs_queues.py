"""Queues that many send to, receive from and delete from at once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

from moto.sqs.models import sqs_backends
from organizations_under_test import REGION
from stacks import create, template, update


def backend_of(account_id):
    return sqs_backends[account_id][REGION]


def test_nothing_is_lost_or_given_twice_while_others_send_and_delete(client, account_id):
    client("sqs").create_queue(QueueName="q")
    backend = backend_of(account_id)
    taken = []

    def send(sender):
        for n in range(100):
            backend.send_message("q", f"{sender}-{n}")

    def receive(_):
        while len(taken) < 400:
            for message in backend.receive_message("q", 10, 0, 60):
                taken.append(message.body)
                backend.delete_message("q", message.receipt_handle)

    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda work: work[0](work[1]), [(f, n) for n in range(4) for f in (send, receive)]
            )
        )

    assert sorted(taken) == sorted(f"{s}-{n}" for s in range(4) for n in range(100))


def test_a_message_is_kept_for_the_retention_period_of_its_queue(client, account_id):
    attributes = {"MessageRetentionPeriod": "60"}
    client("sqs").create_queue(QueueName="q", Attributes=attributes)
    backend = backend_of(account_id)
    young, old = (backend.send_message("q", body) for body in ("young", "old"))

    young.sent_timestamp -= 59_000
    old.sent_timestamp -= 60_000

    assert [one.body for one in backend.receive_message("q", 10, 0, 60)] == ["young"]


def test_whoever_waits_gets_a_message_when_it_arrives(client, account_id):
    url = client("sqs").create_queue(QueueName="q")["QueueUrl"]
    waiting = threading.Timer(0.1, backend_of(account_id).send_message, ("q", "x"))

    waiting.start()
    found = client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=20)

    assert [one["Body"] for one in found["Messages"]] == ["x"]


def test_a_message_received_too_often_goes_to_the_dead_letter_queue(client, account_id):
    sqs = client("sqs")
    lost = sqs.create_queue(QueueName="lost")["QueueUrl"]
    redrive = {
        "deadLetterTargetArn": f"arn:aws:sqs:{REGION}:{account_id}:lost",
        "maxReceiveCount": 2,
    }
    attributes = {"RedrivePolicy": json.dumps(redrive)}
    url = sqs.create_queue(QueueName="q", Attributes=attributes)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="x")

    def receive(queue):
        wanted = {"AttributeNames": ["All"], "VisibilityTimeout": 60}
        messages = sqs.receive_message(QueueUrl=queue, **wanted).get("Messages", [])
        for one in messages:
            sqs.change_message_visibility(
                QueueUrl=queue, ReceiptHandle=one["ReceiptHandle"], VisibilityTimeout=0
            )
        return [one["Attributes"]["ApproximateReceiveCount"] for one in messages]

    assert [receive(url) for _ in range(3)] == [["1"], ["2"], []]
    assert receive(lost) == ["3"]


def test_a_stack_changes_every_property_of_a_queue_and_keeps_its_messages(client, account_id):
    api, sqs = client("cloudformation"), client("sqs")

    def queues(**properties):
        lost = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "lost"}}
        own = {"Type": "AWS::SQS::Queue", "DependsOn": "Lost"}
        own["Properties"] = {"QueueName": "q", **properties}
        return template({"Lost": lost, "Queue": own})

    redrive = {"deadLetterTargetArn": f"arn:aws:sqs:{REGION}:{account_id}:lost"}
    create(api, "queues", queues(MessageRetentionPeriod=600))
    url = sqs.get_queue_url(QueueName="q")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="x")
    update(
        api,
        "queues",
        queues(VisibilityTimeout=180, RedrivePolicy={**redrive, "maxReceiveCount": 5}),
    )

    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert json.loads(found["RedrivePolicy"])["maxReceiveCount"] == 5
    assert (found["VisibilityTimeout"], found["MessageRetentionPeriod"]) == ("180", "345600")
    assert found["ApproximateNumberOfMessages"] == "1"


def test_the_policy_stays_when_other_attributes_are_set(client):
    sqs = client("sqs")
    policy = {"Version": "2012-10-17", "Statement": [{"Sid": "x", "Effect": "Deny"}]}
    statement = {"Principal": "*", "Action": "sqs:*", "Resource": "*"}
    policy["Statement"][0].update(statement)
    url = sqs.create_queue(QueueName="q", Attributes={"Policy": json.dumps(policy)})["QueueUrl"]

    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "5"})
    kept = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
    removed = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]

    assert (json.loads(kept["Policy"]), kept["DelaySeconds"]) == (policy, "5")
    assert "Policy" not in removed
