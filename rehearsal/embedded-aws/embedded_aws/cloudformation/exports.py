"""Exports and imports of the stacks of one account and region."""

import threading
from dataclasses import dataclass
from typing import cast

from moto.cloudformation.models import CloudFormationBackend, cloudformation_backends

from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack import Output, Stack

# Held only to compare and change the table, never while a resource is made.
_lock = threading.Lock()


@dataclass(frozen=True)
class Export:
    exporting_stack_id: str
    name: str
    value: str


def backend_of(stack: Stack) -> CloudFormationBackend:
    return cloudformation_backends[stack.account_id][stack.region_name]


def value(stack: Stack, name: str) -> str:
    """:raises ValidationError: "No export named X found."."""
    export = backend_of(stack).exports.get(name)
    if export is None:
        raise ValidationError(f"No export named {name} found.")
    return export.value


def importers(stack: Stack, name: str) -> list[str]:
    """Names of the stacks that import the export."""
    # moto's table of stacks, which has ours.
    stacks = cast("dict[str, Stack]", backend_of(stack).stacks)
    return [other.name for other in list(stacks.values()) if name in other.imports]


def replace(stack: Stack, outputs: list[Output]) -> None:
    """Makes the stack's exports those of ``outputs``, all or none.

    :raises ValidationError: for a name that another stack exports, and for one
        that is changed or removed while another stack imports it.
    """
    table = cast("dict[str, Export]", backend_of(stack).exports)
    wanted = {o.export_name: o.value for o in outputs if o.export_name}
    with _lock:
        for name, new in wanted.items():
            known = table.get(name)
            if known is None:
                continue
            if known.exporting_stack_id != stack.stack_id:
                owner = known.exporting_stack_id.split("/")[1]
                raise ValidationError(
                    f"Export with name {name} is already exported by stack {owner}. "
                    "Rollback requested by user."
                )
            if known.value != new:
                _refuse_if_used(stack, name, "updated")
        gone = [
            name
            for name, export in table.items()
            if export.exporting_stack_id == stack.stack_id and name not in wanted
        ]
        for name in gone:
            _refuse_if_used(stack, name, "deleted")
        for name in gone:
            del table[name]
        for name, new in wanted.items():
            table[name] = Export(stack.stack_id, name, new)


def _refuse_if_used(stack: Stack, name: str, verb: str) -> None:
    users = [other for other in importers(stack, name) if other != stack.name]
    if users:
        raise ValidationError(
            f"Export {name} cannot be {verb} as it is in use by {', '.join(users)}"
        )
