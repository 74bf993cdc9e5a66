"""Brings existing resources into a stack, and changes neither them nor anything else."""

from embedded_aws.cloudformation import backend, handler, lifecycle
from embedded_aws.cloudformation.deployment import Deployment
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.handler import Failed
from embedded_aws.cloudformation.importing.plan import Wanted
from embedded_aws.cloudformation.importing.reads import READS
from embedded_aws.cloudformation.provider import NotFound, ResourceError
from embedded_aws.cloudformation.stack import Resource, Stack

_GONE = frozenset({"DELETE_COMPLETE", "DELETE_SKIPPED"})


def run(deployment: Deployment, wanted: Wanted) -> bool:
    """Ends IMPORT_COMPLETE (True), or with the resources that the stack had before (False)."""
    stack = deployment.stack
    before = dict(stack.resources)
    stack.set_status("IMPORT_IN_PROGRESS", "User Initiated")
    try:
        for logical_id in deployment.order:
            if logical_id in wanted:
                _import(deployment, logical_id, wanted[logical_id])
    except Failed as error:
        reason = f"The following resource(s) failed to import: [{error.resource.logical_id}]. "
        stack.set_status("IMPORT_ROLLBACK_IN_PROGRESS", reason)
        stack.resources = before
        stack.set_status("IMPORT_ROLLBACK_COMPLETE", reason)
        return False
    stack.set_status("IMPORT_COMPLETE")
    return True


def _import(deployment: Deployment, logical_id: str, identifier: str) -> None:
    stack = deployment.stack
    resource = lifecycle.declared(deployment, logical_id)
    stack.set_resource_status(resource, "IMPORT_IN_PROGRESS")
    try:
        resource.properties = handler.prepare(deployment, logical_id)
        _read(stack, resource, identifier)
    except Exception as error:  # the stack must not stay in progress
        raise handler.fail(stack, resource, "IMPORT_FAILED", error) from error
    stack.resources[logical_id] = resource
    stack.set_resource_status(resource, "IMPORT_COMPLETE")


def _read(stack: Stack, resource: Resource, identifier: str) -> None:
    request = handler.request_for(stack, resource)
    try:
        found = READS[resource.type_name](request, identifier)
    except NotFound as error:
        message = (
            f"Resource of type '{resource.type_name}' with identifier '{identifier}' was not found."
        )
        raise ResourceError("NotFound", message) from error
    _refuse_owned(stack, resource.type_name, found.physical_id)
    resource.physical_id = found.physical_id
    resource.attributes = dict(found.attributes)


def _refuse_owned(stack: Stack, type_name: str, physical_id: str) -> None:
    for other in backend.live(stack.account_id, stack.region_name):
        for one in other.resources.values():
            same = (one.type_name, one.physical_id) == (type_name, physical_id)
            if same and one.status not in _GONE:
                raise ValidationError(f"{physical_id} already exists in stack {other.stack_id}")
