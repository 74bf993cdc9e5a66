"""The Service Authorization Reference, as policies of resources are judged by it.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from embedded_aws.authorization import reference
from embedded_aws.policy_conditions import like


@dataclass(frozen=True)
class Action:
    """``resource_types`` is empty for an action that takes no resource; keys are lower-case."""

    name: str
    resource_types: frozenset[str]
    condition_keys: frozenset[str]


@functools.cache
def _actions(service: str) -> tuple[Action, ...]:
    return tuple(
        Action(
            action.name,
            frozenset(kind.name for kind in action.types),
            frozenset(key.lower() for key in action.condition_keys),
        )
        for action in reference.actions(service)
    )


def matching(service: str, pattern: str) -> Iterator[Action]:
    """The actions of the service that an Action element means."""
    for action in _actions(service):
        if like(pattern, action.name, True):
            yield action
