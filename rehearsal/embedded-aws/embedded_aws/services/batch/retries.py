"""Whether a job that failed is tried again.

https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html
"""

from typing import Any

from embedded_aws.services.batch.attempt import Ended
from embedded_aws.services.batch.state import Job


def due(job: Job, ended: Ended) -> bool:
    """False for a job that succeeded, timed out or was terminated, and when no attempt is left."""
    if ended.succeeded or ended.timed_out or job.end_reason is not None:
        return False
    if len(job.attempts) >= int(job.request.retry["attempts"]):
        return False
    for condition in job.request.retry["evaluateOnExit"]:
        if _met(condition, ended):
            return str(condition["action"]).upper() == "RETRY"
    return True


def _met(condition: dict[str, Any], ended: Ended) -> bool:
    code = "" if ended.exit_code is None else str(ended.exit_code)
    values = {
        "onExitCode": code,
        "onReason": ended.container_reason or "",
        "onStatusReason": ended.reason,
    }
    return all(_like(condition[name], text) for name, text in values.items() if name in condition)


def _like(pattern: str, text: str) -> bool:
    return text.startswith(pattern[:-1]) if pattern.endswith("*") else text == pattern
