"""Jobs run as processes: what they find, what is kept of them, and how they end."""

import sys

import pytest
from batch_under_test import Batch, role


@pytest.fixture
def batch(client, aws):
    return Batch(client, aws.endpoint)


def test_a_job_runs_the_command_of_its_image_and_succeeds(batch):
    image = batch.image('echo "$# $1 $2"')
    job_id = batch.submit(
        batch.definition(
            image, command=["--name", "Ref::who"], options={"parameters": {"who": "world"}}
        ),
        parameters={"who": "moon"},
    )

    job = batch.ended(job_id)

    assert (job["status"], job["container"]["exitCode"]) == ("SUCCEEDED", 0)
    assert job["statusReason"] == "Essential container in task exited"
    assert job["createdAt"] <= job["startedAt"] <= job["stoppedAt"]
    assert batch.output(job) == ["2 --name moon"]
    assert job["container"]["logStreamName"].startswith("audit/default/")
    assert len(job["attempts"]) == 1
    assert job["attempts"][0]["container"]["exitCode"] == 0


def test_a_job_finds_what_batch_tells_it_and_its_own_settings(batch, aws, account_id):
    image = batch.image("env", environment={"PYTHONPATH": "/opt"})
    definition = batch.definition(
        image, environment=[{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]
    )
    overrides = {"environment": [{"name": "B", "value": "3"}, {"name": "C", "value": "4"}]}

    job = batch.ended(batch.submit(definition, containerOverrides=overrides))

    found = dict(line.split("=", 1) for line in batch.output(job))
    assert {name: found.get(name) for name in ("A", "B", "C", "PYTHONPATH")} == {
        "A": "1",
        "B": "3",
        "C": "4",
        "PYTHONPATH": "/opt",
    }
    assert found["AWS_BATCH_JOB_ID"] == job["jobId"]
    assert found["AWS_BATCH_JQ_NAME"] == "queue"
    assert found["AWS_BATCH_CE_NAME"] == "environment"
    assert found["AWS_BATCH_JOB_ATTEMPT"] == "1"
    assert "AWS_BATCH_JOB_ARRAY_INDEX" not in found
    assert (found["AWS_REGION"], found["AWS_DEFAULT_REGION"]) == ("eu-west-1", "eu-west-1")
    assert found["AWS_EXECUTION_ENV"] == "AWS_ECS_FARGATE"
    assert found["AWS_ENDPOINT_URL"] == aws.endpoint
    assert "AWS_CONTAINER_CREDENTIALS_FULL_URI" not in found
    assert {"name": "B", "value": "3"} in job["container"]["environment"]


CALLS = """
import boto3
from botocore.exceptions import ClientError
print(boto3.client("sts").get_caller_identity()["Arn"])
print([bucket["Name"] for bucket in boto3.client("s3").list_buckets()["Buckets"]])
try:
    boto3.client("iam").list_users()
except ClientError as error:
    print(error.response["Error"]["Code"])
"""


def test_a_job_calls_as_its_role_and_may_do_what_that_allows(batch, client, account_id):
    client("s3").create_bucket(
        Bucket=f"b-{account_id}", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    may = {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}
    image = batch.image(f"{sys.executable} -c '{CALLS}'")
    definition = batch.definition(image, jobRoleArn=role(client, "auditor", may))

    job = batch.ended(batch.submit(definition))

    identity, buckets, refused = batch.output(job)
    task_id = job["container"]["taskArn"].split("/")[-1]
    assert identity == f"arn:aws:sts::{account_id}:assumed-role/auditor/{task_id}"
    assert buckets == f"['b-{account_id}']"
    assert refused == "AccessDenied"


def test_credentials_are_answered_to_the_task_alone_and_while_it_runs(batch, client, tmp_path):
    script = 'echo "$AWS_CONTAINER_CREDENTIALS_FULL_URI"; curl -s -o /dev/null -w "%{http_code}\\n"'
    asked = f'{script} "$AWS_CONTAINER_CREDENTIALS_FULL_URI"'
    image = batch.image(asked)
    job = batch.ended(batch.submit(batch.definition(image, jobRoleArn=role(client, "auditor"))))

    [uri, status] = batch.output(job)

    assert "/_embedded-aws/batch/credentials/" in uri
    assert status == "404"


def test_a_job_whose_container_fails_tells_its_exit_code(batch):
    job = batch.run("echo broken >&2; exit 3")

    assert (job["status"], job["container"]["exitCode"]) == ("FAILED", 3)
    assert batch.output(job) == ["broken"]


def test_a_failed_job_is_tried_again_as_often_as_it_may(batch):
    image = batch.image('test "$AWS_BATCH_JOB_ATTEMPT" = 3')
    definition = batch.definition(image, options={"retryStrategy": {"attempts": 3}})

    job = batch.ended(batch.submit(definition))

    codes = [attempt["container"]["exitCode"] for attempt in job["attempts"]]
    assert (job["status"], codes) == ("SUCCEEDED", [1, 1, 0])
    streams = {attempt["container"]["logStreamName"] for attempt in job["attempts"]}
    assert len(streams) == 3


@pytest.mark.parametrize(
    ("condition", "attempts"),
    [
        ({"onExitCode": "7", "action": "EXIT"}, 1),
        ({"onExitCode": "7*", "action": "exit"}, 1),
        ({"onExitCode": "8", "action": "EXIT"}, 3),
        ({"onReason": "*", "action": "EXIT"}, 1),
        ({"onReason": "CannotPull*", "action": "EXIT"}, 3),
        ({"onStatusReason": "Essential*", "action": "EXIT"}, 1),
        ({"onExitCode": "7", "onStatusReason": "Host EC2*", "action": "EXIT"}, 3),
        ({"onExitCode": "7", "action": "RETRY"}, 3),
    ],
)
def test_a_job_is_tried_again_unless_a_condition_says_exit(batch, condition, attempts):
    retry = {"attempts": 3, "evaluateOnExit": [condition]}

    job = batch.run("exit 7", retryStrategy=retry)

    assert (job["status"], len(job["attempts"])) == ("FAILED", attempts)


def test_an_attempt_that_takes_too_long_is_ended_and_not_tried_again(batch):
    image = batch.image("exec sleep 60", timeoutSeconds=0.2)
    options = {"timeout": {"attemptDurationSeconds": 60}, "retryStrategy": {"attempts": 3}}

    job = batch.ended(batch.submit(batch.definition(image, options=options)))

    assert job["status"] == "FAILED"
    assert job["statusReason"] == "Job attempt duration exceeded timeout"
    assert (job["container"]["exitCode"], len(job["attempts"])) == (143, 1)


def test_a_job_that_runs_is_terminated_and_one_that_waits_never_starts(client, aws):
    batch = Batch(client, aws.endpoint, vcpus=1)
    big = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}]
    definition = batch.definition(batch.image("exec sleep 60"), resourceRequirements=big)
    running, waiting = batch.submit(definition), batch.submit(definition)
    batch.reach(running, "RUNNING")
    batch.reach(waiting, "RUNNABLE")

    batch.api.cancel_job(jobId=running, reason="no effect")
    batch.api.cancel_job(jobId=waiting, reason="not wanted")
    cancelled = batch.job(waiting)
    still = batch.job(running)["status"]
    batch.api.terminate_job(jobId=running, reason="enough")
    terminated = batch.ended(running)

    assert (cancelled["status"], cancelled["statusReason"]) == ("FAILED", "not wanted")
    assert (cancelled["isCancelled"], cancelled["attempts"]) == (True, [])
    assert still == "RUNNING"
    assert (terminated["status"], terminated["statusReason"]) == ("FAILED", "enough")
    assert (terminated["isTerminated"], terminated["container"]["exitCode"]) == (True, 143)


def test_a_disabled_environment_starts_jobs_once_it_is_enabled(batch):
    batch.api.update_compute_environment(computeEnvironment="environment", state="DISABLED")
    job_id = batch.submit(batch.definition(batch.image("exit 0")))
    waiting = batch.reach(job_id, "RUNNABLE")["status"]

    batch.api.update_compute_environment(computeEnvironment="environment", state="ENABLED")

    assert waiting == "RUNNABLE"
    assert batch.ended(job_id)["status"] == "SUCCEEDED"
