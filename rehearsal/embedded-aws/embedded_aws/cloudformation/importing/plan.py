"""What CreateChangeSet checks of an import before there is a change set.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html
"""

from collections.abc import Iterable
from typing import Any

from embedded_aws.cloudformation import schema
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.importing.reads import READS
from embedded_aws.cloudformation.stack import Stack
from embedded_aws.cloudformation.template import Template
from embedded_aws.evidence import evidence

#: Logical ids with the identifier that names what becomes that resource.
Wanted = dict[str, str]


@evidence("stacks-import")
def wanted_of(stack: Stack, template: Template, given: list[dict[str, Any]]) -> Wanted:
    """:raises ValidationError: for what CloudFormation does not import."""
    resources = template.resources
    named = {one["LogicalResourceId"]: one for one in given}
    if not named:
        raise ValidationError("ResourcesToImport cannot be empty for an IMPORT change set")
    _refuse(
        (f"{name}" for name in named if name not in resources),
        "Resources {} in ResourcesToImport are not in the template",
    )
    _refuse(
        (one["ResourceType"] for one in named.values() if one["ResourceType"] not in READS),
        "ResourceTypes {} are not supported for Import",
    )
    _refuse(
        (name for name in named if "DeletionPolicy" not in resources[name]),
        # The words: https://github.com/awsdocs/elastic-beanstalk-samples/issues/168
        "The following resources to import {} must have DeletionPolicy attribute specified in "
        "the template.",
    )
    _refuse_others(stack, template, set(named))
    return {name: _identifier(stack, resources[name]["Type"], one) for name, one in named.items()}


def _refuse_others(stack: Stack, template: Template, named: set[str]) -> None:
    """An import changes nothing else: neither resources nor outputs."""
    old = stack.template.resources if stack.template else {}
    new = {name: one for name, one in template.resources.items() if name not in named}
    _refuse(
        (name for name in new if name not in old),
        "Resources {} is missing from ResourceToImport list",
    )
    _refuse(
        (name for name in {*old, *new} if old.get(name) != new.get(name)),
        "You have modified resources {} in your template that are not being imported. Update, "
        "create or delete operations cannot be executed during import operations.",
    )
    if template.outputs != (stack.template.outputs if stack.template else {}):
        # The words: https://github.com/awslabs/aws-security-assessment-solution/issues/6
        raise ValidationError("As part of the import operation, you cannot modify or add [Outputs]")


def _identifier(stack: Stack, type_name: str, one: dict[str, Any]) -> str:
    found = schema.schema_for(type_name, stack.region_name)
    expected = found.primary_identifier if found else []
    given = one["ResourceIdentifier"]
    if one["ResourceType"] != type_name or list(given) != expected:
        raise ValidationError(
            f"Resource {one['LogicalResourceId']} of type {type_name} is identified by "
            f"[{', '.join(expected)}], not by [{', '.join(given)}]"
        )
    return str(given[expected[0]])


def _refuse(names: Iterable[str], message: str) -> None:
    found = sorted(set(names))
    if found:
        raise ValidationError(message.format(f"[{', '.join(found)}]"))
