"""AWS::Glue::Database and AWS::Glue::Table."""

import pytest
from botocore.exceptions import ClientError
from stacks import create, describe, reason, template, update

ACCOUNT = "111111111111"
DATABASE = {
    "Type": "AWS::Glue::Database",
    "Properties": {"CatalogId": ACCOUNT, "DatabaseInput": {"Name": "Audit"}},
}


def table(database="audit", **parameters):
    return {
        "Type": "AWS::Glue::Table",
        "DependsOn": "D",
        "Properties": {
            "CatalogId": ACCOUNT,
            "DatabaseName": database,
            "TableInput": {"Name": "trail", "Parameters": parameters},
        },
    }


def parameters_of(client):
    found = client("glue").get_table(DatabaseName="audit", Name="trail")["Table"]
    return found["Parameters"]


def test_names_of_databases_are_folded_to_lower_case(client):
    create(client("cloudformation"), "s", template({"D": DATABASE}))

    assert client("glue").get_database(Name="audit")["Database"]["Name"] == "audit"


def test_a_table_keeps_its_parameters_as_texts(client):
    create(client("cloudformation"), "s", template({"D": DATABASE, "T": table(interval=1)}))

    assert parameters_of(client) == {"interval": "1"}


def test_a_table_is_updated_in_place(client):
    api = client("cloudformation")
    create(api, "s", template({"D": DATABASE, "T": table(accounts="1")}))

    update(api, "s", template({"D": DATABASE, "T": table(accounts="1,2")}))

    assert parameters_of(client) == {"accounts": "1,2"}


def test_a_table_needs_its_database(client):
    api = client("cloudformation")

    create(api, "s", template({"D": DATABASE, "T": table("other")}))

    assert "EntityNotFoundException" in reason(api, "s", "CREATE_FAILED")


def test_a_table_that_exists_is_refused(client):
    api = client("cloudformation")
    create(api, "s", template({"D": DATABASE, "T": table()}))
    other = {**DATABASE, "Properties": {"CatalogId": ACCOUNT, "DatabaseInput": {"Name": "other"}}}

    create(api, "t", template({"D": other, "T": table()}))

    assert "AlreadyExists" in reason(api, "t", "CREATE_FAILED")


def test_a_database_goes_with_its_stack(client):
    api = client("cloudformation")
    create(api, "s", template({"D": DATABASE, "T": table()}))

    api.delete_stack(StackName="s")

    with pytest.raises(ClientError, match="does not exist"):
        describe(api, "s")
    assert client("glue").get_databases()["DatabaseList"] == []
