"""Which job runs when and where: the oldest that fits, as far as environments and machine go."""

import threading
from collections import defaultdict
from typing import Any

from embedded_aws.services.batch import attempt, events, retries
from embedded_aws.services.batch.environments import environments_of
from embedded_aws.services.batch.state import LOCK, NOT_STARTED, Job

#: Containers at the same time: more only make each other slower.
MAX_CONTAINERS = 2
_TOO_LARGE = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"
_CAUSE = "CE(s) associated with the job queue cannot meet the CPU requirement of the job."
_TOLD = f"{_TOO_LARGE} - {_CAUSE}"

_waiting: list[Job] = []
_running = 0
#: vCPUs that are taken, by the ARN of the environment.
_taken: defaultdict[str, float] = defaultdict(float)


def admit(job: Job) -> None:
    """Sends a submitted job on its way, in the background."""

    def work() -> None:
        if job.children:
            # An array is pending until its children have ended.
            events.change(job, "PENDING")
        for one in job.children or [job]:
            _enqueue(one)
            if one.index in (None, 0):
                look_again()
        look_again()

    threading.Thread(target=work, daemon=True, name=f"admit {job.id}").start()


def _enqueue(job: Job) -> None:
    misfit = _misfit(job)
    if events.change(job, "RUNNABLE", misfit):
        with LOCK:
            _waiting.append(job)
        # One event for the array: the first child is at the head of the queue.
        if misfit and not job.index:
            events.blocked(job)


def look_again() -> None:
    """Starts whatever can run: a job came or ended, or an environment has changed."""
    while (chosen := _next()) is not None:
        job, environment = chosen
        threading.Thread(
            target=_work, args=(job, environment), daemon=True, name=f"job {job.id}"
        ).start()


def _next() -> tuple[Job, dict[str, Any]] | None:
    global _running
    with LOCK:
        if _running >= MAX_CONTAINERS:
            return None
        _waiting[:] = [job for job in _waiting if not job.ended]
        # Children of an array want the same place.
        full: set[int] = set()
        for job in sorted(_waiting, key=lambda one: -one.request.priority):
            environment = None if id(job.request) in full else _place(job)
            full.add(id(job.request))
            if environment is not None:
                _waiting.remove(job)
                _running += 1
                _taken[environment["computeEnvironmentArn"]] += job.request.vcpus
                return job, environment
    return None


def _environments(job: Job) -> list[dict[str, Any]]:
    state = job.state
    queue = state.queues.get(job.request.queue_arn)
    arns = environments_of(queue) if queue else []
    known = [state.environments[arn] for arn in arns if arn in state.environments]
    return [one for one in known if one["state"] == "ENABLED"]


def _place(job: Job) -> dict[str, Any] | None:
    for environment in _environments(job):
        taken = _taken[environment["computeEnvironmentArn"]]
        if taken + job.request.vcpus <= environment["computeResources"]["maxvCpus"]:
            return environment
    return None


def _misfit(job: Job) -> str | None:
    """Why the job will wait forever.

    https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
    """
    most = [one["computeResources"]["maxvCpus"] for one in _environments(job)]
    return _TOLD if most and max(most) < job.request.vcpus else None


def _work(job: Job, environment: dict[str, Any]) -> None:
    global _running
    try:
        ended = attempt.run(job, environment)
    except Exception as error:  # noqa: BLE001 a fault of the embedded AWS: the job has it as its reason
        ended = attempt.Ended(f"{type(error).__name__}: {error}")
    finally:
        with LOCK:
            _running -= 1
            _taken[environment["computeEnvironmentArn"]] -= job.request.vcpus
    if retries.due(job, ended):
        _enqueue(job)
    else:
        reason = job.end_reason or ended.reason
        _end(job, "SUCCEEDED" if ended.succeeded and not job.end_reason else "FAILED", reason)
    look_again()


def _end(job: Job, status: str, reason: str | None) -> None:
    """The job's last state, and that of its array with the last child."""
    parent = job.parent
    if not events.change(job, status, reason) or parent is None:
        return
    with LOCK:
        parent.children_ended += 1
        if parent.children_ended < len(parent.children):
            return
        failed = any(child.status == "FAILED" for child in parent.children)
    if failed:
        events.change(parent, "FAILED", parent.end_reason or "Array Child Job failed")
    else:
        events.change(parent, "SUCCEEDED")


def cancel(job: Job, reason: str) -> None:
    """Ends it, or those of an array, unless it has started.

    https://docs.aws.amazon.com/batch/latest/APIReference/API_CancelJob.html
    """
    job.cancelled = job.cancelled or bool(job.children and not job.ended)
    for one in job.children or [job]:
        _cancel(one, reason)


def _cancel(job: Job, reason: str) -> None:
    with LOCK:
        if job.status not in NOT_STARTED or job.end_reason is not None:
            return
        job.end_reason, job.cancelled = reason, True
    _end(job, "FAILED", reason)


def pass_time_limits() -> int:
    """Cancels what has been stuck for as long as its queue allows; answers how many.

    https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_time_limit_actions.html
    """
    with LOCK:
        stuck = [job for job in _waiting if _is_limited(job)]
    for job in stuck:
        _cancel(job, f"Canceled by JobStateTimeLimit action due to reason: {_TOO_LARGE}")
    return len(stuck)


def _is_limited(job: Job) -> bool:
    queue = job.state.queues.get(job.request.queue_arn) or {}
    limits = {action["reason"] for action in queue.get("jobStateTimeLimitActions", [])}
    return job.reason == _TOLD and _TOO_LARGE in limits


def terminate(job: Job, reason: str) -> None:
    """As :func:`cancel`; and what has started ends too.

    https://docs.aws.amazon.com/batch/latest/APIReference/API_TerminateJob.html
    """
    if job.children and not job.ended:
        job.end_reason = reason
    for one in job.children or [job]:
        with LOCK:
            if one.ended or one.end_reason is not None:
                continue
            one.end_reason = reason
            started, stop = one.status not in NOT_STARTED, one.stop_process
        if not started:
            _end(one, "FAILED", reason)
        elif stop is not None:
            stop()
