"""The log of calls: who called what, where, and how it ended."""

import json
import time
import urllib.request

import pytest
from embedded_aws import calls_log
from organizations_under_test import code_of
from stacks import create, template

REPOSITORY = {"Type": "AWS::ECR::Repository", "Properties": {"RepositoryName": "repository"}}


def calls_since(aws, moment):
    with urllib.request.urlopen(f"{aws.endpoint}/_embedded-aws/calls/log?since={moment}") as found:
        return json.load(found)


def call_of(aws, moment, operation):
    """The one call of the operation since that moment."""
    (found,) = [c for c in calls_since(aws, moment)["calls"] if c["operation"] == operation]
    return found


def test_names_account_region_principal_and_outcome(aws, client, account_id):
    moment = time.time()

    client("sns").create_topic(Name="t")

    found = call_of(aws, moment, "CreateTopic")
    assert found.pop("time") >= moment
    assert found.pop("milliseconds") > 0
    assert found == {
        "service": "sns",
        "operation": "CreateTopic",
        "account": account_id,
        "region": "eu-west-1",
        "principal": "AKIAEXAMPLE",
        "status": 200,
        "error": "",
        "message": "",
    }


@pytest.mark.parametrize(
    ("service", "operation", "method", "arguments", "code"),
    [
        ("dynamodb", "DescribeTable", "describe_table", {"TableName": "t"}, None),
        ("iam", "GetRole", "get_role", {"RoleName": "r"}, "NoSuchEntity"),
        ("s3", "GetObject", "get_object", {"Bucket": "b-none", "Key": "k"}, "NoSuchBucket"),
        ("lambda", "GetFunction", "get_function", {"FunctionName": "f"}, None),
        ("cloudwatch", "DeleteDashboards", "delete_dashboards", {"DashboardNames": ["d"]}, None),
    ],
)
def test_keeps_the_error_of_each_protocol(aws, client, service, operation, method, arguments, code):
    moment = time.time()

    told = code_of(getattr(client(service), method), **arguments)

    found = call_of(aws, moment, operation)
    assert found["error"] == told.split(".")[-1]
    assert code in (None, told)
    assert found["message"]
    assert found["status"] >= 400


def test_names_the_role_session_of_a_function(aws, as_function):
    denied = as_function("sqs")
    moment = time.time()

    code = code_of(denied.list_queues)

    found = call_of(aws, moment, "ListQueues")
    assert found["principal"].startswith("arn:aws:sts::")
    assert "AccessDenied" in found["error"]
    assert "AccessDenied" in code


def test_tells_calls_within_a_call_apart(aws, client, cloudformation):
    moment = time.time()

    made = create(cloudformation, "calls", template({"R": REPOSITORY}))

    found = calls_since(aws, moment)["calls"]
    operations = [(call["service"], call["operation"]) for call in found]
    assert made["StackStatus"] == "CREATE_COMPLETE", made
    assert ("cloudformation", "CreateStack") in operations
    assert ("ecr", "CreateRepository") in operations


def test_keeps_a_path_that_no_operation_has(aws):
    moment = time.time()
    scope = "AKIATEST/20260101/eu-west-1/guardduty/aws4_request"
    signed = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, Signature=0"}
    request = urllib.request.Request(f"{aws.endpoint}/nothing", headers=signed, method="DELETE")

    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(request)

    found = call_of(aws, moment, "DELETE /nothing")
    assert found["status"] >= 400


def test_says_when_calls_are_forgotten(monkeypatch, aws, client):
    from collections import deque

    kept = deque(maxlen=2)
    monkeypatch.setattr(calls_log, "CAPACITY", 2)
    monkeypatch.setattr(calls_log, "_entries", kept)
    moment = time.time()

    client("sts").get_caller_identity()
    before = calls_since(aws, moment)["complete"]
    for _ in range(3):
        client("sts").get_caller_identity()

    assert before is True
    assert calls_since(aws, moment)["complete"] is False
    assert len(calls_since(aws, moment)["calls"]) == 2
    assert calls_since(aws, time.time()) == {"complete": True, "calls": []}
