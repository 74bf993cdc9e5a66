"""The runtime of a Python function: serves one event after the other.

Runs by itself, without this package on the path.
"""

# mypy: disable-error-code="method-assign"

import importlib
import json
import os
import sys
import time
import traceback
import urllib.request
from typing import Any

HOST_PREFIX = "https://cloudformation-custom-resource-response-"
PATH_PREFIX = "/_embedded-aws/custom-resource-response"


class Context:
    def __init__(self, fields: dict[str, Any], deadline_ms: int) -> None:
        self._deadline_ms = deadline_ms
        self.function_name = fields["functionName"]
        self.function_version = fields["functionVersion"]
        self.invoked_function_arn = fields["invokedFunctionArn"]
        self.memory_limit_in_mb = fields["memoryLimitInMB"]
        self.aws_request_id = fields["awsRequestId"]
        self.log_group_name = fields["logGroupName"]
        self.log_stream_name = fields["logStreamName"]
        self.identity = None
        self.client_context = None

    def get_remaining_time_in_millis(self) -> int:
        return max(self._deadline_ms - int(time.time() * 1000), 0)


def redirect_answers() -> None:
    """Sends the answers of custom resources to the embedded AWS."""
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    # mypy takes a property of a class for its value.
    original = urllib.request.Request.full_url.fset  # type: ignore[attr-defined]

    def set_url(self: urllib.request.Request, url: str) -> None:
        if url.startswith(HOST_PREFIX):
            url = endpoint + PATH_PREFIX + "/" + url.split("/", 3)[3]
        original(self, url)

    urllib.request.Request.full_url = urllib.request.Request.full_url.setter(set_url)  # type: ignore[attr-defined]


def outcome_of(handler: Any, given: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"value": handler(given["event"], Context(given["context"], given["deadlineMs"]))}
    except Exception as error:
        return {"error": failure_of(error)}


def failure_of(error: Exception) -> dict[str, Any]:
    traceback.print_exception(error)
    trace = traceback.format_tb(error.__traceback__)
    return {"errorType": type(error).__name__, "errorMessage": str(error), "stackTrace": trace}


def load() -> Any:
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    module, _, name = os.environ["_HANDLER"].rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), name)


def main() -> None:
    events, answers = (int(part) for part in os.environ.pop("EMBEDDED_AWS_CHANNEL").split(","))
    redirect_answers()
    handler = None
    with open(events, encoding="utf-8") as given, open(answers, "w", encoding="utf-8") as told:
        for line in given:
            try:
                handler = handler or load()
                outcome = outcome_of(handler, json.loads(line))
            except Exception as error:  # it does not load: a sandbox begins anew
                outcome = {"error": failure_of(error), "last": True}
            print(json.dumps(outcome), file=told, flush=True)


main()
