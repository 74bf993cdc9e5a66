"""Environment variables that Lambda keeps for itself.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
The words: https://github.com/mattermost/mattermost-cloud-monitoring/pull/264,
https://github.com/aws/aws-cdk/pull/28048
"""

import json

import pytest
from functions import function, role
from organizations_under_test import error_of

WORDS = (
    "Lambda was unable to configure your environment variables because the environment variables"
    " you have provided contains reserved keys that are currently not supported for modification."
    " Reserved keys used in this request: "
)
RESERVED = [
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_MAX_CONCURRENCY",
    "AWS_LAMBDA_METADATA_API",
    "AWS_LAMBDA_METADATA_TOKEN",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
]


@pytest.mark.parametrize("name", RESERVED)
def test_a_reserved_variable_is_refused(client, name):
    variables = {"Variables": {name: "x", "OWN": "y"}}

    error = error_of(lambda: function(client, "", Environment=variables))

    assert error["Code"] == "InvalidParameterValueException"
    assert error["Message"] == f"{WORDS}{name}"


def test_an_update_with_a_reserved_variable_changes_nothing(client):
    function(client, "", Environment={"Variables": {"OWN": "y"}})
    api = client("lambda")

    error = error_of(
        api.update_function_configuration,
        FunctionName="f",
        Timeout=7,
        Environment={"Variables": {"AWS_REGION": "eu-west-1"}},
    )

    found = api.get_function_configuration(FunctionName="f")
    assert error["Message"] == f"{WORDS}AWS_REGION"
    assert found["Environment"]["Variables"] == {"OWN": "y"}
    assert found["Timeout"] == 3


def test_variables_that_are_not_reserved_are_taken(client):
    free = {name: "x" for name in ("TZ", "LANG", "PATH", "NODE_OPTIONS", "PYTHONPATH", "AWS_OWN")}

    function(client, "", Environment={"Variables": free})

    found = client("lambda").get_function_configuration(FunctionName="f")
    assert found["Environment"]["Variables"] == free


def test_a_stack_with_a_reserved_variable_fails(client):
    properties = {
        "Code": {"ZipFile": "exports.handler = async () => {};"},
        "Handler": "index.handler",
        "Runtime": "nodejs24.x",
        "Role": role(client, "r"),
        "Environment": {"Variables": {"AWS_REGION": "eu-west-1"}},
    }
    resources = {"F": {"Type": "AWS::Lambda::Function", "Properties": properties}}
    cloudformation = client("cloudformation")

    cloudformation.create_stack(StackName="s", TemplateBody=json.dumps({"Resources": resources}))

    events = cloudformation.describe_stack_events(StackName="s")["StackEvents"]
    failed = [e for e in events if e["ResourceStatus"] == "CREATE_FAILED"]
    assert any("reserved keys" in e["ResourceStatusReason"] for e in failed)
