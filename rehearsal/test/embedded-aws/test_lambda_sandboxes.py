"""A sandbox serves invocations one after the other, as long as its function is the same."""

import json
import threading
import time

import pytest
from embedded_aws.lambda_runtime import sandboxes
from functions import eventually, function, package, role
from organizations_under_test import control

#: Returns which process it is, and how often that has been asked.
COUNTING = """
const fs = require('node:fs');
let calls = 0;
const meet = async (folder) => {
  fs.writeFileSync(`${folder}/${process.pid}`, '');
  while (fs.readdirSync(folder).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
};
exports.handler = async (event) => {
  calls += 1;
  console.log(`call ${calls} of ${event.name}`);
  if (event.name === 'exit') process.exit(3);
  if (event.name === 'throw') throw new Error('thrown');
  if (event.name === 'hang') await new Promise((resolve) => setTimeout(resolve, 20000));
  if (event.name === 'later') setTimeout(() => { throw new Error('uncaught'); });
  if (event.name === 'meet') await meet(event.folder);
  return { pid: process.pid, calls };
};"""


def call(client, name="x", **event):
    payload = json.dumps({"name": name, **event})
    answer = client("lambda").invoke(FunctionName="f", Payload=payload)
    return json.loads(answer["Payload"].read())


def lines(client):
    events = client("logs").filter_log_events(logGroupName="/aws/lambda/f")["events"]
    return [(event["logStreamName"], event["message"]) for event in events]


@pytest.fixture
def counting(client, node):
    """The function's ARN; no sandbox of another test takes its place."""
    sandboxes.end_idle(0)
    return function(client, COUNTING, Timeout=6)


def test_module_level_state_outlives_an_invocation(client, counting):
    first, second = call(client), call(client)

    assert second["pid"] == first["pid"]
    assert (first["calls"], second["calls"]) == (1, 2)


def test_a_python_function_is_kept_too(client):
    source = "calls = []\ndef handler(event, context):\n    calls.append(1)\n    return len(calls)"
    function(client, source, Runtime="python3.13", file_name="index.py")

    assert (call(client), call(client)) == (1, 2)


def test_output_is_told_of_the_invocation_that_printed_it(client, counting):
    call(client, "one")
    call(client, "two")

    streams, texts = zip(*lines(client), strict=True)
    kinds = [text if text.startswith("call") else text.split()[0] for text in texts]
    own = ["START", "call 1 of one", "END", "REPORT", "START", "call 2 of two", "END", "REPORT"]
    assert kinds == own
    # A log stream is a sandbox's.
    assert len(set(streams)) == 1


def begin(client, folder):
    """Calls the function, which runs until there are two files in the folder."""
    found = []
    thread = threading.Thread(
        target=lambda: found.append(call(client, "meet", folder=str(folder))), daemon=True
    )
    thread.start()

    def result():
        thread.join()
        return found[0]

    return result


def test_invocations_at_the_same_time_have_a_sandbox_each(client, counting, tmp_path):
    results = [begin(client, tmp_path), begin(client, tmp_path)]

    found = [result() for result in results]
    assert len({one["pid"] for one in found}) == 2
    assert [one["calls"] for one in found] == [1, 1]


def test_an_error_of_the_handler_leaves_the_sandbox(client, counting):
    first = call(client)

    failed = call(client, "throw")

    assert failed["errorMessage"] == "thrown"
    assert call(client) == {"pid": first["pid"], "calls": 3}


@pytest.mark.parametrize(
    ("name", "error_type"),
    [("exit", "Runtime.ExitError"), ("hang", "Sandbox.Timedout")],
)
def test_a_crash_or_timeout_ends_the_sandbox(client, counting, name, error_type):
    first = call(client)

    failed = call(client, name)

    assert failed["errorType"] == error_type
    second = call(client)
    assert second["pid"] != first["pid"]
    assert second["calls"] == 1


def test_what_is_left_of_an_invocation_waits_for_the_next_one(client, counting):
    first = call(client, "later")

    # Frozen in between, as on AWS: only now does its timer go off.
    failed = call(client, "hang")

    assert first["calls"] == 1
    assert failed["errorMessage"] == "uncaught"
    assert call(client)["calls"] == 1


def test_a_module_that_does_not_load_is_loaded_again(client, node):
    function(client, "throw new Error('no such setting');")

    first, second = call(client), call(client)

    assert (first["errorMessage"], second["errorMessage"]) == ("no such setting",) * 2


@pytest.mark.parametrize(
    "change",
    [
        lambda api: api.update_function_code(
            FunctionName="f", ZipFile=package(COUNTING + "// changed")
        ),
        lambda api: api.update_function_code(FunctionName="f", ZipFile=package(COUNTING)),
        lambda api: api.update_function_configuration(FunctionName="f", Description="changed"),
        lambda api: api.update_function_configuration(
            FunctionName="f", Environment={"Variables": {"OWN": "changed"}}
        ),
    ],
    ids=["code", "code once more", "description", "environment"],
)
def test_a_function_that_is_updated_has_new_sandboxes(client, counting, change):
    first = call(client)

    change(client("lambda"))

    second = call(client)
    assert second["pid"] != first["pid"]
    assert second["calls"] == 1


def alive():
    return [sandbox.settings.arn for sandbox in [*sandboxes._idle, *sandboxes._busy]]


def test_a_function_that_is_deleted_has_none(client, counting):
    call(client)
    before = alive()

    client("lambda").delete_function(FunctionName="f")

    assert counting in before
    assert counting not in alive()


def test_a_deleted_function_may_finish(client, counting, tmp_path):
    result = begin(client, tmp_path)
    eventually(lambda: list(tmp_path.iterdir()))

    client("lambda").delete_function(FunctionName="f")
    running = counting in alive()
    (tmp_path / "second").touch()

    assert running
    assert result()["calls"] == 1
    assert counting not in alive()


def test_idle_ones_end_after_a_while_and_when_there_are_too_many(client, node, monkeypatch):
    monkeypatch.setattr(sandboxes, "MAX_IDLE", 2)
    sandboxes.end_idle(0)
    arns = [function(client, COUNTING, FunctionName=name) for name in ("f", "g", "h")]
    api = client("lambda")

    for name in ("f", "g", "h"):
        api.invoke(FunctionName=name, Payload=b"{}")
    kept = alive()
    sandboxes.end_idle(time.monotonic())
    young = alive()
    sandboxes.end_idle(0)

    # That of f has been idle for longest.
    assert kept == young == arns[1:]
    assert alive() == []


#: Makes queues until it is killed.
CALLING = """
const { SQSClient, CreateQueueCommand } = require('@aws-sdk/client-sqs');
exports.handler = async () => {
  const sqs = new SQSClient({ maxAttempts: 1 });
  for (const QueueName of ['a', 'b', 'c']) await sqs.send(new CreateQueueCommand({ QueueName }));
};"""


def test_lambda_may_end_what_is_idle_at_any_time(client, counting, aws):
    first = call(client)

    control(aws.endpoint, "DELETE", "/functions/sandboxes")

    assert alive() == []
    assert call(client)["pid"] != first["pid"]


def test_a_function_is_killed_by_its_own_call_which_has_its_effect(client, account_id, aws, node):
    may = {"Effect": "Allow", "Action": "sqs:CreateQueue", "Resource": "*"}
    function(client, CALLING, Role=role(client, "calling", may), Timeout=10)
    fault = {"service": "sqs", "action": "CreateQueue", "kills": True, "accountId": account_id}
    sqs = client("sqs")

    control(aws.endpoint, "POST", "/faults", {**fault, "after": 1})
    sqs.create_queue(QueueName="not-by-a-function")
    killed = call(client)

    assert killed["errorType"] == "Runtime.ExitError"
    assert killed["errorMessage"].endswith("Runtime exited with error: signal: killed")
    urls = sqs.list_queues()["QueueUrls"]
    assert [url.rsplit("/")[-1] for url in urls] == ["not-by-a-function", "a", "b"]
    assert call(client) is None
