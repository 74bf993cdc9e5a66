"""Array jobs, and how jobs are listed."""

import pytest
from batch_under_test import Batch
from functions import eventually
from organizations_under_test import code_of, error_of


@pytest.fixture
def batch(client, aws):
    return Batch(client, aws.endpoint)


def listed(batch, **options):
    return batch.api.list_jobs(**options)["jobSummaryList"]


def test_an_array_has_a_child_for_each_index(batch):
    image = batch.image('echo "$AWS_BATCH_JOB_ARRAY_INDEX of $AWS_BATCH_JOB_ARRAY_SIZE"')
    parent_id = batch.submit(batch.definition(image), arrayProperties={"size": 3})

    parent = batch.ended(parent_id)
    children = [batch.job(f"{parent_id}:{index}") for index in range(3)]

    assert parent["status"] == "SUCCEEDED"
    assert parent["arrayProperties"]["size"] == 3
    assert parent["arrayProperties"]["statusSummary"] == {
        "SUBMITTED": 0,
        "PENDING": 0,
        "RUNNABLE": 0,
        "STARTING": 0,
        "RUNNING": 0,
        "SUCCEEDED": 3,
        "FAILED": 0,
    }
    assert [child["arrayProperties"]["index"] for child in children] == [0, 1, 2]
    assert [batch.output(child) for child in children] == [["0 of 3"], ["1 of 3"], ["2 of 3"]]
    assert "attempts" in parent
    assert parent["attempts"] == []


def test_an_array_fails_once_all_have_ended_and_one_has_failed(batch):
    image = batch.image('test "$AWS_BATCH_JOB_ARRAY_INDEX" != 0')

    parent = batch.ended(batch.submit(batch.definition(image), arrayProperties={"size": 3}))

    assert (parent["status"], parent["statusReason"]) == ("FAILED", "Array Child Job failed")
    summary = parent["arrayProperties"]["statusSummary"]
    assert (summary["SUCCEEDED"], summary["FAILED"]) == (2, 1)


def test_an_array_is_pending_while_its_children_run(batch):
    image = batch.image("exec sleep 60")
    parent_id = batch.submit(batch.definition(image), arrayProperties={"size": 2})

    child = batch.reach(f"{parent_id}:0", "RUNNING")
    parent = batch.job(parent_id)
    batch.api.terminate_job(jobId=parent_id, reason="enough")

    assert (child["status"], parent["status"]) == ("RUNNING", "PENDING")
    assert batch.ended(parent_id)["statusReason"] == "enough"


def test_no_more_run_at_once_than_the_environment_has_vcpus(client, aws, tmp_path):
    batch = Batch(client, aws.endpoint, vcpus=1)
    script = f"mkdir {tmp_path}/lock && sleep 0.05 && rmdir {tmp_path}/lock"
    one = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}]
    definition = batch.definition(batch.image(script), resourceRequirements=one)

    parent = batch.ended(batch.submit(definition, arrayProperties={"size": 4}))

    assert parent["status"] == "SUCCEEDED"


def test_children_are_listed_by_their_array_and_state_in_pages(batch):
    image = batch.image('test "$AWS_BATCH_JOB_ARRAY_INDEX" -lt 3 || exit 4')
    parent_id = batch.submit(batch.definition(image), arrayProperties={"size": 5})
    batch.ended(parent_id)

    pages = batch.api.get_paginator("list_jobs").paginate(
        arrayJobId=parent_id, jobStatus="SUCCEEDED", PaginationConfig={"PageSize": 2}
    )
    found = [[job["arrayProperties"]["index"] for job in page["jobSummaryList"]] for page in pages]
    failed = listed(batch, arrayJobId=parent_id, jobStatus="FAILED")

    assert found == [[0, 1], [2]]
    assert [job["jobId"] for job in failed] == [f"{parent_id}:3", f"{parent_id}:4"]
    assert failed[0]["container"] == {"exitCode": 4}


def test_only_jobs_that_run_are_listed_unless_a_state_is_asked_for(batch):
    definition = batch.definition(batch.image("exec sleep 60"))
    running = batch.submit(definition)
    batch.reach(running, "RUNNING")
    done = batch.submit(batch.definition(batch.image("exit 0")))
    batch.ended(done)

    found = [job["jobId"] for job in listed(batch, jobQueue="queue")]
    succeeded = [job["jobId"] for job in listed(batch, jobQueue="queue", jobStatus="SUCCEEDED")]
    batch.api.terminate_job(jobId=running, reason="enough")

    assert found == [running]
    assert succeeded == [done]


def test_a_queue_lists_arrays_without_their_children_by_name(batch):
    image = batch.image("exit 0")
    parent_id = batch.submit(batch.definition(image), arrayProperties={"size": 2})
    batch.ended(parent_id)

    def named(*values):
        filters = [{"name": "JOB_NAME", "values": list(values)}]
        return [job["jobId"] for job in listed(batch, jobQueue="queue", filters=filters)]

    assert named("JO*") == [parent_id]
    assert named("other") == []
    definitions = [{"name": "JOB_DEFINITION", "values": ["definition"]}]
    assert len(listed(batch, jobQueue="queue", filters=definitions)) == 1
    later = [{"name": "AFTER_CREATED_AT", "values": ["9999999999999"]}]
    assert listed(batch, jobQueue="queue", filters=later) == []


def test_a_list_is_of_one_queue_or_one_array(batch):
    assert code_of(batch.api.list_jobs) == "ClientException"
    assert code_of(batch.api.list_jobs, jobQueue="queue", arrayJobId="x") == "ClientException"
    assert code_of(batch.api.list_jobs, jobQueue="none") == "ClientException"
    assert code_of(batch.api.list_jobs, arrayJobId="none") == "ClientException"


def test_no_more_than_a_hundred_jobs_are_described_at_once(batch):
    ids = [str(number) for number in range(101)]

    error = error_of(batch.api.describe_jobs, jobs=ids)

    assert error["Message"] == "Maximum number of jobs supported is 100"
    assert batch.api.describe_jobs(jobs=ids[:100])["jobs"] == []


@pytest.mark.parametrize("size", [0, 1, 10_001])
def test_an_array_has_two_to_ten_thousand_children(batch, size):
    definition = batch.definition(batch.image("exit 0"))

    code = code_of(batch.submit, definition=definition, arrayProperties={"size": size})

    assert code == "ClientException"


def test_an_array_as_large_as_can_be_is_made_at_once(batch):
    batch.api.update_compute_environment(computeEnvironment="environment", state="DISABLED")
    definition = batch.definition(batch.image("exit 0"))

    parent_id = batch.submit(definition, arrayProperties={"size": 10_000})
    waiting = eventually(
        lambda: batch.job(parent_id)["arrayProperties"]["statusSummary"]["RUNNABLE"] == 10_000
    )
    batch.api.terminate_job(jobId=parent_id, reason="enough")

    assert waiting
    assert batch.ended(parent_id)["arrayProperties"]["statusSummary"]["FAILED"] == 10_000
