"""Functions run in a process of their own, with what AWS gives them."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError
from embedded_aws.lambda_runtime import process
from embedded_aws.lookup import functions
from functions import TRUST, function, package, role


def invoke(client, source, event=None, **options):
    function(client, source, **options)
    answer = client("lambda").invoke(
        FunctionName="f", Payload=json.dumps(event or {}), LogType="Tail"
    )
    return answer, json.loads(answer["Payload"].read())


def test_gives_event_context_and_environment(client, account_id, node):
    source = """
    exports.handler = async (event, context) => ({
      event, name: context.functionName, arn: context.invokedFunctionArn,
      remaining: context.getRemainingTimeInMillis() <= 3000, id: context.awsRequestId.length,
      region: process.env.AWS_REGION, own: process.env.OWN,
      host: process.env.PATH !== undefined, leaked: process.env.EMBEDDED_SECRET ?? null,
    });"""

    _, body = invoke(client, source, {"a": 1}, Environment={"Variables": {"OWN": "value"}})

    assert body == {
        "event": {"a": 1},
        "name": "f",
        "arn": f"arn:aws:lambda:eu-west-1:{account_id}:function:f",
        "remaining": True,
        "id": 36,
        "region": "eu-west-1",
        "own": "value",
        "host": True,
        "leaked": None,
    }


def test_gives_every_function_what_the_operator_wants_unless_it_says_otherwise(
    client, node, monkeypatch
):
    monkeypatch.setitem(process.shared_environment, "PAUSE", "20")
    monkeypatch.setitem(process.shared_environment, "OWN", "shared")
    source = "exports.handler = async () => [process.env.PAUSE, process.env.OWN];"

    _, body = invoke(client, source, Environment={"Variables": {"OWN": "value"}})

    assert body == ["20", "value"]


def test_runs_es_modules(client, node):
    source = "export const handler = async () => 'from a module';"

    _, body = invoke(client, source, file_name="index.mjs")

    assert body == "from a module"


def test_runs_python(client):
    source = "def handler(event, context):\n    return context.function_name"

    _, body = invoke(client, source, Runtime="python3.13", file_name="index.py")

    assert body == "f"


@pytest.mark.parametrize(
    ("source", "error_type", "message"),
    [
        (
            "exports.handler = async () => { throw new TypeError('broken'); };",
            "TypeError",
            "broken",
        ),
        (
            "exports.handler = (event, context, callback) => callback(null, 1);",
            "Runtime.CallbackHandlerDeprecated",
            "removed support for callback-based",
        ),
        ("exports.other = 1;", "Runtime.HandlerNotFound", "undefined or not exported"),
        (
            "exports.handler = async () => process.exit(7);",
            "Runtime.ExitError",
            "exit status 7",
        ),
    ],
)
def test_tells_how_a_function_failed(client, node, source, error_type, message):
    answer, body = invoke(client, source)

    assert answer["FunctionError"] == "Unhandled"
    assert body["errorType"] == error_type
    assert message in body["errorMessage"]


def test_ends_a_function_at_its_timeout(client, node):
    source = "exports.handler = () => new Promise((r) => setTimeout(r, 20000));"

    answer, body = invoke(client, source, Timeout=1)

    assert answer["FunctionError"] == "Unhandled"
    assert "Task timed out after 1.00 seconds" in body["errorMessage"]


def test_writes_output_to_the_log_group_of_the_function(client, node):
    group = "/own/group"
    client("logs").create_log_group(logGroupName=group)

    invoke(
        client,
        "exports.handler = async () => console.log('said');",
        LoggingConfig={"LogGroup": group},
    )

    events = client("logs").filter_log_events(logGroupName=group)["events"]
    assert "said" in [event["message"] for event in events]


def test_refuses_a_role_that_lambda_cannot_assume(client):
    trust = json.dumps(TRUST).replace("lambda.", "ec2.")
    arn = client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=trust)["Role"]["Arn"]

    with pytest.raises(ClientError) as caught:
        function(client, "", Role=arn)

    error = caught.value.response["Error"]
    assert error["Code"] == "InvalidParameterValueException"
    assert error["Message"] == ("The role defined for the function cannot be assumed by Lambda.")


def from_s3(client, bucket):
    client("lambda").create_function(
        FunctionName="f",
        Runtime="nodejs24.x",
        Handler="index.handler",
        Role=role(client, "r"),
        Code={"S3Bucket": bucket, "S3Key": "f.zip"},
    )


def test_refuses_an_artifact_that_is_missing(client, account_id):
    bucket = f"artifacts-{account_id}"
    client("s3").create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )

    with pytest.raises(ClientError) as caught:
        from_s3(client, bucket)

    error = caught.value.response["Error"]
    assert error["Code"] == "InvalidParameterValueException"
    assert "S3 Error Code: NoSuchKey" in error["Message"]


def test_refuses_an_artifact_of_another_region(client, account_id):
    bucket = f"artifacts-{account_id}"
    api = client("s3", region="us-east-1")
    api.create_bucket(Bucket=bucket)
    api.put_object(Bucket=bucket, Key="f.zip", Body=package(""))

    with pytest.raises(ClientError) as caught:
        from_s3(client, bucket)

    error = caught.value.response["Error"]
    assert error["Code"] == "InvalidParameterValueException"
    assert "S3 Error Code: PermanentRedirect" in error["Message"]
    assert "The bucket is in this region: us-east-1" in error["Message"]


def test_calls_aws_as_its_role(client, account_id, node, aws):
    source = """
    exports.handler = async () => ({
      key: process.env.AWS_ACCESS_KEY_ID, secret: process.env.AWS_SECRET_ACCESS_KEY,
      token: process.env.AWS_SESSION_TOKEN, endpoint: process.env.AWS_ENDPOINT_URL });"""
    _, body = invoke(client, source)

    sts = boto3.client(
        "sts",
        region_name="eu-west-1",
        endpoint_url=body["endpoint"],
        aws_access_key_id=body["key"],
        aws_secret_access_key=body["secret"],
        aws_session_token=body["token"],
    )

    assert sts.get_caller_identity()["Arn"] == (f"arn:aws:sts::{account_id}:assumed-role/f-role/f")


def test_permits_only_the_service_and_source_that_its_policy_names(client, account_id):
    arn = function(client, "")
    bucket = "arn:aws:s3:::mine"
    client("lambda").add_permission(
        FunctionName="f",
        StatementId="s",
        Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com",
        SourceArn=bucket,
        SourceAccount=account_id,
    )

    def permits(service, source):
        return functions.permits(arn, service, source, account_id)

    assert permits("s3.amazonaws.com", bucket)
    assert not permits("s3.amazonaws.com", "arn:aws:s3:::other")
    assert not permits("sns.amazonaws.com", bucket)
