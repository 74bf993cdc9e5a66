"""Resources that moto models itself, through its CloudFormationModel classes."""

import copy
from typing import Any

from moto.cloudformation import parsing
from moto.cloudformation.models import cloudformation_backends

from embedded_aws.cloudformation.provider import Handled, NotFound, Request, ResourceError
from embedded_aws.cloudformation.schema import schema_for
from embedded_aws.kept import kept


def is_modelled(type_name: str) -> bool:
    return type_name in parsing.get_model_map()


class MotoModel:
    """Adapts one of moto's models to the provider contract."""

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name
        self._model: Any = parsing.get_model_map()[type_name]

    def create(self, request: Request) -> Handled:
        body = {"Type": self.type_name, "Properties": self._named(request)}
        made = self._model.create_from_cloudformation_json(
            self._name(request),
            body,
            request.account_id,
            request.region,
            LogicalId=request.logical_id,
            StackId=request.stack_id,
            ResourceType=self.type_name,
        )
        return self._handled(request, made)

    def taken(self, request: Request, made: Any) -> Handled:
        """A resource that the API of its service has made, from now on changed as one of ours."""
        return self._handled(request, made)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        known = _objects(request).get((self.type_name, physical_id))
        update = self._model.update_from_cloudformation_json
        if known is None:
            raise NotFound(physical_id)
        if hasattr(update, "__isabstractmethod__"):
            return self._unchanged(request, known, old_properties)
        body = {"Type": self.type_name, "Properties": _properties(request)}
        changed = update(
            original_resource=known,
            new_resource_name=self._name(request, physical_id),
            cloudformation_json=body,
            account_id=request.account_id,
            region_name=request.region,
        )
        return self._handled(request, changed or known)

    def delete(self, request: Request, physical_id: str) -> None:
        known = _objects(request).pop((self.type_name, physical_id), None)
        delete = getattr(known, "delete", None)
        if delete is not None:
            try:
                delete(request.account_id, request.region)
                return
            except (TypeError, AttributeError):
                # Some models have a delete of their own with other arguments.
                pass
        by_name = self._model.delete_from_cloudformation_json
        if not hasattr(by_name, "__isabstractmethod__"):
            body = {"Type": self.type_name, "Properties": _properties(request)}
            by_name(physical_id, body, request.account_id, request.region)

    def _unchanged(self, request: Request, known: Any, old_properties: dict[str, Any]) -> Handled:
        """moto cannot change it: other tags are let pass, anything else is not."""
        schema = schema_for(self.type_name, request.region)
        tag_property = schema.tag_property if schema else None
        old = {k: v for k, v in old_properties.items() if k != tag_property}
        new = {k: v for k, v in request.properties.items() if k != tag_property}
        if old != new:
            raise ResourceError(
                "NotUpdatable",
                f"The embedded AWS cannot change a resource of type {self.type_name}",
            )
        return self._handled(request, known)

    def _named(self, request: Request) -> dict[str, Any]:
        """Some models want the generated name among the properties."""
        properties = _properties(request)
        key = self._model.cloudformation_name_type()
        schema = schema_for(self.type_name, request.region)
        if key and schema and key in schema.properties:
            properties.setdefault(key, request.generated_name)
        return properties

    def _name(self, request: Request, default: str | None = None) -> str:
        key = self._model.cloudformation_name_type()
        return str(request.properties.get(key) or default or request.generated_name)

    def _handled(self, request: Request, made: Any) -> Handled:
        physical_id = str(made.physical_resource_id)
        _objects(request)[self.type_name, physical_id] = made
        attributes = {}
        schema = schema_for(self.type_name, request.region)
        # Older types answer GetAtt for names that the schema has as properties too,
        # such as QueueName.
        for name in (*schema.read_only, *schema.properties) if schema else ():
            try:
                value = made.get_cfn_attribute(name)
            except Exception:  # noqa: BLE001 each model has its own way to say no
                continue
            if value is not None:
                attributes[name] = value
        return Handled(physical_id, attributes)


def _objects(request: Request) -> dict[tuple[str, str], Any]:
    backend = cloudformation_backends[request.account_id][request.region]
    return kept(backend, "modelled_resources", dict[tuple[str, str], Any])


def _properties(request: Request) -> dict[str, Any]:
    """A copy with the stack's tags: moto's models write into what they get."""
    properties = copy.deepcopy(request.properties)
    schema = schema_for(request.type_name, request.region)
    name = schema.tag_property if schema else None
    own = {k: v for k, v in request.stack_tags.items() if not k.startswith("aws:")}
    if name and own:
        tags = {tag["Key"]: tag["Value"] for tag in properties.get(name) or []}
        merged = {**own, **tags}
        properties[name] = [{"Key": k, "Value": v} for k, v in merged.items()]
    return properties
