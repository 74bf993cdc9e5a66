"""What a function's role needs to submit jobs and to read of them."""

import pytest
from batch_under_test import Batch
from organizations_under_test import code_of, error_of


@pytest.fixture
def batch(client, aws):
    return Batch(client, aws.endpoint)


def allow(action, *resources):
    return {"Effect": "Allow", "Action": f"batch:{action}", "Resource": list(resources)}


def test_a_function_submits_to_the_queue_and_definition_that_its_role_names(
    batch, as_function, account_id
):
    definition = batch.definition(batch.image("exit 0"))
    any_revision = f"{definition.rpartition(':')[0]}:*"
    given = {"jobName": "job", "jobQueue": batch.queue, "jobDefinition": definition}

    may = as_function("batch", allow("SubmitJob", batch.queue, any_revision))
    job_id = may.submit_job(**given)["jobId"]

    assert batch.ended(job_id)["status"] == "SUCCEEDED"
    tagged = error_of(may.submit_job, **given, tags={"a": "b"})
    assert tagged["Code"] == "AccessDeniedException"
    assert "batch:TagResource" in tagged["Message"]
    assert code_of(may.describe_jobs, jobs=[job_id]) == "AccessDeniedException"


@pytest.mark.parametrize("missing", ["queue", "definition"])
def test_a_function_needs_both_queue_and_definition(batch, as_function, missing):
    definition = batch.definition(batch.image("exit 0"))
    both = {"queue": batch.queue, "definition": definition}
    others = [arn for name, arn in both.items() if name != missing]

    error = error_of(
        as_function("batch", allow("SubmitJob", *others)).submit_job,
        jobName="job",
        jobQueue=batch.queue,
        jobDefinition=definition,
    )

    assert error["Code"] == "AccessDeniedException"
    assert (
        f"not authorized to perform: batch:SubmitJob on resource: {both[missing]}"
        in (error["Message"])
    )


def test_lists_and_descriptions_know_no_resource(batch, as_function):
    wide = as_function("batch", allow("ListJobs", "*"))

    assert wide.list_jobs(jobQueue="queue")["jobSummaryList"] == []


def test_a_description_of_one_resource_alone_is_refused(batch, as_function):
    narrow = as_function("batch", allow("ListJobs", batch.queue))

    assert code_of(narrow.list_jobs, jobQueue="queue") == "AccessDeniedException"


def test_a_definition_without_its_revision_does_not_match(batch, as_function):
    """https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-submission.html"""
    definition = batch.definition(batch.image("exit 0"))
    name = definition.rpartition(":")[0]
    narrow = as_function("batch", allow("SubmitJob", batch.queue, name))

    error = error_of(
        narrow.submit_job,
        jobName="job",
        jobQueue=batch.queue,
        jobDefinition=name.rpartition("/")[2],
    )

    assert error["Code"] == "AccessDeniedException"
    assert f"on resource: {definition} " in error["Message"]
