"""Resources of types that moto has no back end for: checked and remembered."""

import threading
import uuid
from typing import Any

from moto.cloudformation.models import cloudformation_backends
from moto.utilities.utils import get_partition

from embedded_aws.cloudformation.provider import (
    Handled,
    NotFound,
    Request,
    already_exists,
)
from embedded_aws.cloudformation.schema import ResourceSchema, schema_for
from embedded_aws.kept import kept

_lock = threading.Lock()


def _table(request: Request) -> dict[tuple[str, str], dict[str, Any]]:
    backend = cloudformation_backends[request.account_id][request.region]
    return kept(backend, "recorded_resources", dict[tuple[str, str], dict[str, Any]])


class Recorded:
    """Keeps properties per account and region; a second explicit name is refused."""

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name

    def create(self, request: Request) -> Handled:
        """:raises ResourceError: AlreadyExists for an identifier in use."""
        schema = schema_for(self.type_name, request.region)
        physical_id = _physical_id(schema, request)
        key = (self.type_name, physical_id)
        with _lock:
            table = _table(request)
            if key in table:
                raise already_exists(self.type_name, physical_id)
            table[key] = request.properties
        return Handled(physical_id)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        with _lock:
            table = _table(request)
            if (self.type_name, physical_id) not in table:
                raise NotFound(physical_id)
            table[self.type_name, physical_id] = request.properties
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with _lock:
            if _table(request).pop((self.type_name, physical_id), None) is None:
                raise NotFound(physical_id)


def _physical_id(schema: ResourceSchema | None, request: Request) -> str:
    """The primary identifier: given, generated, or minted by the service."""
    if schema is None or not schema.primary_identifier:
        return request.generated_name
    parts = []
    for name in schema.primary_identifier:
        value: Any = request.properties
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value is None and name in schema.read_only:
            value = mint(schema, request, name, None)
        parts.append(request.generated_name if value is None else str(value))
    return "|".join(parts)


def mint(schema: ResourceSchema, request: Request, name: str, physical_id: str | None) -> Any:
    """A value of plausible shape for a read-only attribute."""
    if schema.primary_identifier == [name] and physical_id is not None:
        return physical_id
    kind = _type_of(schema, name)
    simple: dict[str, Any] = {"integer": 1, "number": 1, "boolean": False}
    if kind in simple:
        return simple[kind]
    if kind == "array":
        return []
    if kind == "object":
        return {}
    last = name.rsplit(".", 1)[-1]
    if last.endswith(("Arn", "ARN")):
        return _arn(request, physical_id or uuid.uuid4().hex[:17])
    if last.endswith("Id"):
        return uuid.uuid4().hex[:17]
    return f"{request.logical_id}-{last}".lower()


def _arn(request: Request, identifier: str) -> str:
    if identifier.startswith("arn:"):
        return identifier
    _, service, noun = request.type_name.split("::")[:3]
    return (
        f"arn:{get_partition(request.region)}:{service.lower()}:{request.region}:"
        f"{request.account_id}:{noun.lower()}/{identifier}"
    )


def _type_of(schema: ResourceSchema, name: str) -> str:
    definition: Any = {"properties": schema.properties}
    for part in name.split("."):
        definition = (definition.get("properties") or {}).get(part) or {}
        if "$ref" in definition:
            target = definition["$ref"].rsplit("/", 1)[-1]
            definition = schema.document.get("definitions", {}).get(target, {})
    kind = definition.get("type", "string")
    return kind[0] if isinstance(kind, list) else str(kind)
