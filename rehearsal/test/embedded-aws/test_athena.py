"""AWS::Athena::*: workgroups and saved queries."""

import pytest
from botocore.exceptions import ClientError
from organizations_under_test import control
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


def execution(client, text):
    athena = client("athena")
    query_id = athena.start_query_execution(QueryString=text)["QueryExecutionId"]
    for _ in range(3):
        told = athena.get_query_execution(QueryExecutionId=query_id)["QueryExecution"]
    return query_id, told["Status"]


def test_a_query_answers_the_rows_that_a_control_route_gives(client, aws):
    rows = [["everything"], [3]]
    control(aws.endpoint, "POST", "/athena/answers", {"query": "of a test", "rows": rows})

    query_id, status = execution(client, "SELECT 3 -- of a test")

    assert status["State"] == "SUCCEEDED"
    result = client("athena").get_query_results(QueryExecutionId=query_id)["ResultSet"]["Rows"]
    assert [row["Data"][0]["VarCharValue"] for row in result] == ["everything", "3"]


def test_a_query_fails_for_the_reason_that_a_control_route_gives(client, aws):
    failure = {"query": "that fails", "failure": "HIVE_BAD_DATA: no JSON"}
    control(aws.endpoint, "POST", "/athena/answers", failure)

    _, status = execution(client, "SELECT 1 -- that fails")

    assert (status["State"], status["StateChangeReason"]) == ("FAILED", "HIVE_BAD_DATA: no JSON")


def test_any_other_query_has_no_rows(client):
    query_id, status = execution(client, "SELECT 1 -- of no test")

    assert status["State"] == "SUCCEEDED"
    assert client("athena").get_query_results(QueryExecutionId=query_id)["ResultSet"]["Rows"] == []
