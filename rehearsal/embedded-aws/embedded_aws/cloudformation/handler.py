"""Makes, changes and removes single resources, and words their failures."""

import uuid
from typing import Any

from embedded_aws import faults, internal_errors
from embedded_aws.cloudformation import schema
from embedded_aws.cloudformation.deployment import Deployment
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.provider import (
    Handled,
    NotFound,
    Request,
    ResourceError,
)
from embedded_aws.cloudformation.providers import existing, lookup
from embedded_aws.cloudformation.stack import Resource, Stack, generated_name


class Failed(Exception):
    """A resource failed; its status and reason are already set."""

    def __init__(self, resource: Resource, reason: str) -> None:
        super().__init__(reason)
        self.resource = resource
        self.reason = reason


def prepare(deployment: Deployment, logical_id: str) -> dict[str, Any]:
    """The properties as the provider gets them.

    :raises ResourceError: when the schema of the type refuses them.
    :raises ValidationError: when a function cannot be resolved.
    """
    if logical_id in deployment.prepared:
        return deployment.prepared.pop(logical_id)
    type_name = deployment.template.resources[logical_id]["Type"]
    properties = deployment.properties(logical_id)
    found = schema.schema_for(type_name, deployment.stack.region_name)
    if found is None:
        return properties
    properties = found.coerced(properties)
    violations = found.violations(properties)
    if violations:
        raise ResourceError("InvalidRequest", f"Model validation failed ({'; '.join(violations)})")
    return properties


def request_for(stack: Stack, resource: Resource) -> Request:
    found = schema.schema_for(resource.type_name, stack.region_name)
    length = found.max_name_length if found else 255
    is_bucket = resource.type_name == "AWS::S3::Bucket"
    return Request(
        account_id=stack.account_id,
        region=stack.region_name,
        stack_id=stack.stack_id,
        stack_name=stack.name,
        logical_id=resource.logical_id,
        type_name=resource.type_name,
        properties=resource.properties,
        generated_name=stack.remembered_names.get(resource.logical_id)
        or generated_name(stack.name, resource.logical_id, 63 if is_bucket else length, is_bucket),
        stack_tags={**stack.tags, **stack.system_tags(resource.logical_id)},
    )


def create(stack: Stack, resource: Resource) -> None:
    """:raises Failed: after CREATE_FAILED."""
    stack.set_resource_status(resource, "CREATE_IN_PROGRESS")
    provider = lookup.provider_of(resource.type_name)
    try:
        request = request_for(stack, resource)
        _refuse_with_fault(request)
        existing.refuse(request)
        handled = provider.create(request)
    except Exception as error:  # whatever a back end raises fails the resource
        # Only a custom resource that failed has something to delete.
        resource.physical_id = getattr(error, "physical_id", None)
        raise fail(stack, resource, "CREATE_FAILED", error) from error
    _keep(stack, resource, handled, "CREATE_COMPLETE")


def _refuse_with_fault(request: Request) -> None:
    """A fault of service cloudformation, whose action is "Create" and STACK/RESOURCE."""
    action = f"Create {request.stack_name}/{request.logical_id}"
    fault = faults.due("cloudformation", action, request.account_id, request.region)
    if fault is not None:
        raise ResourceError(fault.error, fault.message)


def update(stack: Stack, old: Resource, new: Resource) -> None:
    """Changes ``old`` to the properties of ``new``, which becomes the resource.

    :raises Failed: after UPDATE_FAILED.
    """
    new.physical_id, new.attributes = old.physical_id, old.attributes
    stack.set_resource_status(new, "UPDATE_IN_PROGRESS")
    provider = lookup.provider_of(new.type_name)
    try:
        handled = provider.update(request_for(stack, new), str(old.physical_id), old.properties)
    except Exception as error:
        raise fail(stack, new, "UPDATE_FAILED", error) from error
    _keep(stack, new, handled, "UPDATE_COMPLETE")


def delete(stack: Stack, resource: Resource) -> None:
    """Removes the resource; one that is gone already counts as removed.

    :raises Failed: after DELETE_FAILED.
    """
    stack.set_resource_status(resource, "DELETE_IN_PROGRESS")
    provider = lookup.provider_of(resource.type_name)
    try:
        provider.delete(request_for(stack, resource), str(resource.physical_id))
    except NotFound:
        pass
    except Exception as error:
        raise fail(stack, resource, "DELETE_FAILED", error) from error
    stack.set_resource_status(resource, "DELETE_COMPLETE")


def _keep(stack: Stack, resource: Resource, handled: Handled, status: str) -> None:
    resource.physical_id = handled.physical_id
    found = schema.schema_for(resource.type_name, stack.region_name)
    attributes = dict(handled.attributes)
    if found is not None:
        attributes = lookup.complete(found, request_for(stack, resource), handled)
    resource.attributes = attributes
    stack.set_resource_status(resource, status)


def fail(stack: Stack, resource: Resource, status: str, error: Exception) -> Failed:
    reason = _reason(error)
    stack.set_resource_status(resource, status, reason)
    return Failed(resource, reason)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return error.message
    if isinstance(error, ResourceError):
        if error.code == "CustomResource":
            return error.message
        code, message = error.code, error.message
    else:
        code, message = _of_moto(error)
    return (
        f'Resource handler returned message: "{message}" '
        f"(RequestToken: {uuid.uuid4()}, HandlerErrorCode: {code})"
    )


def _of_moto(error: Exception) -> tuple[str, str]:
    """Name and wording of an error of moto, which has several kinds of them."""
    code = getattr(error, "error_type", None) or getattr(error, "code", None)
    message = getattr(error, "message", None)
    if isinstance(code, str) and message:
        return code, str(message)
    internal_errors.report(error)
    return "InternalFailure", f"{type(error).__name__}: {error}"
