"""Job queues.

https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html
"""

from typing import Any

from embedded_aws.services.batch import environments
from embedded_aws.services.batch.environments import NAME, STATES
from embedded_aws.services.batch.refusals import found, invalid, refused, selected
from embedded_aws.services.batch.state import State

_CHANGEABLE = ("state", "priority", "computeEnvironmentOrder", "jobStateTimeLimitActions")
#: https://docs.aws.amazon.com/batch/latest/APIReference/API_JobStateTimeLimitAction.html
_REASONS = (
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
)
_MAX_ENVIRONMENTS = 3


def get(state: State, name_or_arn: str) -> dict[str, Any]:
    return found(state.queues, "Job queue", name_or_arn)


def create(state: State, given: dict[str, Any]) -> dict[str, Any]:
    name = str(given.get("jobQueueName") or "")
    if not NAME.fullmatch(name):
        raise invalid(f"jobQueueName {name} should match valid pattern")
    arn = state.arn("job-queue", name)
    if arn in state.queues:
        raise invalid(f"Object already exists, jobQueueName {name}")
    queue = {
        "jobQueueName": name,
        "jobQueueArn": arn,
        "state": "ENABLED",
        "status": "VALID",
        "statusReason": "JobQueue Healthy",
        "jobStateTimeLimitActions": [],
        **_checked(state, given),
    }
    for required in ("priority", "computeEnvironmentOrder"):
        if required not in queue:
            raise refused(f"{required} must be provided")
    state.queues[arn] = queue
    state.tag(arn, given.get("tags"))
    return queue


def update(state: State, given: dict[str, Any]) -> dict[str, Any]:
    queue = get(state, str(given.get("jobQueue")))
    queue.update(_checked(state, given))
    return queue


def delete(state: State, name_or_arn: str) -> str:
    """Answers its ARN: its jobs are to be ended.

    https://docs.aws.amazon.com/batch/latest/APIReference/API_DeleteJobQueue.html
    """
    queue = get(state, name_or_arn)
    if queue["state"] != "DISABLED":
        raise refused("Cannot delete, job queue must be in the DISABLED state")
    del state.queues[queue["jobQueueArn"]]
    return str(queue["jobQueueArn"])


def describe(state: State, wanted: list[str] | None) -> list[dict[str, Any]]:
    return [
        {**one, "tags": state.tags(one["jobQueueArn"])} for one in selected(state.queues, wanted)
    ]


def _checked(state: State, given: dict[str, Any]) -> dict[str, Any]:
    changes = {name: given[name] for name in _CHANGEABLE if given.get(name) is not None}
    if changes.get("state") not in (None, *STATES):
        raise refused(f"state {changes['state']} must be one of ENABLED, DISABLED")
    if not 0 <= int(changes.get("priority", 0)) <= 1000:
        raise refused("priority must be from 0 to 1000")
    if "computeEnvironmentOrder" in changes:
        changes["computeEnvironmentOrder"] = _order(state, changes["computeEnvironmentOrder"])
    for action in changes.get("jobStateTimeLimitActions", []):
        _check_action(action)
    return changes


def _order(state: State, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not 1 <= len(given) <= _MAX_ENVIRONMENTS:
        raise refused(f"computeEnvironmentOrder must have 1 to {_MAX_ENVIRONMENTS} environments")
    arns = [environments.get(state, str(one["computeEnvironment"])) for one in given]
    return [
        {"order": int(one["order"]), "computeEnvironment": known["computeEnvironmentArn"]}
        for one, known in zip(given, arns, strict=True)
    ]


def _check_action(action: dict[str, Any]) -> None:
    seconds = int(action.get("maxTimeSeconds") or 0)
    if action.get("reason") not in _REASONS:
        raise refused(f"jobStateTimeLimitActions: unknown reason {action.get('reason')}")
    if action.get("state") != "RUNNABLE" or action.get("action") != "CANCEL":
        raise refused("jobStateTimeLimitActions: state must be RUNNABLE, action CANCEL")
    if not 600 <= seconds <= 86_400:
        raise refused("jobStateTimeLimitActions: maxTimeSeconds must be from 600 to 86400")
