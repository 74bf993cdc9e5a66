"""What Batch refuses, by AWS's error name."""

import pytest
from batch_under_test import SMALL, Batch
from organizations_under_test import code_of, error_of


@pytest.fixture
def batch(client, aws):
    return Batch(client, aws.endpoint)


def test_a_job_needs_a_queue_and_a_definition_that_are_there(batch):
    definition = batch.definition(batch.image("exit 0"))

    def refused(**options):
        given = {"jobName": "job", "jobQueue": "queue", "jobDefinition": definition}
        return code_of(batch.api.submit_job, **{**given, **options})

    assert refused(jobQueue="none") == "ClientException"
    assert refused(jobDefinition="none") == "ClientException"
    assert refused(jobDefinition="definition:9") == "ClientException"
    batch.api.deregister_job_definition(jobDefinition="definition:1")
    assert refused() == "ClientException"
    assert refused(jobDefinition="definition") == "ClientException"


def test_a_name_of_a_job_that_is_malformed_is_refused(batch):
    definition = batch.definition(batch.image("exit 0"))

    for name in ("-job", "a job", "j" * 129, "job.1"):
        code = code_of(
            batch.api.submit_job, jobName=name, jobQueue="queue", jobDefinition=definition
        )
        assert code == "ClientException", name


def test_a_disabled_queue_takes_no_job(batch):
    definition = batch.definition(batch.image("exit 0"))
    batch.api.update_job_queue(jobQueue="queue", state="DISABLED")

    assert code_of(batch.submit, definition=definition) == "ClientException"


def test_a_job_over_30_kib_is_refused(batch):
    definition = batch.definition(batch.image("exit 0"))
    parameters = {"long": "x" * 31_000}

    error = error_of(batch.submit, definition=definition, parameters=parameters)

    assert error["Code"] == "ClientException"
    assert "Job size must be less than 30 KiB, got 30 KiB" in error["Message"]


@pytest.mark.parametrize(
    ("vcpus", "memory"), [("1", "4000"), ("0.25", "4096"), ("3", "8192"), ("16", "16384")]
)
def test_a_size_that_fargate_does_not_have_is_refused(batch, vcpus, memory):
    wanted = [{"type": "VCPU", "value": vcpus}, {"type": "MEMORY", "value": memory}]

    registered = error_of(batch.definition, image="example.com/x", resourceRequirements=wanted)
    definition = batch.definition("example.com/x")
    submitted = error_of(
        batch.submit, definition=definition, containerOverrides={"resourceRequirements": wanted}
    )

    assert registered["Code"] == submitted["Code"] == "ClientException"
    assert "Fargate resource requirements" in registered["Message"]
    assert f"{memory} MiB) not valid." in submitted["Message"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"executionRoleArn": ""},
        {"jobRoleArn": "arn:aws:iam::999999999999:role/other"},
        {"image": ""},
        {"privileged": True},
        {"vcpus": 1, "memory": 512},
        {"resourceRequirements": SMALL[:1]},
        {"environment": [{"name": "AWS_BATCH_MINE", "value": "1"}]},
    ],
)
def test_a_container_that_fargate_does_not_run_is_refused(batch, wrong):
    assert code_of(batch.definition, **{"image": "example.com/x", **wrong}) == "ClientException"


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout": {"attemptDurationSeconds": 59}},
        {"retryStrategy": {"attempts": 11}},
        {"retryStrategy": {"evaluateOnExit": [{"action": "EXIT", "onExitCode": "1"}]}},
        {"retryStrategy": {"attempts": 1, "evaluateOnExit": [{"action": "STOP"}]}},
        {"retryStrategy": {"attempts": 1, "evaluateOnExit": [{"action": "EXIT"}] * 6}},
    ],
)
def test_a_timeout_or_retry_strategy_beyond_its_limits_is_refused(batch, wrong):
    definition = batch.definition("example.com/x")

    assert code_of(batch.definition, image="example.com/x", options=wrong) == "ClientException"
    assert code_of(batch.submit, definition=definition, **wrong) == "ClientException"


def test_a_queue_is_deleted_once_it_is_disabled(batch):
    job_id = batch.submit(batch.definition(batch.image("exec sleep 60")))
    batch.reach(job_id, "RUNNING")

    enabled = code_of(batch.api.delete_job_queue, jobQueue="queue")
    batch.api.update_job_queue(jobQueue="queue", state="DISABLED")
    batch.api.delete_job_queue(jobQueue="queue")

    assert enabled == "ClientException"
    assert batch.api.describe_job_queues(jobQueues=["queue"])["jobQueues"] == []
    assert batch.ended(job_id)["status"] == "FAILED"


def test_an_environment_is_deleted_once_it_is_disabled_and_no_queue_has_it(batch):
    delete = batch.api.delete_compute_environment
    enabled = code_of(delete, computeEnvironment="environment")
    batch.api.update_compute_environment(computeEnvironment="environment", state="DISABLED")
    used = error_of(delete, computeEnvironment=batch.environment)
    batch.api.update_job_queue(jobQueue="queue", state="DISABLED")
    batch.api.delete_job_queue(jobQueue="queue")
    delete(computeEnvironment="environment")

    assert enabled == "ClientException"
    assert used["Message"] == "Cannot delete, found existing JobQueue relationship"
    assert batch.api.describe_compute_environments()["computeEnvironments"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"minvCpus": 0, "instanceTypes": ["m5.large"]},
        {"maxvCpus": 0},
        {"subnets": ["subnet-00000000"]},
        {"securityGroupIds": ["sg-00000000"]},
        {"securityGroupIds": []},
    ],
)
def test_an_environment_that_fargate_does_not_have_is_refused(batch, wrong):
    code = code_of(
        batch.api.create_compute_environment,
        computeEnvironmentName="other",
        type="MANAGED",
        computeResources={"type": "FARGATE", "maxvCpus": 1, **batch.network, **wrong},
    )

    assert code == "ClientException"


def test_a_second_queue_or_environment_of_the_name_is_refused(batch):
    order = [{"order": 1, "computeEnvironment": "environment"}]
    resources = {"type": "FARGATE", "maxvCpus": 1, **batch.network}

    queue = code_of(
        batch.api.create_job_queue, jobQueueName="queue", priority=1, computeEnvironmentOrder=order
    )
    environment = code_of(
        batch.api.create_compute_environment,
        computeEnvironmentName="environment",
        type="MANAGED",
        computeResources=resources,
    )

    assert (queue, environment) == ("ClientException", "ClientException")


@pytest.mark.parametrize(
    "wrong",
    [
        {"maxTimeSeconds": 599},
        {"reason": "SLOW"},
        {"state": "RUNNING"},
        {"action": "TERMINATE"},
    ],
)
def test_a_time_limit_on_a_state_beyond_its_limits_is_refused(batch, wrong):
    action = {
        "action": "CANCEL",
        "maxTimeSeconds": 600,
        "reason": "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
        "state": "RUNNABLE",
    }
    update = batch.api.update_job_queue

    update(jobQueue="queue", jobStateTimeLimitActions=[action])
    code = code_of(update, jobQueue="queue", jobStateTimeLimitActions=[{**action, **wrong}])

    assert code == "ClientException"
    [queue] = batch.api.describe_job_queues()["jobQueues"]
    assert queue["jobStateTimeLimitActions"] == [action]


def test_what_is_not_modelled_says_so(batch):
    definition = batch.definition("example.com/x")

    assert code_of(batch.submit, definition=definition, dependsOn=[{"jobId": "x"}]) == (
        "NotImplemented"
    )
    node = {"numNodes": 1, "mainNode": 0, "nodeRangeProperties": []}
    assert (
        code_of(
            batch.api.register_job_definition,
            jobDefinitionName="x",
            type="multinode",
            nodeProperties=node,
        )
        == "NotImplemented"
    )
