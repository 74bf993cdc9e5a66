"""Makes functions for the tests: roles, packages and templates of custom resources."""

import io
import json
import time
import zipfile
from typing import Any

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}

LOGGING = {"Effect": "Allow", "Action": "logs:*", "Resource": "*"}


def package(source: str, name: str = "index.js") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, source)
    return buffer.getvalue()


def role(client: Any, name: str, *statements: dict[str, Any]) -> str:
    """An execution role that may log and do what the statements say; its ARN."""
    iam = client("iam")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    document = {"Version": "2012-10-17", "Statement": [LOGGING, *statements]}
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=json.dumps(document))
    return str(arn)


def function(client: Any, source: str, **options: Any) -> str:
    """A function that runs the source; answers its ARN."""
    name = options.pop("FunctionName", "f")
    file_name = options.pop("file_name", "index.js")
    if "Role" not in options:
        options["Role"] = role(client, f"{name}-role")
    made = client("lambda").create_function(
        FunctionName=name,
        Runtime=options.pop("Runtime", "nodejs24.x"),
        Handler=options.pop("Handler", "index.handler"),
        Code={"ZipFile": package(source, file_name)},
        **options,
    )
    return str(made["FunctionArn"])


#: Answers as the last argument says; keeps what it was asked in the parameter store.
ANSWERING = """
const https = require('node:https');
exports.handler = async (event) => {
  console.log(`REQUEST ${process.hrtime.bigint()} ${JSON.stringify(event)}`);
  const answer = respond(event);
  if (!answer) return;
  const body = typeof answer === 'string' ? answer : JSON.stringify({
    StackId: event.StackId, RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId, ...answer,
  });
  const url = new URL(event.ResponseURL);
  await new Promise((resolve, reject) => {
    const request = https.request(
      { hostname: url.hostname, port: 443, path: url.pathname + url.search, method: 'PUT',
        headers: { 'content-type': '', 'content-length': body.length } }, resolve);
    request.on('error', reject);
    request.end(body);
  });
};
"""


def requests_of(client: Any, name: str = "f", count: int = 0) -> list[dict[str, Any]]:
    """The events that an answering function was invoked with, oldest first.

    Its log is written when the invocation has ended, which is after it answered, and
    may be after the next has answered, too: waits until there are ``count``, and sorts
    them by the clock that all processes share.
    """
    logs = client("logs")

    def read() -> list[dict[str, Any]]:
        found = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
        told = [e["message"].split(" ", 2) for e in found if e["message"].startswith("REQUEST ")]
        return [json.loads(text) for _, _, text in sorted(told, key=lambda one: int(one[1]))]

    eventually(lambda: len(read()) >= count)
    return read()


def eventually(check: Any, seconds: float = 60.0) -> Any:
    """The first true answer of ``check``; the last one when time is over."""
    deadline = time.monotonic() + seconds
    while not (answer := check()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return answer
