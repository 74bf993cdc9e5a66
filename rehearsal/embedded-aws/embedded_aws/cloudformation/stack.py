"""A stack and its resources: the state that the API describes."""

import random
import string
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.core.utils import utcnow
from moto.utilities.utils import get_partition

from embedded_aws.cloudformation.template import Template
from embedded_aws.events_log import record

_SUFFIX = string.ascii_uppercase + string.digits


@dataclass
class Resource:
    """One resource of a stack as it was last made."""

    logical_id: str
    type_name: str
    physical_id: str | None = None
    status: str = "CREATE_IN_PROGRESS"
    reason: str | None = None
    properties: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    deletion_policy: str = "Delete"
    update_replace_policy: str = "Delete"
    #: The logical ids of resources that must exist before and after this one.
    needs: frozenset[str] = frozenset()
    timestamp: datetime = field(default_factory=utcnow)


@dataclass(frozen=True)
class StackEvent:
    event_id: str
    logical_id: str
    physical_id: str | None
    type_name: str
    status: str
    reason: str | None
    token: str | None
    timestamp: datetime


@dataclass(frozen=True)
class Output:
    key: str
    value: str
    description: str | None
    export_name: str | None


class Stack:
    """One stack. An operation holds ``busy`` from its start to its final state."""

    def __init__(self, account_id: str, region: str, name: str) -> None:
        self.account_id = account_id
        self.region_name = region
        self.name = name
        partition = get_partition(region)
        self.stack_id = (
            f"arn:{partition}:cloudformation:{region}:{account_id}:stack/{name}/{uuid.uuid4()}"
        )
        self.busy = threading.Lock()
        self.status = "REVIEW_IN_PROGRESS"
        self.status_reason: str | None = None
        self.template: Template | None = None
        #: Parameter values as given, and what Ref answers for them.
        self.parameters: dict[str, str] = {}
        self.resolved_parameters: dict[str, str] = {}
        self.hidden_parameters: frozenset[str] = frozenset()
        self.tags: dict[str, str] = {}
        self.resources: dict[str, Resource] = {}
        #: Names to generate by logical id, while a stack is restored.
        self.remembered_names: dict[str, str] = {}
        #: Continues a rollback that has failed, without some resources.
        self.stuck: Callable[[frozenset[str]], None] | None = None
        self.outputs: list[Output] = []
        self.imports: set[str] = set()
        self.events: list[StackEvent] = []
        self.role_arn: str | None = None
        self.notification_arns: list[str] = []
        self.capabilities: list[str] = []
        self.policy: str | None = None
        self.termination_protection = False
        self.disable_rollback = False
        self.on_failure: str | None = None
        self.timeout_minutes: int | None = None
        self.token: str | None = None
        self.creation_time = utcnow()
        self.last_updated_time: datetime | None = None
        self.deletion_time: datetime | None = None

    @property
    def is_deleted(self) -> bool:
        return self.status == "DELETE_COMPLETE"

    def set_status(self, status: str, reason: str | None = None) -> None:
        self.status = status
        self.status_reason = reason
        self._add_event(self.name, self.stack_id, "AWS::CloudFormation::Stack", status, reason)

    def set_resource_status(
        self, resource: Resource, status: str, reason: str | None = None
    ) -> None:
        resource.status = status
        resource.reason = reason
        resource.timestamp = utcnow()
        self._add_event(
            resource.logical_id,
            resource.physical_id,
            resource.type_name,
            status,
            reason,
        )

    def _add_event(
        self,
        logical_id: str,
        physical_id: str | None,
        type_name: str,
        status: str,
        reason: str | None,
    ) -> None:
        self.events.append(
            StackEvent(
                str(uuid.uuid4()),
                logical_id,
                physical_id,
                type_name,
                status,
                reason,
                self.token,
                utcnow(),
            )
        )
        record(
            "stack" if physical_id == self.stack_id else "resource",
            self.account_id,
            self.region_name,
            stack=self.name,
            logicalId=logical_id,
            type=type_name,
            status=status,
            reason=reason,
        )

    def system_tags(self, logical_id: str) -> dict[str, str]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html"""
        return {
            "aws:cloudformation:stack-name": self.name,
            "aws:cloudformation:stack-id": self.stack_id,
            "aws:cloudformation:logical-id": logical_id,
        }


def generated_name(stack_name: str, logical_id: str, max_length: int, lower: bool) -> str:
    """stack-logicalId-random, shortened as CloudFormation does to fit."""
    suffix = "".join(random.choices(_SUFFIX, k=12))
    room = max(max_length - len(suffix) - 2, 2)
    head = stack_name[: max(room - len(logical_id), room // 2)]
    name = f"{head}-{logical_id[: room - len(head)]}-{suffix}"
    return name.lower() if lower else name
