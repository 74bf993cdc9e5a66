"""Who is responsible for a type, and what its resources answer to Fn::GetAtt."""

import functools
from typing import Any

from embedded_aws.cloudformation.custom_resource import PROVIDER
from embedded_aws.cloudformation.provider import (
    Handled,
    Provider,
    Request,
    provider_for,
)
from embedded_aws.cloudformation.providers import moto_model, recorded
from embedded_aws.cloudformation.schema import ResourceSchema, is_custom


@functools.cache
def _fallback(type_name: str) -> Provider:
    if moto_model.is_modelled(type_name):
        return moto_model.MotoModel(type_name)
    return recorded.Recorded(type_name)


def provider_of(type_name: str) -> Provider:
    """A registered provider, else moto's model, else one that only records."""
    if is_custom(type_name):
        return PROVIDER
    return provider_for(type_name) or _fallback(type_name)


def complete(schema: ResourceSchema, request: Request, handled: Handled) -> dict[str, Any]:
    """The provider's attributes, and a plausible one for each that it left out."""
    attributes = dict(handled.attributes)
    for name in schema.read_only:
        if name not in attributes and "*" not in name:
            attributes[name] = recorded.mint(schema, request, name, handled.physical_id)
    return attributes
