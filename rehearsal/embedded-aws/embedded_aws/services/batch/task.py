"""What ECS does before a container runs: roles, image and log stream.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
"""

import re
from dataclasses import dataclass
from typing import Any

from moto.sts.models import AssumedRole

from embedded_aws.authorization.assume import assume_role_for_service
from embedded_aws.authorization.check import refusal
from embedded_aws.gate import Refusal
from embedded_aws.lookup import repositories
from embedded_aws.services.batch import images, network, task_logs
from embedded_aws.services.batch.state import Job
from embedded_aws.services.batch.submission import too_long

PRINCIPAL = "ecs-tasks.amazonaws.com"
#: Registry and repository of a private image.
_ECR = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[\w-]+)\.amazonaws\.com(?:\.cn)?/(?P<name>[^:@]+)"
    r"[:@](?P<version>.+)"
)
_PULLING = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


class FailedToStart(Exception):
    """The reason is the one that Batch has for the job."""


@dataclass(frozen=True)
class Task:
    """One attempt of a job, ready to run."""

    id: str
    arn: str
    image: images.Image
    log: task_logs.Stream
    #: Of the job's role; None where the job has none.
    session: AssumedRole | None


def arn_of(job: Job, environment: dict[str, Any], task_id: str) -> str:
    cluster = environment["ecsClusterArn"].split("/", 1)[1]
    prefix = environment["ecsClusterArn"].split(":cluster/", 1)[0]
    return f"{prefix}:task/{cluster}/{task_id}"


def prepare(job: Job, environment: dict[str, Any], task_id: str) -> Task:
    """:raises FailedToStart: as ECS, which then starts no container."""
    container = job.request.container
    if too_long(job.request):
        raise FailedToStart(too_long(job.request))
    arn = arn_of(job, environment, task_id)
    execution = _session(job, container["executionRoleArn"], task_id, arn)
    role = container.get("jobRoleArn")
    session = _session(job, role, task_id, arn) if role else None
    image = _pull(job, environment, execution, container["image"])
    log = task_logs.open_stream(job, execution, task_id)
    if isinstance(log, str):
        raise FailedToStart(f"ResourceInitializationError: failed to validate logger args: {log}")
    return Task(task_id, arn, image, log, session)


def _session(job: Job, role_arn: str, task_id: str, task_arn: str) -> AssumedRole:
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html"""
    state = job.state
    try:
        return assume_role_for_service(
            PRINCIPAL,
            role_arn,
            task_id,
            region=state.region,
            source_account=state.account_id,
            source_arn=task_arn,
        )
    except Refusal as error:
        raise FailedToStart(
            f"ECS was unable to assume the role '{role_arn}' that was provided for this task. "
            "Please verify that the role being passed has the proper trust relationship and "
            "permissions and that your IAM user has permissions to pass this role."
        ) from error


def _pull(
    job: Job, environment: dict[str, Any], execution: AssumedRole, reference: str
) -> images.Image:
    region = job.state.region
    missing = network.missing(job, environment)
    if missing:
        raise FailedToStart(
            "ResourceInitializationError: unable to pull secrets or registry auth: The task "
            f"cannot pull registry auth from Amazon ECR: {missing}. Check your task network "
            "configuration."
        )
    private = _ECR.match(reference)
    if private:
        denied = refusal(execution, "ecr:GetAuthorizationToken", "*", region)
        if denied:
            raise FailedToStart(
                "ResourceInitializationError: unable to pull secrets or registry auth: execution "
                f"resource retrieval failed: unable to retrieve ecr registry auth: {denied}"
            )
        where = f"arn:aws:ecr:{private['region']}:{private['account']}:repository/{private['name']}"
        for action in _PULLING:
            denied = refusal(execution, action, where, private["region"])
            if denied:
                raise FailedToStart(_cannot_pull(reference, denied))
    image = images.pull(reference)
    if image is not None and not image.pushed and not _is_there(private):
        image = None
    if image is None:
        raise FailedToStart(_cannot_pull(reference, f"{reference}: not found"))
    return image


def _is_there(private: re.Match[str] | None) -> bool:
    """The repository has the image."""
    return private is not None and repositories.has(
        private["account"], private["region"], private["name"], private["version"]
    )


def _cannot_pull(reference: str, why: str) -> str:
    return (
        "CannotPullContainerError: pull image manifest has been retried 1 time(s): "
        f"failed to resolve ref {reference}: {why}"
    )
