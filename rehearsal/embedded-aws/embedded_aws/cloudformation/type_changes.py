"""Refuses an update that gives a logical id another type."""

from embedded_aws.cloudformation.deployment import Deployment
from embedded_aws.cloudformation.errors import ValidationError


def refuse_type_changes(deployment: Deployment) -> None:
    """:raises ValidationError: when a logical id got another type."""
    changed = [
        name
        for name in deployment.graph
        if (old := deployment.stack.resources.get(name))
        and old.type_name != deployment.template.resources[name]["Type"]
    ]
    if changed:
        raise ValidationError(
            "Update of resource type is not permitted. The new template modifies "
            f"resource type of the following resources: [{', '.join(changed)}]"
        )
