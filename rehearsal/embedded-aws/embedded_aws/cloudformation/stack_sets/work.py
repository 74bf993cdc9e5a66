"""Brings the instances of a stack set to what it says, or removes them."""

import uuid
from typing import Any

from moto.core.exceptions import ServiceException

from embedded_aws.cloudformation import backend, operations
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack_sets.model import (
    Operation,
    StackInstance,
    StackSet,
)

_DONE = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})


def begin(stack_set: StackSet, action: str, operation_id: str | None) -> Operation:
    operation = Operation(operation_id or str(uuid.uuid4()), action)
    stack_set.operations[operation.operation_id] = operation
    return operation


def deploy(stack_set: StackSet, instance: StackInstance, operation: Operation) -> None:
    """Creates or updates the instance's stack; failure is told by its status."""
    try:
        _require_execution_role(stack_set, instance)
        status, reason = _put_stack(stack_set, instance)
    except ServiceException as error:
        status, reason = "FAILED", str(error.message)
    succeeded = status in _DONE
    instance.status = "CURRENT" if succeeded else "OUTDATED"
    instance.detail = "SUCCEEDED" if succeeded else "FAILED"
    instance.reason = None if succeeded else f"ResourceLogicalId: {reason}"
    _finish(instance, operation)


def remove(
    stack_set: StackSet, instance: StackInstance, operation: Operation, retain: bool
) -> None:
    """Deletes the instance and, unless retained, its stack."""
    if instance.stack_id and not retain:
        stack = backend.find(instance.account_id, instance.region, instance.stack_id)
        operations.delete(stack, frozenset(), None)
        if not stack.is_deleted:
            instance.status, instance.detail = "INOPERABLE", "FAILED"
            instance.reason = stack.status_reason
            _finish(instance, operation)
            return
    del stack_set.instances[instance.account_id, instance.region]
    instance.detail = "SUCCEEDED"
    _finish(instance, operation)


def _finish(instance: StackInstance, operation: Operation) -> None:
    instance.operation_id = operation.operation_id
    operation.results.append(
        {
            "Account": instance.account_id,
            "Region": instance.region,
            "Status": instance.detail,
            "StatusReason": instance.reason or "",
            "OrganizationalUnitId": instance.unit_id,
        }
    )
    if instance.detail == "FAILED":
        operation.status = "FAILED"


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
