"""What one account has of Batch in one region: resources as the API describes them, and jobs.

https://docs.aws.amazon.com/batch/latest/userguide/job_states.html
"""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from moto.batch.models import BatchBackend, batch_backends
from moto.utilities.utils import get_partition

from embedded_aws.kept import kept
from embedded_aws.services.batch import fargate

STATUSES = ("SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED")
ENDED = ("SUCCEEDED", "FAILED")
NOT_STARTED = ("SUBMITTED", "PENDING", "RUNNABLE")
#: Held over every look at jobs and every change of their states, everywhere.
LOCK = threading.RLock()


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


@dataclass
class State:
    """Resources by their ARN; jobs by their id, children among them."""

    account_id: str
    region: str
    environments: dict[str, dict[str, Any]] = field(default_factory=dict)
    queues: dict[str, dict[str, Any]] = field(default_factory=dict)
    definitions: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: Revisions that stay active when their stack has moved to another one.
    kept: set[str] = field(default_factory=set)
    jobs: "dict[str, Job]" = field(default_factory=dict)

    @property
    def backend(self) -> BatchBackend:
        """moto's, which keeps tags and scheduling policies."""
        return batch_backends[self.account_id][self.region]

    def arn(self, kind: str, name: str) -> str:
        partition = get_partition(self.region)
        return f"arn:{partition}:batch:{self.region}:{self.account_id}:{kind}/{name}"

    def tag(self, arn: str, tags: dict[str, str] | None) -> None:
        if tags:
            self.backend.tag_resource(arn, tags)

    def tags(self, arn: str) -> dict[str, str]:
        return self.backend.list_tags_for_resource(arn)


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
    #: Why it is not to run (on); None while its end is not requested.
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


def of(account_id: str, region: str) -> State:
    return kept(batch_backends[account_id][region], "state", lambda: State(account_id, region))
