"""CreateStack, UpdateStack and DeleteStack, from the request to the final state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.cloudformation import (
    backend,
    early_validation,
    lifecycle,
    parameters,
    template,
)
from embedded_aws.cloudformation.capabilities import require
from embedded_aws.cloudformation.deployment import Deployment
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.importing import plan
from embedded_aws.cloudformation.importing import run as importing
from embedded_aws.cloudformation.stack import Stack
from embedded_aws.cloudformation.type_changes import refuse_type_changes
from embedded_aws.cloudformation.update import Update
from embedded_aws.evidence import evidence

_UPDATABLE = frozenset(
    {
        "CREATE_COMPLETE",
        "UPDATE_COMPLETE",
        "UPDATE_ROLLBACK_COMPLETE",
        "IMPORT_COMPLETE",
    }
)


@dataclass
class StackInput:
    """What CreateStack and UpdateStack take; None means not given."""

    body: str | None
    parameters: list[dict[str, Any]] = field(default_factory=list)
    tags: dict[str, str] | None = None
    role_arn: str | None = None
    capabilities: list[str] = field(default_factory=list)
    policy: str | None = None
    policy_during_update: str | None = None
    disable_rollback: bool = False
    on_failure: str | None = None
    termination_protection: bool = False
    notification_arns: list[str] | None = None
    timeout_minutes: int | None = None
    token: str | None = None


def create(account_id: str, region: str, name: str, given: StackInput) -> Stack:
    """Makes the stack and returns when it is in its final state.

    :raises ValidationError: for a request that AWS refuses outright; then there
        is no stack.
    """
    stack = Stack(account_id, region, name)
    deployment = _deployment(stack, given, {})
    _start(stack, given, deployment)
    return stack


def create_prepared(stack: Stack, given: StackInput) -> None:
    """As :func:`create`, for the stack of a change set that is in review."""
    _start(stack, given, _deployment(stack, given, {}))


def _start(stack: Stack, given: StackInput, deployment: Deployment) -> None:
    _apply(stack, given, deployment)
    stack.termination_protection = given.termination_protection
    stack.on_failure = given.on_failure
    with _busy(stack):
        if stack.status != "REVIEW_IN_PROGRESS" or not stack.events:
            backend.add(stack)
        lifecycle.create(deployment)
        if stack.is_deleted:
            backend.archive(stack)


def would_change(stack: Stack, given: StackInput) -> bool:
    """Whether an update would not be refused for lack of changes.

    :raises ValidationError: for a template or parameters that AWS refuses.
    """
    deployment = _deployment(stack, given, stack.parameters)
    retagged = given.tags is not None and given.tags != stack.tags
    return retagged or _differs(stack, deployment)


def early_findings(stack: Stack, given: StackInput) -> list[early_validation.Finding]:
    """What CloudFormation finds in a change set before it can be executed.

    :raises ValidationError: for a template or parameters that AWS refuses.
    """
    return early_validation.findings(_deployment(stack, given, stack.parameters))


def update(stack: Stack, given: StackInput) -> None:
    """:raises ValidationError: also "No updates are to be performed."."""
    with _busy(stack):
        refuse_state(stack)
        before = _settings(stack)
        deployment = _deployment(stack, given, stack.parameters)
        refuse_type_changes(deployment)
        retagged = given.tags is not None and given.tags != stack.tags
        if not retagged and not _differs(stack, deployment):
            raise ValidationError("No updates are to be performed.")
        policy_in_force = given.policy_during_update or stack.policy
        _apply(stack, given, deployment)
        if not Update(deployment, policy_in_force, retagged).run():
            _restore(stack, before)


def import_existing(stack: Stack, given: StackInput, wanted: plan.Wanted) -> None:
    """Brings what exists into the stack, which may be one of a change set that is in review."""
    with _busy(stack):
        if stack.status != "REVIEW_IN_PROGRESS":
            refuse_state(stack)
        before = _settings(stack)
        deployment = _deployment(stack, given, stack.parameters)
        _apply(stack, given, deployment)
        if not importing.run(deployment, wanted):
            _restore(stack, before)


@evidence("stacks-continue-a-rollback")
def continue_rollback(stack: Stack, skipped: frozenset[str]) -> None:
    """:raises ValidationError: unless the rollback of an update has failed."""
    with _busy(stack):
        if stack.status != "UPDATE_ROLLBACK_FAILED" or stack.stuck is None:
            raise ValidationError(
                f"Stack:{stack.stack_id} is in {stack.status} state and can not continue "
                "a rollback."
            )
        stack.stuck(skipped)


def delete(stack: Stack, retain: frozenset[str], token: str | None) -> None:
    """:raises ValidationError: under termination protection."""
    if stack.is_deleted:
        return
    if stack.termination_protection:
        raise ValidationError(
            f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
        )
    with _busy(stack):
        stack.token = token
        lifecycle.delete(stack, retain)
        if stack.is_deleted:
            backend.archive(stack)


def _deployment(stack: Stack, given: StackInput, previous: dict[str, str]) -> Deployment:
    if given.body is None:
        if stack.template is None:
            raise ValidationError("Either Template URL or Template Body must be specified.")
        parsed = stack.template
    else:
        parsed = template.parse(given.body)
    values = parameters.merge_previous(given.parameters, previous)
    if given.role_arn:
        _check_role(given.role_arn)
    deployment = Deployment(stack, parsed, values)
    require(parsed, given.capabilities)
    return deployment


def _check_role(arn: str) -> None:
    from moto.iam.models import iam_backends

    parts = arn.split(":")
    roles = iam_backends[parts[4]][parts[1]].roles.values()
    if not any(role.arn == arn for role in roles):
        raise ValidationError(f"Role {arn} is invalid or cannot be assumed")


def _apply(stack: Stack, given: StackInput, deployment: Deployment) -> None:
    stack.template = deployment.template
    stack.parameters = deployment.parameters.given
    stack.resolved_parameters = deployment.parameters.resolved
    stack.hidden_parameters = deployment.parameters.hidden
    stack.token = given.token
    stack.disable_rollback = given.disable_rollback
    stack.capabilities = given.capabilities
    stack.role_arn = given.role_arn or stack.role_arn
    if given.tags is not None:
        stack.tags = given.tags
    if given.policy is not None:
        stack.policy = given.policy
    if given.notification_arns is not None:
        stack.notification_arns = given.notification_arns
    stack.timeout_minutes = given.timeout_minutes or stack.timeout_minutes


def _settings(stack: Stack) -> dict[str, Any]:
    names = ("template", "parameters", "resolved_parameters", "tags", "capabilities")
    return {name: getattr(stack, name) for name in names}


def _restore(stack: Stack, before: dict[str, Any]) -> None:
    for name, value in before.items():
        setattr(stack, name, value)


def _differs(stack: Stack, deployment: Deployment) -> bool:
    return (
        stack.template is None
        or deployment.template.changes_something(stack.template)
        or deployment.parameters.given != stack.parameters
        or deployment.parameters.resolved != stack.resolved_parameters
        or "{{resolve:" in deployment.template.body
    )


def refuse_state(stack: Stack) -> None:
    """:raises ValidationError: for a stack that can't be updated as it is."""
    if stack.is_deleted:
        raise ValidationError(f"Stack [{stack.name}] does not exist")
    if stack.status not in _UPDATABLE and not (
        stack.status == "UPDATE_FAILED" and stack.disable_rollback
    ):
        raise _cannot(stack)


def _cannot(stack: Stack) -> ValidationError:
    return ValidationError(
        f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated."
    )


@contextmanager
def _busy(stack: Stack) -> Iterator[None]:
    # AWS refuses a second operation on a stack, it does not queue it.
    if not stack.busy.acquire(blocking=False):
        raise _cannot(stack)
    try:
        yield
    finally:
        stack.busy.release()
