"""Stack sets, their instances and operations."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.models import cloudformation_backends
from moto.core.utils import utcnow
from moto.utilities.utils import get_partition


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


@dataclass
class StackInstance:
    account_id: str
    region: str
    unit_id: str
    overrides: list[dict[str, Any]] = field(default_factory=list)
    stack_id: str | None = None
    #: CURRENT, OUTDATED or INOPERABLE, and SUCCEEDED or FAILED in detail.
    status: str = "OUTDATED"
    detail: str = "PENDING"
    reason: str | None = None
    operation_id: str | None = None


@dataclass
class Operation:
    operation_id: str
    action: str
    #: The instances that it worked on, as they were when it had.
    results: list[dict[str, Any]] = field(default_factory=list)
    status: str = "SUCCEEDED"
    created: datetime = field(default_factory=utcnow)
    ended: datetime = field(default_factory=utcnow)


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


def table(account_id: str, region: str) -> dict[str, StackSet]:
    """The active stack sets by name."""
    backend = cloudformation_backends[account_id][region]
    # On the back end, so that a reset of moto forgets it.
    return backend.__dict__.setdefault("own_stack_sets", {})  # type: ignore[no-any-return]


def find(account_id: str, region: str, name_or_id: str) -> StackSet:
    """:raises StackSetNotFound: for a name, id or ARN that is not there."""
    name = name_or_id.rsplit("/", 1)[-1].split(":", 1)[0]
    found = table(account_id, region).get(name)
    if found is None:
        raise StackSetNotFound(f"StackSet {name} not found")
    return found
