"""AWS::Athena::*: workgroups and saved queries."""

import pytest
from botocore.exceptions import ClientError
from stacks import create, describe, history, reason, resource, template, update


def group(**properties):
    configuration = {"BytesScannedCutoffPerQuery": "10000000"}
    settings = {"Name": "audit", "WorkGroupConfiguration": configuration}
    return {"Type": "AWS::Athena::WorkGroup", "Properties": {**settings, **properties}}


def query(text, **properties):
    settings = {"Name": "q", "Database": "d", "QueryString": text, "WorkGroup": "audit"}
    return {
        "Type": "AWS::Athena::NamedQuery",
        "DependsOn": "G",
        "Properties": {**settings, **properties},
    }


def saved(client):
    ids = client("athena").list_named_queries(WorkGroup="audit")["NamedQueryIds"]
    return [
        client("athena").get_named_query(NamedQueryId=i)["NamedQuery"]["QueryString"] for i in ids
    ]


def test_a_workgroup_is_enforced_unless_told_otherwise(client):
    create(client("cloudformation"), "s", template({"G": group()}))

    found = client("athena").get_work_group(WorkGroup="audit")["WorkGroup"]["Configuration"]

    assert found["EnforceWorkGroupConfiguration"] is True
    assert found["BytesScannedCutoffPerQuery"] == 10000000


def test_a_workgroup_is_updated_in_place(client):
    api = client("cloudformation")
    create(api, "s", template({"G": group()}))
    changed = group(WorkGroupConfiguration={"EnforceWorkGroupConfiguration": False})

    update(api, "s", template({"G": changed}))

    found = client("athena").get_work_group(WorkGroup="audit")["WorkGroup"]["Configuration"]
    assert found["EnforceWorkGroupConfiguration"] is False


def test_a_workgroup_that_exists_is_refused(client):
    api = client("cloudformation")
    create(api, "s", template({"G": group()}))

    create(api, "t", template({"G": group()}))

    assert "AlreadyExists" in reason(api, "t", "CREATE_FAILED")


def test_a_query_has_the_id_that_ref_answers(client):
    api = client("cloudformation")
    create(api, "s", template({"G": group(), "Q": query("SELECT 1")}))

    query_id = resource(api, "s", "Q")["PhysicalResourceId"]

    found = client("athena").get_named_query(NamedQueryId=query_id)["NamedQuery"]
    assert (found["Database"], found["QueryString"]) == ("d", "SELECT 1")


def test_a_query_that_changes_is_replaced(client):
    api = client("cloudformation")
    create(api, "s", template({"G": group(), "Q": query("SELECT 1")}))

    update(api, "s", template({"G": group(), "Q": query("SELECT 2")}))

    assert saved(client) == ["SELECT 2"]


def test_a_query_needs_its_workgroup(client):
    api = client("cloudformation")

    create(api, "s", template({"G": group(), "Q": query("SELECT 1", WorkGroup="other")}))

    assert "InvalidRequestException" in reason(api, "s", "CREATE_FAILED")


def test_a_workgroup_with_queries_stays_unless_told_to_go(client):
    api = client("cloudformation")
    create(api, "s", template({"G": group()}))
    client("athena").create_named_query(
        Name="q", Database="d", QueryString="SELECT 1", WorkGroup="audit"
    )

    api.delete_stack(StackName="s")

    assert describe(api, "s")["StackStatus"] == "DELETE_FAILED"
    assert ("G", "DELETE_FAILED") in history(api, "s")


def test_a_workgroup_takes_its_queries_along_when_told(client):
    api = client("cloudformation")
    create(api, "s", template({"G": group(RecursiveDeleteOption=True)}))
    client("athena").create_named_query(
        Name="q", Database="d", QueryString="SELECT 1", WorkGroup="audit"
    )

    api.delete_stack(StackName="s")

    with pytest.raises(ClientError, match="s does not exist"):
        describe(api, "s")
