"""Actions that a call needs besides its own: the reference's dependent actions.

The reference lists what a call *may* need; each is judged when its trigger is in
the call, and one without a known trigger always. Services register triggers, and
what AWS documents elsewhere than in the reference.
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.authorization import reference, registry
from embedded_aws.authorization.call import Call
from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence


@dataclass(frozen=True)
class Demand:
    """One action that the caller needs on one resource."""

    action: str
    resource: str = registry.ANY
    context: dict[str, Any] = field(default_factory=dict)


#: What of the dependent action the call needs; nothing where its trigger is not there.
Trigger = Callable[[Call], Iterable[Demand]]

_EVERY = "*"
_triggers: dict[tuple[str, str], Trigger] = {}
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/.+")

_PASSED_TO_WHO_ASSUMES = belief("passed-to-service-of-the-call")

#: To whom a call passes a role, where it is not the service that is called.
#: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
_PASSED_TO = {
    "batch:RegisterJobDefinition": "ecs-tasks.amazonaws.com",
    "ec2:CreateFlowLogs": "vpc-flow-logs.amazonaws.com",
}


def judged_with(dependent: str, *actions: str) -> Callable[[Trigger], Trigger]:
    """The decorated function is the trigger of ``dependent``.

    Of those actions, which then need it even where the reference does not say
    so; without any, of each action of which the reference says so.
    """

    def register(trigger: Trigger) -> Trigger:
        for action in actions or (_EVERY,):
            _triggers[action, dependent] = trigger
        return trigger

    return register


def demands(call: Call) -> Iterator[Demand]:
    """What the call needs besides its own action."""
    action = reference.action(call.action)
    listed = action.dependent_actions if action else ()
    registered = (name for caller, name in _triggers if caller == call.action)
    for name in dict.fromkeys((*listed, *registered)):
        trigger = _triggers.get((call.action, name)) or _triggers.get((_EVERY, name))
        yield from trigger(call) if trigger else [Demand(name)]


@judged_with("iam:PassRole")
@evidence("pass-role-of-every-role-named", "passed-to-service-of-the-call")
def _passed_roles(call: Call) -> list[Demand]:
    """Each role that a parameter names."""
    called = f"{call.service}.amazonaws.com"
    service = _PASSED_TO.get(call.action, called) if _PASSED_TO_WHO_ASSUMES.holds else called
    context = {"iam:PassedToService": service}
    roles = dict.fromkeys(_texts(call.params(), _ROLE))
    return [Demand("iam:PassRole", role, context) for role in roles]


def _texts(value: Any, form: re.Pattern[str]) -> Iterator[str]:
    """All texts of that form within a parameter."""
    if isinstance(value, str) and form.fullmatch(value):
        yield value
    inner = list(value.values()) if isinstance(value, dict) else value
    for one in inner if isinstance(inner, list) else ():
        yield from _texts(one, form)
