"""The table of stacks of one account and region, on moto's back end.

moto keeps its own kind of stack there; ours take its place, so that a reset of
moto forgets them and other services of moto can list them.
"""

import threading
from typing import cast

from moto.cloudformation.models import cloudformation_backends

from embedded_aws.cloudformation.errors import no_such_stack, stack_exists
from embedded_aws.cloudformation.stack import Stack

# Only guards the look-up and the change of a table.
_lock = threading.Lock()


def _live(account_id: str, region: str) -> dict[str, Stack]:
    return cast("dict[str, Stack]", cloudformation_backends[account_id][region].stacks)


def _deleted(account_id: str, region: str) -> dict[str, Stack]:
    return cast("dict[str, Stack]", cloudformation_backends[account_id][region].deleted_stacks)


def live(account_id: str, region: str) -> list[Stack]:
    return list(_live(account_id, region).values())


def deleted(account_id: str, region: str) -> list[Stack]:
    return list(_deleted(account_id, region).values())


def everywhere(with_deleted: bool = False) -> list[Stack]:
    """The stacks of every account and region."""
    found: list[Stack] = []
    for account_id, regions in list(cloudformation_backends.items()):
        for region in list(regions):
            found += live(account_id, region)
            if with_deleted:
                found += deleted(account_id, region)
    return found


def find(account_id: str, region: str, name_or_id: str) -> Stack:
    """A stack by name, or by id even when it is deleted.

    :raises ValidationError: "Stack with id X does not exist".
    """
    if name_or_id.startswith("arn:"):
        by_id = _live(account_id, region).get(name_or_id)
        by_id = by_id or _deleted(account_id, region).get(name_or_id)
        if by_id is not None:
            return by_id
        raise no_such_stack(name_or_id)
    for stack in live(account_id, region):
        if stack.name == name_or_id:
            return stack
    raise no_such_stack(name_or_id)


def add(stack: Stack) -> None:
    """:raises AlreadyExistsException: when the name is taken."""
    stacks = _live(stack.account_id, stack.region_name)
    with _lock:
        if any(s.name == stack.name for s in list(stacks.values())):
            raise stack_exists(stack.name)
        stacks[stack.stack_id] = stack


def archive(stack: Stack) -> None:
    """Moves a deleted stack out of the way of a new one with its name."""
    place = (stack.account_id, stack.region_name)
    with _lock:
        _live(*place).pop(stack.stack_id, None)
        _deleted(*place)[stack.stack_id] = stack


def forget(stack: Stack) -> None:
    """Removes a stack without a trace, as if it had never been asked for."""
    with _lock:
        _live(stack.account_id, stack.region_name).pop(stack.stack_id, None)
