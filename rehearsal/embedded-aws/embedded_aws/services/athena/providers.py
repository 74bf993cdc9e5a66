"""AWS::Athena::WorkGroup and AWS::Athena::NamedQuery."""

from typing import TYPE_CHECKING, Any

from embedded_aws.cloudformation.provider import (
    Handled,
    NotFound,
    Request,
    ResourceError,
    already_exists,
)

if TYPE_CHECKING:
    from moto.athena.models import AthenaBackend, WorkGroup


def _backend(request: Request) -> Any:
    from moto.athena.models import athena_backends

    return athena_backends[request.account_id][request.region]


class WorkGroupProvider:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-athena-workgroup.html"""

    type_name = "AWS::Athena::WorkGroup"

    def create(self, request: Request) -> Handled:
        properties, backend = request.properties, _backend(request)
        name = properties["Name"]
        if name in backend.work_groups:
            raise already_exists(self.type_name, name)
        group = backend.create_work_group(name, {}, "", _tags(request))
        self._apply(request, group)
        return Handled(name, {"CreationTime": "0"})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        group = _backend(request).work_groups.get(physical_id)
        if group is None:
            raise NotFound(physical_id)
        self._apply(request, group)
        return Handled(physical_id, {"CreationTime": "0"})

    def delete(self, request: Request, physical_id: str) -> None:
        backend = _backend(request)
        if physical_id not in backend.work_groups:
            raise NotFound(physical_id)
        queries = _queries_of(backend, physical_id)
        if queries and not request.properties.get("RecursiveDeleteOption"):
            raise ResourceError("InvalidRequestException", f"WorkGroup {physical_id} is not empty")
        for query in queries:
            del backend.named_queries[query.id]
        backend.delete_work_group(physical_id)

    def _apply(self, request: Request, group: "WorkGroup") -> None:
        properties = request.properties
        group.description = properties.get("Description", "")
        group.state = properties.get("State", "ENABLED")
        # AWS enforces the configuration unless it is configured not to.
        group.configuration = {
            "EnforceWorkGroupConfiguration": True,
            **(properties.get("WorkGroupConfiguration") or {}),
        }


class NamedQueryProvider:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-athena-namedquery.html"""

    type_name = "AWS::Athena::NamedQuery"

    def create(self, request: Request) -> Handled:
        properties, backend = request.properties, _backend(request)
        group = properties.get("WorkGroup") or "primary"
        if group not in backend.work_groups:
            raise ResourceError("InvalidRequestException", f"WorkGroup {group} is not found.")
        query_id = backend.create_named_query(
            properties.get("Name") or request.generated_name,
            properties.get("Description", ""),
            properties["Database"],
            properties["QueryString"],
            group,
        )
        return Handled(query_id, {"NamedQueryId": query_id})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        # Each property is createOnly in AWS's schema, so that a change replaces.
        if physical_id not in _backend(request).named_queries:
            raise NotFound(physical_id)
        return Handled(physical_id, {"NamedQueryId": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        if _backend(request).named_queries.pop(physical_id, None) is None:
            raise NotFound(physical_id)


def _queries_of(backend: "AthenaBackend", group: str) -> list[Any]:
    return [q for q in backend.named_queries.values() if q.workgroup.name == group]


def _tags(request: Request) -> list[dict[str, str]]:
    own = {t["Key"]: t["Value"] for t in request.properties.get("Tags") or []}
    return [{"Key": k, "Value": v} for k, v in {**request.stack_tags, **own}.items()]


PROVIDERS = (WorkGroupProvider(), NamedQueryProvider())
