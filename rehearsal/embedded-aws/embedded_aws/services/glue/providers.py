"""AWS::Glue::Database and AWS::Glue::Table."""

from typing import Any

from embedded_aws.cloudformation.provider import (
    Handled,
    NotFound,
    Request,
    already_exists,
)
from embedded_aws.cloudformation.refusals import reported


def _backend(request: Request) -> Any:
    from moto.glue.models import glue_backends

    return glue_backends[request.account_id][request.region]


class DatabaseProvider:
    """A database takes its tables along when it goes.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-glue-database.html
    """

    type_name = "AWS::Glue::Database"

    @reported
    def create(self, request: Request) -> Handled:
        settings = dict(request.properties["DatabaseInput"])
        # The catalog folds names to lower case.
        name = str(settings.get("Name") or request.generated_name).lower()
        if name in _backend(request).databases:
            raise already_exists(self.type_name, name)
        _backend(request).create_database(name, settings)
        return Handled(name)

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        if physical_id not in _backend(request).databases:
            raise NotFound(physical_id)
        _backend(request).update_database(physical_id, dict(request.properties["DatabaseInput"]))
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        if _backend(request).databases.pop(physical_id, None) is None:
            raise NotFound(physical_id)


class TableProvider:
    """A table or a view of a database that is there.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-glue-table.html
    """

    type_name = "AWS::Glue::Table"

    @reported
    def create(self, request: Request) -> Handled:
        settings = _table_input(request)
        name = str(settings.get("Name") or request.generated_name).lower()
        database = _backend(request).get_database(request.properties["DatabaseName"])
        if name in database.tables:
            raise already_exists(self.type_name, name)
        _backend(request).create_table(database.name, name, settings)
        return Handled(name)

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        tables = _tables(request)
        if physical_id not in tables:
            raise NotFound(physical_id)
        tables[physical_id].update(_table_input(request))
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        if _tables(request).pop(physical_id, None) is None:
            raise NotFound(physical_id)


def _tables(request: Request) -> dict[str, Any]:
    database = _backend(request).databases.get(request.properties["DatabaseName"])
    return database.tables if database else {}


def _table_input(request: Request) -> dict[str, Any]:
    """The table, with its parameters as texts, as the catalog keeps them."""
    settings = dict(request.properties["TableInput"])
    parameters = settings.get("Parameters") or {}
    settings["Parameters"] = {key: str(value) for key, value in parameters.items()}
    return settings


PROVIDERS = (DatabaseProvider(), TableProvider())
