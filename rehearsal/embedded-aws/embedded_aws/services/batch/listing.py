"""ListJobs and DescribeJobs.

https://docs.aws.amazon.com/batch/latest/APIReference/API_ListJobs.html
"""

from typing import Any

from embedded_aws.paging import page
from embedded_aws.services.batch import jobs, queues
from embedded_aws.services.batch.refusals import refused
from embedded_aws.services.batch.state import LOCK, STATUSES, Job, State

#: A page, by what is asked for.
_MOST, _MOST_FILTERED, _MOST_DESCRIBED = 1000, 100, 100


def list_jobs(state: State, given: dict[str, Any]) -> dict[str, Any]:
    wanted = [name for name in ("jobQueue", "arrayJobId", "multiNodeJobId") if given.get(name)]
    if len(wanted) != 1:
        raise refused("Exactly one of jobQueue, arrayJobId and multiNodeJobId must be given")
    status = given.get("jobStatus")
    if status is not None and status not in STATUSES:
        raise refused(f"Job status is not one of {' | '.join(STATUSES)}")
    filters = given.get("filters") or []
    if len(filters) > 1:
        raise refused("Only one filter can be used at a time")
    with LOCK:
        listed = _children(state, given) if "arrayJobId" in wanted else _queued(state, given)
        if filters and wanted == ["jobQueue"]:
            listed = [one for one in listed if _matches(one, filters[0])]
            listed.sort(key=lambda one: -one.created_at)
        else:
            listed = [one for one in listed if one.status == (status or "RUNNING")]
        told = [jobs.summary(one) for one in listed]
    limit = _MOST_FILTERED if filters else _MOST
    try:
        found, token = page(told, limit, given.get("maxResults"), given.get("nextToken"))
    except ValueError as error:
        raise refused(str(error)) from error
    return {"jobSummaryList": found, **({"nextToken": token} if token else {})}


def describe_jobs(state: State, ids: list[str]) -> list[dict[str, Any]]:
    """Those that are there, in the order in which they were asked for."""
    if len(ids) > _MOST_DESCRIBED:
        raise refused(f"Maximum number of jobs supported is {_MOST_DESCRIBED}")
    with LOCK:
        return [jobs.detail(state.jobs[one]) for one in ids if one in state.jobs]


def _children(state: State, given: dict[str, Any]) -> list[Job]:
    parent = state.jobs.get(given["arrayJobId"])
    if parent is None:
        raise refused(f"Job {given['arrayJobId']} does not exist")
    return list(parent.children)


def _queued(state: State, given: dict[str, Any]) -> list[Job]:
    """Without the children of arrays."""
    arn = queues.get(state, given["jobQueue"])["jobQueueArn"]
    return [
        one for one in state.jobs.values() if one.request.queue_arn == arn and one.parent is None
    ]


def _matches(job: Job, wanted: dict[str, Any]) -> bool:
    name, values = wanted.get("name"), [str(value) for value in wanted.get("values") or []]
    if name in ("BEFORE_CREATED_AT", "AFTER_CREATED_AT"):
        moments = [int(value) for value in values]
        before = name == "BEFORE_CREATED_AT"
        return any(job.created_at < m if before else job.created_at > m for m in moments)
    texts = {
        "JOB_NAME": (job.request.name,),
        "JOB_DEFINITION": (
            job.request.definition["jobDefinitionArn"],
            job.request.definition["jobDefinitionArn"].split("/")[-1],
            job.request.definition["jobDefinitionName"],
        ),
    }.get(str(name))
    if texts is None:
        raise refused(f"Unknown filter {name}")
    return any(_like(value, text) for value in values for text in texts)


def _like(pattern: str, text: str) -> bool:
    pattern, text = pattern.lower(), text.lower()
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern
