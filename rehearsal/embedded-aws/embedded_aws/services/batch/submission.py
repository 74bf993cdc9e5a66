"""SubmitJob: what it refuses, and the jobs that it makes.

https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html
"""

import copy
import json
from typing import Any

from embedded_aws.gate import Refusal
from embedded_aws.services.batch import definitions, fargate, queues
from embedded_aws.services.batch.refusals import invalid, refused
from embedded_aws.services.batch.state import LOCK, Job, Request, State

#: https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html
MIN_ARRAY, MAX_ARRAY = 2, 10_000
#: https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html
_MAX_KIB = 30
_NOT_MODELLED = (
    "dependsOn",
    "nodeOverrides",
    "eksPropertiesOverride",
    "ecsPropertiesOverride",
    "shareIdentifier",
    "consumableResourcePropertiesOverride",
)


def submit(state: State, given: dict[str, Any], body: str | bytes) -> Job:
    """The job, submitted and not yet on its way.

    :raises Refusal: ClientException, as AWS.
    """
    name = str(given.get("jobName") or "")
    if not definitions.NAME.fullmatch(name):
        raise invalid(f"jobName {name} should match valid pattern")
    for unknown in _NOT_MODELLED:
        if given.get(unknown):
            message = f"The embedded AWS runs no jobs with {unknown}"
            raise Refusal("NotImplemented", message, 501)
    kib = len(body) / 1024
    if kib > _MAX_KIB:
        raise invalid(f"Job size must be less than {_MAX_KIB} KiB, got {round(kib)} KiB")
    queue = queues.get(state, str(given.get("jobQueue")))
    if queue["state"] != "ENABLED":
        raise invalid(f"Job queue {queue['jobQueueName']} is not ENABLED")
    size = _size(given.get("arrayProperties") or {})
    request = _request(state, given, queue)
    return _make(state, request, size, given.get("tags") or {})


def _size(array: dict[str, Any]) -> int:
    if "size" not in array:
        return 0
    size = int(array["size"])
    if not MIN_ARRAY <= size <= MAX_ARRAY:
        raise invalid(f"Array size must be from {MIN_ARRAY} to {MAX_ARRAY}, got {size}")
    return size


def _request(state: State, given: dict[str, Any], queue: dict[str, Any]) -> Request:
    definition = definitions.get(state, str(given.get("jobDefinition")))
    overrides = given.get("containerOverrides") or {}
    definitions.check_environment(overrides)
    container = _overridden(definition["containerProperties"], overrides)
    fargate.check_size(container)
    retry = given.get("retryStrategy")
    timeout = given.get("timeout") or definition.get("timeout")
    definitions.check_timeout(timeout)
    return Request(
        name=given["jobName"],
        queue_arn=queue["jobQueueArn"],
        # Later revisions and changes are of later jobs.
        definition=copy.deepcopy(definition),
        container=container,
        overrides=overrides,
        parameters={**definition["parameters"], **(given.get("parameters") or {})},
        retry=definitions.check_retry(retry) if retry else definition["retryStrategy"],
        timeout=timeout,
        priority=int(queue["priority"]),
    )


def _overridden(container: dict[str, Any], overrides: dict[str, Any]) -> dict[str, Any]:
    for name in ("vcpus", "memory", "instanceType"):
        if overrides.get(name):
            raise refused(f"containerOverrides: {name} is not applicable for Fargate.")
    merged = copy.deepcopy(container)
    if "command" in overrides:
        merged["command"] = list(overrides["command"])
    for name, key in (("environment", "name"), ("resourceRequirements", "type")):
        both = [*container[name], *(overrides.get(name) or [])]
        merged[name] = list({str(one[key]): dict(one) for one in both}.values())
    return merged


def _make(state: State, request: Request, size: int, tags: dict[str, str]) -> Job:
    job = Job(state, request)
    job.children = [Job(state, request, f"{job.id}:{index}", index, job) for index in range(size)]
    state.tag(job.arn, tags)
    with LOCK:
        for one in (job, *job.children):
            state.jobs[one.id] = one
    return job


def too_long(request: Request) -> str | None:
    """What ECS, and not SubmitJob, finds wrong with the overrides.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
    """
    if len(json.dumps(request.overrides)) > 8192:
        return "Container Overrides length must be at most 8192"
    return None
