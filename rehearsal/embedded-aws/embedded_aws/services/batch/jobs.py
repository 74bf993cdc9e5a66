"""How the API describes jobs.

https://docs.aws.amazon.com/batch/latest/userguide/job_states.html
"""

from collections import Counter
from typing import Any

from embedded_aws.services.batch.state import STATUSES, Job


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
