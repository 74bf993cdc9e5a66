"""The contract between the CloudFormation engine and what makes resources.

A provider is a module-level object registered for one resource type. It calls
moto's own service back ends, so that callers of the service's API see the
resource. The engine has resolved every intrinsic function, checked the
properties against AWS's published schema, and decided between update in place
and replacement (``createOnlyProperties``) before it calls a provider.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Request:
    """One resource of one stack, with its resolved properties."""

    account_id: str
    region: str
    stack_id: str
    stack_name: str
    logical_id: str
    type_name: str
    properties: dict[str, Any]
    #: The name CloudFormation would generate: stack-logicalId-random.
    generated_name: str
    stack_tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Handled:
    """What Ref and GetAtt answer from now on."""

    physical_id: str
    attributes: dict[str, Any] = field(default_factory=dict)


class ResourceError(Exception):
    """A resource that AWS refuses: fails the resource and so the stack.

    ``code`` is AWS's own error name (``AlreadyExists``,
    ``InsufficientS3BucketPolicyException`` ...); ``message`` AWS's wording.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{message} ({code})")
        self.code = code
        self.message = message


def already_exists(type_name: str, identifier: str) -> ResourceError:
    """In the words of CloudFormation's own handlers."""
    message = f"Resource of type '{type_name}' with identifier '{identifier}' already exists."
    return ResourceError("AlreadyExists", message)


class NotFound(Exception):
    """Raised by ``delete`` or ``update`` when the resource is gone already."""


class Provider(Protocol):
    """Makes, changes and removes the resources of one type."""

    type_name: str

    def create(self, request: Request) -> Handled: ...

    def update(
        self, request: Request, physical_id: str, old_properties: dict[str, Any]
    ) -> Handled: ...

    def delete(self, request: Request, physical_id: str) -> None: ...


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Makes ``provider`` responsible for its type, before any moto model of it.

    :raises ValueError: another one is.
    """
    known = _providers.get(provider.type_name)
    if known is not None and known is not provider:
        raise ValueError(f"two providers of {provider.type_name}: {known} and {provider}")
    _providers[provider.type_name] = provider


def provider_for(type_name: str) -> Provider | None:
    return _providers.get(type_name)
