"""What EventBridge hears of jobs: every state but the first.

https://docs.aws.amazon.com/batch/latest/userguide/batch_job_events.html
"""

from embedded_aws import events_log
from embedded_aws.beliefs import belief
from embedded_aws.delivery.events import emit
from embedded_aws.evidence import evidence
from embedded_aws.services.batch import jobs
from embedded_aws.services.batch.state import LOCK, Job, now

_OF_PARENTS = belief("batch-parent-end-event")


@evidence("batch-parent-end-event")
def change(job: Job, status: str, reason: str | None = None) -> bool:
    """Puts the job into the state and publishes it; False when it has ended already."""
    with LOCK:
        if job.ended:
            return False
        job.status = status
        job.reason = reason
        if job.ended:
            job.stopped_at = now()
        told = jobs.detail(job)
    state = job.state
    if job.ended:
        events_log.record(
            "job", state.account_id, state.region, job=job.id, status=status, reason=reason
        )
    if job.children and not _OF_PARENTS.holds:
        return True
    emit(state.account_id, state.region, "aws.batch", "Batch Job State Change", told, [job.arn])
    return True


def blocked(job: Job) -> None:
    """https://docs.aws.amazon.com/batch/latest/userguide/batch-job-queue-blocked-events.html"""
    with LOCK:
        told = jobs.detail(job)
    state, resources = job.state, [job.arn, job.request.queue_arn]
    emit(state.account_id, state.region, "aws.batch", "Batch Job Queue Blocked", told, resources)
