"""Stack sets, their instances and operations."""

import threading
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.models import cloudformation_backends
from moto.core.utils import utcnow
from moto.utilities.utils import get_partition

from embedded_aws.kept import kept


class StackSetNotFound(CloudFormationError):
    code = "StackSetNotFoundException"


class StackSetNotEmpty(CloudFormationError):
    code = "StackSetNotEmptyException"


class NameAlreadyExists(CloudFormationError):
    code = "NameAlreadyExistsException"


class StackInstanceNotFound(CloudFormationError):
    code = "StackInstanceNotFoundException"


class OperationNotFound(CloudFormationError):
    code = "OperationNotFoundException"


class OperationInProgress(CloudFormationError):
    code = "OperationInProgressException"


class OperationIdAlreadyExists(CloudFormationError):
    code = "OperationIdAlreadyExistsException"


@dataclass
class StackInstance:
    account_id: str
    region: str
    unit_id: str
    overrides: list[dict[str, Any]] = field(default_factory=list)
    stack_id: str | None = None
    #: CURRENT, OUTDATED or INOPERABLE; in detail what its operation makes of it.
    status: str = "OUTDATED"
    detail: str = "PENDING"
    reason: str | None = None
    operation_id: str | None = None


@dataclass
class Operation:
    operation_id: str
    action: str
    retain: bool = False
    preferences: dict[str, Any] = field(default_factory=dict)
    targets: dict[str, Any] = field(default_factory=dict)
    #: The instances that it works on, as they are now or were when it had.
    results: list[dict[str, Any]] = field(default_factory=list)
    #: QUEUED, RUNNING, SUCCEEDED or FAILED.
    status: str = "RUNNING"
    reason: str | None = None
    created: datetime = field(default_factory=utcnow)
    ended: datetime | None = None
    #: Set when it has ended.
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def failed(self) -> int:
        return sum(one["Status"] == "FAILED" for one in self.results)


@dataclass
class StackSet:
    """``account_id`` and ``region`` are those of the administrator."""

    account_id: str
    region: str
    name: str
    body: str
    description: str
    parameters: list[dict[str, Any]]
    capabilities: list[str]
    tags: dict[str, str]
    permission_model: str
    admin_role_arn: str | None
    execution_role_name: str
    auto_deployment: dict[str, Any] | None
    managed_execution: dict[str, Any]
    stack_set_id: str = ""
    status: str = "ACTIVE"
    instances: dict[tuple[str, str], StackInstance] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    #: Held while an operation begins.
    beginning: Any = field(default_factory=threading.Lock)
    #: Held by the operation that runs.
    working: Any = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.stack_set_id = f"{self.name}:{uuid.uuid4()}"

    @property
    def arn(self) -> str:
        partition = get_partition(self.region)
        return (
            f"arn:{partition}:cloudformation:{self.region}:{self.account_id}:"
            f"stackset/{self.stack_set_id}"
        )

    @property
    def is_service_managed(self) -> bool:
        return self.permission_model == "SERVICE_MANAGED"

    @property
    def unfinished(self) -> list[Operation]:
        return [one for one in self.operations.values() if not one.done.is_set()]


def table(account_id: str, region: str) -> dict[str, StackSet]:
    """The active stack sets by name."""
    backend = cloudformation_backends[account_id][region]
    return kept(backend, "own_stack_sets", dict[str, StackSet])


def find(account_id: str, region: str, name_or_id: str) -> StackSet:
    """:raises StackSetNotFound: for a name, id or ARN that is not there."""
    name = name_or_id.rsplit("/", 1)[-1].split(":", 1)[0]
    found = table(account_id, region).get(name)
    if found is None:
        raise StackSetNotFound(f"StackSet {name} not found")
    return found
