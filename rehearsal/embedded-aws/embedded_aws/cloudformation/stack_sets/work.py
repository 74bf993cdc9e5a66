"""Operations: they bring the instances of a stack set to what it says, or remove them.

In the background, one at a time for each stack set.
"""

import itertools
import threading
import uuid
from collections.abc import Iterable
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.utils import utcnow

from embedded_aws import internal_errors
from embedded_aws.cloudformation import backend, operations
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack_sets.model import (
    Operation,
    OperationIdAlreadyExists,
    OperationInProgress,
    StackInstance,
    StackSet,
)
from embedded_aws.lookup import organizations

_DONE = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})
_SKIPPED = "SKIPPED_SUSPENDED_ACCOUNT"


def begin(stack_set: StackSet, action: str, operation_id: str | None, **given: Any) -> Operation:
    """An operation that has yet to :func:`start`.

    :raises OperationIdAlreadyExists: an operation of the set had the id before.
    :raises OperationInProgress: another one has not ended, and execution is not managed.
    """
    operation = Operation(operation_id or str(uuid.uuid4()), action, **given)
    with stack_set.beginning:
        if operation.operation_id in stack_set.operations:
            raise OperationIdAlreadyExists("The specified operation ID already exists")
        if stack_set.unfinished:
            if not stack_set.managed_execution.get("Active"):
                raise OperationInProgress(
                    f"Another Operation on StackSet {stack_set.arn} is in progress: "
                    f"{stack_set.unfinished[0].operation_id}"
                )
            operation.status = "QUEUED"
        stack_set.operations[operation.operation_id] = operation
    return operation


def fail(operation: Operation, reason: str) -> None:
    """Ends an operation that began, before it works on anything."""
    operation.status, operation.reason = "FAILED", reason
    operation.ended = utcnow()
    operation.done.set()


def start(stack_set: StackSet, operation: Operation, instances: Iterable[StackInstance]) -> None:
    """Works on the instances, region after region, and returns at once."""
    chosen = list(instances)
    for instance in chosen:
        instance.operation_id = operation.operation_id
        instance.detail = "PENDING"
        operation.results.append(_result(instance))
    pairs = list(zip(chosen, operation.results, strict=True))

    def work() -> None:
        try:
            with stack_set.working:
                operation.status = "RUNNING"
                exceeded = _run(stack_set, operation, pairs)
            operation.status = "FAILED" if exceeded else "SUCCEEDED"
        except Exception as error:  # noqa: BLE001 a fault of the embedded AWS: reported as one
            internal_errors.report(error)
            operation.status = "FAILED"
        finally:
            operation.ended = utcnow()
            operation.done.set()

    threading.Thread(target=work, daemon=True, name=f"stack set {stack_set.name}").start()


def _run(
    stack_set: StackSet,
    operation: Operation,
    pairs: list[tuple[StackInstance, dict[str, Any]]],
) -> bool:
    """Whether more instances of a region failed than are tolerated: it cancels the rest.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
    """
    exceeded = False
    for _, grouped in itertools.groupby(pairs, key=lambda pair: pair[0].region):
        group = list(grouped)
        tolerated, failed = _tolerated(operation.preferences, len(group)), 0
        for instance, result in group:
            if exceeded:
                instance.detail = "CANCELLED"
            else:
                instance.detail = "RUNNING"
                result.update(_result(instance))
                _work_on(stack_set, operation, instance)
                failed += instance.detail in ("FAILED", "INOPERABLE")
                exceeded = failed > tolerated
            result.update(_result(instance))
    return exceeded


def _tolerated(preferences: dict[str, Any], instances: int) -> int:
    percentage = preferences.get("FailureTolerancePercentage")
    if percentage is not None:
        return int(percentage) * instances // 100
    return int(preferences.get("FailureToleranceCount") or 0)


def _result(instance: StackInstance) -> dict[str, Any]:
    # Which status a skipped account has here is not documented; the operation succeeds.
    known = {_SKIPPED: "SUCCEEDED", "INOPERABLE": "FAILED"}
    return {
        "Account": instance.account_id,
        "Region": instance.region,
        "Status": known.get(instance.detail, instance.detail),
        "StatusReason": instance.reason or "",
        "OrganizationalUnitId": instance.unit_id,
    }


def _work_on(stack_set: StackSet, operation: Operation, instance: StackInstance) -> None:
    removes = operation.action == "DELETE"
    if not (removes and operation.retain) and _suspended(stack_set, instance):
        instance.detail = _SKIPPED
        instance.reason = f"Account {instance.account_id} is suspended"
    elif removes:
        _remove(stack_set, instance, operation.retain)
    else:
        _deploy(stack_set, instance)


def _suspended(stack_set: StackSet, instance: StackInstance) -> bool:

    found = organizations.account_state(instance.account_id)
    return stack_set.is_service_managed and found in organizations.SHUT_STATES


def _deploy(stack_set: StackSet, instance: StackInstance) -> None:
    """Creates or updates the instance's stack; its status has the failure."""
    try:
        _require_execution_role(stack_set, instance)
        status, reason = _put_stack(stack_set, instance)
    except ServiceException as error:
        status, reason = "FAILED", str(error.message)
    succeeded = status in _DONE
    instance.status = "CURRENT" if succeeded else "OUTDATED"
    instance.detail = "SUCCEEDED" if succeeded else "FAILED"
    instance.reason = None if succeeded else f"ResourceLogicalId: {reason}"


def _remove(stack_set: StackSet, instance: StackInstance, retain: bool) -> None:
    """Deletes the instance and, unless retained, its stack."""
    if instance.stack_id and not retain:
        stack = backend.find(instance.account_id, instance.region, instance.stack_id)
        operations.delete(stack, frozenset(), None)
        if not stack.is_deleted:
            instance.status, instance.detail = "INOPERABLE", "INOPERABLE"
            instance.reason = stack.status_reason
            return
    del stack_set.instances[instance.account_id, instance.region]
    instance.detail, instance.reason = "SUCCEEDED", None


def _put_stack(stack_set: StackSet, instance: StackInstance) -> tuple[str, str]:
    given = operations.StackInput(
        body=stack_set.body,
        parameters=_parameters(stack_set, instance),
        tags=dict(stack_set.tags),
        capabilities=stack_set.capabilities,
    )
    account_id, region = instance.account_id, instance.region
    if instance.stack_id is None:
        name = f"StackSet-{stack_set.name}-{uuid.uuid4()}"
        stack = operations.create(account_id, region, name, given)
        instance.stack_id = stack.stack_id
    else:
        stack = backend.find(account_id, region, instance.stack_id)
        if stack.status == "ROLLBACK_COMPLETE":
            operations.delete(stack, frozenset(), None)
            instance.stack_id = None
            return _put_stack(stack_set, instance)
        try:
            operations.update(stack, given)
        except ValidationError as error:
            if "No updates are to be performed" not in error.message:
                raise
    return stack.status, stack.status_reason or ""


def _parameters(stack_set: StackSet, instance: StackInstance) -> list[dict[str, Any]]:
    merged = {p["ParameterKey"]: p for p in stack_set.parameters}
    merged.update({p["ParameterKey"]: p for p in instance.overrides})
    return list(merged.values())


def _require_execution_role(stack_set: StackSet, instance: StackInstance) -> None:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html
    if stack_set.is_service_managed:
        return
    from moto.iam.models import iam_backends

    name = stack_set.execution_role_name
    roles = iam_backends[instance.account_id]["aws"].roles.values()
    if not any(role.name == name for role in roles):
        raise ValidationError(
            f"Account {instance.account_id} should have '{name}' role with trust "
            "relationship to Role 'AWSCloudFormationStackSetAdministrationRole'."
        )
