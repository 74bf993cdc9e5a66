"""Updating a stack: in place, by replacement, and back again on failure."""

from graphlib import TopologicalSorter

from moto.core.utils import utcnow

from embedded_aws.cloudformation import (
    early_validation,
    handler,
    lifecycle,
    schema,
    stack_policy,
)
from embedded_aws.cloudformation.deployment import Deployment
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.handler import Failed
from embedded_aws.cloudformation.rollback import Rollback
from embedded_aws.cloudformation.stack import Resource

_RETAINED = ("Retain", "RetainExceptOnCreate")


class Update:
    """One UpdateStack from its start to its final state."""

    def __init__(self, deployment: Deployment, policy: str | None, tags_changed: bool) -> None:
        self._deployment = deployment
        self._stack = deployment.stack
        self._policy = policy
        self._tags_changed = tags_changed
        self._before = dict(self._stack.resources)
        #: Old physical resources to remove once the update has succeeded.
        self._cleanup: list[Resource] = []
        self._rollback = Rollback(self._stack)

    def run(self) -> bool:
        """Ends UPDATE_COMPLETE (True), or rolled back or failed (False)."""
        stack = self._stack
        stack.last_updated_time = utcnow()
        stack.set_status("UPDATE_IN_PROGRESS", "User Initiated")
        try:
            early_validation.require(self._deployment, lifecycle.refused(self._deployment))
            for logical_id in self._deployment.order:
                self._converge(logical_id)
            removed = self._removed()
            for resource in removed:
                self._require(resource, "Delete")
            lifecycle.publish(self._deployment)
        except (Failed, ValidationError) as error:
            self._fail(error)
            return False
        for resource in removed:
            del stack.resources[resource.logical_id]
        self._clean_up(removed)
        stack.set_status("UPDATE_COMPLETE")
        return True

    def _converge(self, logical_id: str) -> None:
        old = self._before.get(logical_id)
        if old is None:
            self._create(logical_id)
            return
        new = lifecycle.declared(self._deployment, logical_id)
        try:
            new.properties = handler.prepare(self._deployment, logical_id)
        except Exception as error:  # the stack must not stay in progress
            new.physical_id, new.attributes = old.physical_id, old.attributes
            raise handler.fail(self._stack, new, "UPDATE_FAILED", error) from error
        if new.properties == old.properties and not self._retagged(old):
            new.physical_id, new.attributes = old.physical_id, old.attributes
            new.status, new.reason = old.status, old.reason
            new.timestamp = old.timestamp
            self._swap(old, new)
            return
        self._check_service_token(old, new)
        found = schema.schema_for(new.type_name, self._stack.region_name)
        if found and found.needs_replacement(old.properties, new.properties):
            self._require(old, "Replace")
            self._replace(old, new, found)
        else:
            self._require(old, "Modify")
            self._modify(old, new)

    def _retagged(self, old: Resource) -> bool:
        if not self._tags_changed:
            return False
        found = schema.schema_for(old.type_name, self._stack.region_name)
        return found is not None and found.tag_property is not None

    def _check_service_token(self, old: Resource, new: Resource) -> None:
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
        if schema.is_custom(new.type_name) and old.properties.get(
            "ServiceToken"
        ) != new.properties.get("ServiceToken"):
            error = ValidationError("Modifying service token is not allowed.")
            new.physical_id = old.physical_id
            raise handler.fail(self._stack, new, "UPDATE_FAILED", error)

    def _create(self, logical_id: str) -> None:
        stack = self._stack

        def undo() -> None:
            made = stack.resources.pop(logical_id)
            if made.physical_id is None:
                return
            if made.deletion_policy == "Retain":
                stack.set_resource_status(made, "DELETE_SKIPPED")
            else:
                handler.delete(stack, made)

        self._rollback.add(undo)
        lifecycle.make(self._deployment, logical_id)

    def _modify(self, old: Resource, new: Resource) -> None:
        stack = self._stack
        self._swap(old, new)

        def undo() -> None:
            back = Resource(**vars(old))
            handler.update(stack, new, back)
            stack.resources[old.logical_id] = back
            if new.physical_id != back.physical_id and new.physical_id:
                handler.delete(stack, new)

        self._rollback.replace_last(undo)
        handler.update(stack, old, new)
        if new.physical_id != old.physical_id:
            # The provider made another resource: the old one goes in cleanup.
            def undo_replacement() -> None:
                handler.delete(stack, new)
                stack.resources[old.logical_id] = old

            if not schema.is_custom(new.type_name):
                self._rollback.replace_last(undo_replacement)
            self._cleanup.append(old)

    def _replace(self, old: Resource, new: Resource, found: schema.ResourceSchema) -> None:
        name = found.name_property
        if name and name in new.properties and new.properties[name] == old.properties.get(name):
            error = ValidationError(
                "CloudFormation cannot update a stack when a custom-named "
                f"resource requires replacing. Rename {old.physical_id} and "
                "update the stack again."
            )
            new.physical_id = old.physical_id
            raise handler.fail(self._stack, new, "UPDATE_FAILED", error)
        stack = self._stack
        self._swap(old, new)
        stack.set_resource_status(
            new,
            "UPDATE_IN_PROGRESS",
            "Requested update requires the creation of a new physical resource; "
            "hence creating one.",
        )

        def undo() -> None:
            stack.resources[old.logical_id] = old
            if new.physical_id is not None:
                handler.delete(stack, new)

        self._rollback.replace_last(undo)
        handler.create(stack, new)
        stack.set_resource_status(new, "UPDATE_COMPLETE")
        self._cleanup.append(old)

    def _swap(self, old: Resource, new: Resource) -> None:
        self._stack.resources[old.logical_id] = new

        def undo() -> None:
            self._stack.resources[old.logical_id] = old

        self._rollback.add(undo)

    def _removed(self) -> list[Resource]:
        gone = {
            name: resource
            for name, resource in self._before.items()
            if name not in self._deployment.graph
        }
        needs = {name: resource.needs & set(gone) for name, resource in gone.items()}
        return [gone[n] for n in reversed(list(TopologicalSorter(needs).static_order()))]

    def _require(self, resource: Resource, action: str) -> None:
        refusal = stack_policy.refusal(
            self._policy, action, resource.logical_id, resource.type_name
        )
        if refusal:
            denied = Resource(**vars(resource))
            raise handler.fail(self._stack, denied, "UPDATE_FAILED", ValidationError(refusal))

    def _clean_up(self, removed: list[Resource]) -> None:
        if not removed and not self._cleanup:
            return
        stack = self._stack
        stack.set_status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        for resource in removed:
            self._dispose(resource, resource.deletion_policy)
        for resource in reversed(self._cleanup):
            self._dispose(resource, resource.update_replace_policy)

    def _dispose(self, resource: Resource, policy: str) -> None:
        old = Resource(**vars(resource))
        if policy in _RETAINED:
            self._stack.set_resource_status(old, "DELETE_SKIPPED")
            return
        try:
            handler.delete(self._stack, old)
        except Failed:
            # AWS gives up after three tries and leaves the resource behind.
            return

    def _fail(self, error: Exception) -> None:
        stack = self._stack
        reason = str(getattr(error, "message", error))
        if isinstance(error, Failed):
            name = error.resource.logical_id
            verb = "create" if name not in self._before else "update"
            reason = f"The following resource(s) failed to {verb}: [{name}]. "
        if stack.disable_rollback:
            stack.set_status("UPDATE_FAILED", reason)
            return
        self._rollback.run(reason)
