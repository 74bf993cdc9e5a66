"""The process: how it starts and ends, and its control interface."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from stacks import create, template

PACKAGE = Path(__file__).parents[3] / "rehearsal" / "embedded-aws"
TOPIC = {"Type": "AWS::SNS::Topic"}


def launch(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "embedded_aws", *arguments],
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(aws, path):
    with urllib.request.urlopen(f"{aws.endpoint}/_embedded-aws{path}") as answer:
        return json.load(answer)


def test_tells_when_it_is_ready_and_ends_with_its_parent():
    process = launch("--port", "0")
    ready = json.loads(process.stdout.readline())

    process.stdin.close()

    assert ready == {"ready": True, "port": ready["port"], "pid": process.pid}
    assert process.wait(timeout=10) == 0


def test_tells_that_its_port_is_in_use(aws):
    process = launch("--port", str(aws.port))

    answer = json.loads(process.stdout.readline())

    assert answer == {"ready": False, "error": f"port {aws.port} is in use"}
    assert process.wait(timeout=10) == 3


@pytest.mark.parametrize("signal_name", ["SIGTERM", "SIGINT"])
def test_ends_on_a_signal(signal_name):
    import signal

    process = launch("--port", "0")
    process.stdout.readline()

    process.send_signal(getattr(signal, signal_name))

    assert process.wait(timeout=10) == 0


def test_lists_the_stacks_of_every_account(aws, client, account_id, other_account_id):
    for owner in (account_id, other_account_id):
        create(client("cloudformation", owner), "s", template({"T": TOPIC}))
    client("cloudformation").delete_stack(StackName="s")

    found = ask(aws, "/stacks")
    with_deleted = ask(aws, "/stacks?deleted=true")

    assert [s["name"] for s in found if s["account"] == account_id] == []
    other = next(s for s in found if s["account"] == other_account_id)
    assert other["status"] == "CREATE_COMPLETE"
    assert other["resources"][0]["type"] == "AWS::SNS::Topic"
    gone = next(s for s in with_deleted if s["account"] == account_id)
    assert gone["status"] == "DELETE_COMPLETE"


def test_tells_what_happened_since_last_asked(aws, cloudformation, account_id):
    start = ask(aws, "/events")["next"]

    create(cloudformation, "s", template({"T": TOPIC}))

    answer = ask(aws, f"/events?after={start}")
    statuses = [
        (event["kind"], event["logicalId"], event["status"])
        for event in answer["events"]
        if event["account"] == account_id
    ]
    assert statuses == [
        ("stack", "s", "CREATE_IN_PROGRESS"),
        ("resource", "T", "CREATE_IN_PROGRESS"),
        ("resource", "T", "CREATE_COMPLETE"),
        ("stack", "s", "CREATE_COMPLETE"),
    ]
    assert ask(aws, f"/events?after={answer['next']}")["events"] == []


def test_counts_api_calls(aws, client):
    before = ask(aws, "/calls").get("sts:GetCallerIdentity", 0)

    client("sts").get_caller_identity()
    client("s3").list_buckets()

    after = ask(aws, "/calls")
    assert after["sts:GetCallerIdentity"] == before + 1
    assert after["s3:ListBuckets"] >= 1


def test_answers_health_and_refuses_unknown_paths(aws):
    assert ask(aws, "/health") == {"status": "ok"}
    with pytest.raises(urllib.error.HTTPError, match="404"):
        ask(aws, "/nothing")
