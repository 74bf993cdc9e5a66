"""The order in which resources can be made."""

from graphlib import CycleError, TopologicalSorter
from typing import Any

from embedded_aws.cloudformation.conditions import Conditions
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.references import Reference, references


def depends_on(resource: dict[str, Any]) -> list[str]:
    value = resource.get("DependsOn") or []
    return [value] if isinstance(value, str) else list(value)


def dependencies(resources: dict[str, Any], conditions: Conditions) -> dict[str, set[str]]:
    """The active resources, each with the active ones it needs first.

    A resource is active when its condition holds. A reference to one that is
    not active is refused as one to nothing at all.
    """
    active = {
        name: resource
        for name, resource in resources.items()
        if "Condition" not in resource or conditions.holds(resource["Condition"])
    }
    graph: dict[str, set[str]] = {}
    for name, resource in active.items():
        needs = {
            reference.name
            for reference in references(resource.get("Properties") or {}, conditions)
            if reference.name in active
        }
        # A DependsOn on a resource whose condition is false is ignored.
        needs.update(other for other in depends_on(resource) if other in active)
        graph[name] = needs
    return graph


def creation_order(graph: dict[str, set[str]]) -> list[str]:
    """:raises ValidationError: "Circular dependency between resources: [...]"."""
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        names = sorted(set(error.args[1]))
        raise ValidationError(
            f"Circular dependency between resources: [{', '.join(names)}]"
        ) from error


def check_references(
    document: dict[str, Any],
    active: set[str],
    conditions: Conditions,
    parameters: set[str],
) -> None:
    """:raises ValidationError: for the first block that refers to nothing."""
    blocks: dict[str, list[Any]] = {
        "Resources": [
            resource.get("Properties")
            for name, resource in document["Resources"].items()
            if name in active
        ],
        "Outputs": [
            [output.get("Value"), output.get("Export")]
            for output in (document.get("Outputs") or {}).values()
            if "Condition" not in output or conditions.holds(output["Condition"])
        ],
    }
    for block, nodes in blocks.items():
        found = list(references(nodes, conditions))
        _check_block(block, found, active, parameters)
    declared = set(document["Resources"])
    missing = {
        other
        for resource in document["Resources"].values()
        for other in depends_on(resource)
        if other not in declared
    }
    if missing:
        raise _unresolved(missing, "Resources")


def _check_block(
    block: str, found: list[Reference], active: set[str], parameters: set[str]
) -> None:
    missing = set()
    for reference in found:
        if reference.name in active:
            continue
        if reference.function == "Fn::GetAtt":
            raise ValidationError(
                "Template error: instance of Fn::GetAtt references undefined "
                f"resource {reference.name}"
            )
        if reference.name not in parameters:
            missing.add(reference.name)
    if missing:
        raise _unresolved(missing, block)


def _unresolved(names: set[str], block: str) -> ValidationError:
    return ValidationError(
        f"Template format error: Unresolved resource dependencies "
        f"[{', '.join(sorted(names))}] in the {block} block of the template"
    )


def attributes(nodes: list[Any], conditions: Conditions) -> set[tuple[str, str]]:
    """Every (resource, attribute) that the nodes ask for by name."""
    return {
        (reference.name, reference.attribute)
        for reference in references(nodes, conditions)
        if reference.attribute is not None
    }
