"""Jobs, and how the API tells of them.

https://docs.aws.amazon.com/batch/latest/userguide/job_states.html
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.services.batch import fargate
from embedded_aws.services.batch.state import State

STATUSES = ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED")
ENDED = ("SUCCEEDED", "FAILED")
NOT_STARTED = ("SUBMITTED", "PENDING", "RUNNABLE")


def now() -> int:
    return round(time.time() * 1000)


@dataclass
class Request:
    """What SubmitJob was asked; the children of an array share it."""

    name: str
    queue_arn: str
    definition: dict[str, Any]
    #: The container as the definition has it, with the overrides of the request.
    container: dict[str, Any]
    overrides: dict[str, Any]
    parameters: dict[str, str]
    retry: dict[str, Any]
    timeout: dict[str, int] | None
    priority: int = 0

    @property
    def vcpus(self) -> float:
        return fargate.vcpus(self.container)


@dataclass(eq=False)
class Job:
    state: State
    request: Request
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    #: None but in a child of an array.
    index: int | None = None
    parent: "Job | None" = None
    #: Of an array.
    children: "list[Job]" = field(default_factory=list)
    children_ended: int = 0
    status: str = "SUBMITTED"
    reason: str | None = None
    created_at: int = field(default_factory=now)
    started_at: int | None = None
    stopped_at: int | None = None
    attempts: list[dict[str, Any]] = field(default_factory=list)
    #: What the last attempt adds to the container: exitCode, reason, logStreamName, taskArn.
    outcome: dict[str, Any] = field(default_factory=dict)
    #: Why it is not to run (on); None while nobody wants it ended.
    end_reason: str | None = None
    cancelled: bool = False
    #: Ends the process of the attempt that runs.
    stop_process: Callable[[], None] | None = None

    @property
    def arn(self) -> str:
        return self.state.arn("job", self.id)

    @property
    def ended(self) -> bool:
        return self.status in ENDED


def summary(job: Job) -> dict[str, Any]:
    """https://docs.aws.amazon.com/batch/latest/APIReference/API_JobSummary.html"""
    told = {name: job.outcome[name] for name in ("exitCode", "reason") if name in job.outcome}
    return {
        "jobArn": job.arn,
        "jobId": job.id,
        "jobName": job.request.name,
        "createdAt": job.created_at,
        "status": job.status,
        "jobDefinition": job.request.definition["jobDefinitionArn"],
        **({"container": told} if told else {}),
        **_common(job),
    }


def detail(job: Job) -> dict[str, Any]:
    """https://docs.aws.amazon.com/batch/latest/APIReference/API_JobDetail.html"""
    request = job.request
    return {
        "jobArn": job.arn,
        "jobName": request.name,
        "jobId": job.id,
        "jobQueue": request.queue_arn,
        "status": job.status,
        "attempts": [dict(attempt) for attempt in job.attempts],
        "createdAt": job.created_at,
        "retryStrategy": request.retry,
        "dependsOn": [],
        "jobDefinition": request.definition["jobDefinitionArn"],
        "parameters": request.parameters,
        "container": {**request.container, "networkInterfaces": [], **job.outcome},
        "tags": job.state.tags(job.arn),
        "propagateTags": request.definition["propagateTags"],
        "platformCapabilities": request.definition["platformCapabilities"],
        "isCancelled": job.cancelled,
        "isTerminated": job.end_reason is not None and not job.cancelled,
        **({"timeout": request.timeout} if request.timeout else {}),
        **_common(job),
    }


def _common(job: Job) -> dict[str, Any]:
    optional = {
        "statusReason": job.reason,
        "startedAt": job.started_at,
        "stoppedAt": job.stopped_at,
        "arrayProperties": _array(job),
    }
    return {name: value for name, value in optional.items() if value is not None}


def _array(job: Job) -> dict[str, Any] | None:
    if job.index is not None:
        return {"statusSummary": {}, "index": job.index}
    if not job.children:
        return None
    counts = Counter(child.status for child in job.children)
    summary_of = {status: counts[status] for status in STATUSES}
    return {"statusSummary": summary_of, "size": len(job.children)}
