"""Creating, updating and deleting a stack, each to its final state.

Works in the caller's thread and holds no lock that another stack needs: a
custom resource calls back over HTTP while its stack is being made.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from collections.abc import Callable
from graphlib import TopologicalSorter

from moto.core.utils import utcnow

from embedded_aws.cloudformation import early_validation, exports, handler
from embedded_aws.cloudformation.deployment import Deployment
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.handler import Failed
from embedded_aws.cloudformation.stack import Resource, Stack
from embedded_aws.evidence import evidence


def create(deployment: Deployment) -> None:
    """Ends CREATE_COMPLETE, ROLLBACK_COMPLETE, CREATE_FAILED or DELETE_COMPLETE."""
    stack = deployment.stack
    stack.set_status("CREATE_IN_PROGRESS", "User Initiated")
    try:
        early_validation.require(deployment, refused(deployment))
        for logical_id in deployment.order:
            make(deployment, logical_id)
        publish(deployment)
    except (Failed, ValidationError) as error:
        _roll_back_creation(stack, creation_failure(error))
        return
    stack.set_status("CREATE_COMPLETE")


def creation_failure(error: Exception) -> str:
    if isinstance(error, Failed):
        name = error.resource.logical_id
        return f"The following resource(s) failed to create: [{name}]. "
    return str(getattr(error, "message", error))


def make(deployment: Deployment, logical_id: str) -> Resource:
    """Creates one resource of the template.

    :raises Failed: after CREATE_FAILED; the resource stays in the stack.
    """
    stack = deployment.stack
    resource = declared(deployment, logical_id)
    stack.resources[logical_id] = resource
    try:
        resource.properties = handler.prepare(deployment, logical_id)
    except Exception as error:  # the stack must not stay in progress
        raise handler.fail(stack, resource, "CREATE_FAILED", error) from error
    handler.create(stack, resource)
    return resource


def refused(deployment: Deployment) -> Callable[[str, Exception], Failed]:
    """Reports that a resource is not made, before anything is."""

    def fail(logical_id: str, error: Exception) -> Failed:
        resource = declared(deployment, logical_id)
        return handler.fail(deployment.stack, resource, "CREATE_FAILED", error)

    return fail


def declared(deployment: Deployment, logical_id: str) -> Resource:
    """The resource as the template declares it, not made yet."""
    return Resource(
        logical_id,
        deployment.template.resources[logical_id]["Type"],
        deletion_policy=deployment.policy(logical_id, "DeletionPolicy"),
        update_replace_policy=deployment.policy(logical_id, "UpdateReplacePolicy"),
        needs=frozenset(deployment.graph[logical_id]),
    )


def publish(deployment: Deployment) -> None:
    """Outputs and exports, once every resource is there."""
    stack = deployment.stack
    outputs = deployment.outputs()
    exports.replace(stack, outputs)
    stack.outputs = outputs
    stack.imports = deployment.imports


@evidence("stacks-retain-except-on-create")
def _roll_back_creation(stack: Stack, reason: str) -> None:
    if stack.on_failure == "DO_NOTHING" or (stack.disable_rollback and not stack.on_failure):
        stack.set_status("CREATE_FAILED", reason)
        return
    if stack.on_failure == "DELETE":
        delete(stack)
        return
    stack.set_status("ROLLBACK_IN_PROGRESS", f"{reason}Rollback requested by user.")
    # RetainExceptOnCreate is Delete here; Retain keeps the resource even now.
    failed = remove(stack, lambda r: r.deletion_policy == "Retain")
    if failed:
        stack.set_status("ROLLBACK_FAILED", deletion_failure(failed))
        return
    stack.set_status("ROLLBACK_COMPLETE", reason)


def delete(stack: Stack, retain: frozenset[str] = frozenset()) -> None:
    """Ends DELETE_COMPLETE or DELETE_FAILED."""
    stack.set_status("DELETE_IN_PROGRESS", "User Initiated")
    try:
        exports.replace(stack, [])
    except ValidationError as error:
        stack.set_status("DELETE_FAILED", error.message)
        return
    failed = remove(
        stack,
        lambda r: r.deletion_policy in ("Retain", "RetainExceptOnCreate") or r.logical_id in retain,
    )
    if failed:
        stack.set_status("DELETE_FAILED", deletion_failure(failed))
        return
    stack.outputs = []
    stack.imports = set()
    stack.deletion_time = utcnow()
    stack.set_status("DELETE_COMPLETE")


def deletion_failure(failed: list[str]) -> str:
    return f"The following resource(s) failed to delete: [{', '.join(failed)}]. "


def remove(stack: Stack, keeps: Callable[[Resource], bool]) -> list[str]:
    """Removes every resource, dependents first; answers those that failed.

    What a failed resource needs is left as it is.
    """
    needs = {
        name: {other for other in resource.needs if other in stack.resources}
        for name, resource in stack.resources.items()
    }
    failed: list[str] = []
    blocked: set[str] = set()
    for name in reversed(list(TopologicalSorter(needs).static_order())):
        resource = stack.resources[name]
        if name in blocked:
            blocked |= needs[name]
            continue
        if resource.status == "DELETE_COMPLETE":
            continue
        if resource.physical_id is None:
            resource.status = "DELETE_COMPLETE"
        elif keeps(resource):
            stack.set_resource_status(resource, "DELETE_SKIPPED")
        else:
            try:
                handler.delete(stack, resource)
            except Failed:
                failed.append(name)
                blocked |= needs[name]
    return failed
