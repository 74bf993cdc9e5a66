"""What services register about their calls: the resources named, and condition keys.

A service registers where it is installed; what a request has in a parameter
alone is in ``parameters.py``.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from embedded_aws.authorization import parameters, reference
from embedded_aws.authorization.call import Call
from embedded_aws.beliefs import Belief
from embedded_aws.evidence import evidence

#: Judged in place of an ARN: the action takes no resource, or the request does not name it.
ANY = "*"

#: The ARNs that a call names; None where the extractor does not know.
Resources = Callable[[Call], Iterable[str] | None]
#: Condition keys of a call on one of its resources, and their values.
Context = Callable[[Call, str], Mapping[str, Any]]
#: The KMS key of the topic, queue or the like of an ARN; None where there is none.
EncryptionKey = Callable[[str], str | None]
#: The policy of the resource of an ARN; None where there is none, or no such resource.
ResourcePolicy = Callable[[str], Any]

_resources: dict[str, Resources] = {}
#: Whose types of resources the copy of the reference lacks.
_unlisted: set[str] = set()
#: By action: what it would be judged on if it took a resource, against the reference.
_doubted: dict[str, tuple[Belief, Resources]] = {}
_context: dict[str, list[Context]] = {}
_keys: dict[str, EncryptionKey] = {}
_resource_policies: dict[str, ResourcePolicy] = {}


def resources_of(*names: str, unlisted: bool = False) -> Callable[[Resources], Resources]:
    """The decorated function extracts the ARNs of calls of these services or actions.

    ``unlisted``: they need not be of a type that the copy of the reference has for the action.
    """

    def register(extractor: Resources) -> Resources:
        for name in names:
            _resources[name] = extractor
            if unlisted:
                _unlisted.add(name)
        return extractor

    return register


def doubted(belief: Belief, *actions: str) -> Callable[[Resources], Resources]:
    """The decorated function is what actions without resource types name, if the row is wrong."""

    def register(extractor: Resources) -> Resources:
        for action in actions:
            _doubted[action] = (belief, extractor)
        return extractor

    return register


def context_of(*names: str) -> Callable[[Context], Context]:
    """The decorated function extracts condition keys of calls of these services or actions."""

    def register(extractor: Context) -> Context:
        for name in names:
            found = _context.setdefault(name, [])
            if extractor not in found:
                found.append(extractor)
        return extractor

    return register


def encryption_key_of(service: str) -> Callable[[EncryptionKey], EncryptionKey]:
    """The decorated function finds the KMS key of a resource of the service."""

    def register(extractor: EncryptionKey) -> EncryptionKey:
        _keys[service] = extractor
        return extractor

    return register


def resource_policies_of(service: str, policy: ResourcePolicy) -> None:
    """``policy`` finds that of a resource of the service, by boto3's name of the service."""
    _resource_policies[service] = policy


def resource_policy_of(service: str) -> ResourcePolicy | None:
    return _resource_policies.get(service)


@evidence("unknown-resource-is-any")
def resources(call: Call) -> tuple[str, ...]:
    """The ARNs by which a call is judged, each by itself; ``*`` where there is none.

    An action without resource types is judged on ``*`` alone, whatever its
    parameters name: a statement that names an ARN does not apply.
    """
    action = reference.action(call.action)
    if action is None or not action.types:
        belief, doubt = _doubted.get(call.action, (None, None))
        return tuple(doubt(call) or ()) if doubt and belief and not belief.holds else (ANY,)
    for name in (call.action, call.service):
        extractor = _resources.get(name)
        found = extractor(call) if extractor else None
        if found is not None:
            return tuple(found if name in _unlisted else _fitting(action, found)) or (ANY,)
    return _fitting(action, parameters.resources(call, action)) or (ANY,)


def _fitting(action: reference.Action, arns: Iterable[str]) -> tuple[str, ...]:
    """One of a type that the action does not take is not its resource."""
    return tuple(arn for arn in arns if arn == ANY or action.type_of(arn) is not None)


def context(call: Call, resource: str) -> dict[str, Any]:
    """The condition keys of the call on the resource that its service registered."""
    found: dict[str, Any] = {}
    for name in (call.service, call.action):
        for extractor in _context.get(name, ()):
            found |= {k: v for k, v in extractor(call, resource).items() if v not in (None, [])}
    return found


def encryption_key(action: str, resource: str) -> str | None:
    """The KMS key that the resource of a call is encrypted with."""
    extractor = _keys.get(action.split(":", 1)[0])
    return extractor(resource) if extractor else None
