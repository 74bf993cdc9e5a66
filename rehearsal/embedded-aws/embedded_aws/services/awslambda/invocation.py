"""One invocation of a function in a sandbox of its own."""

import io
import json
import os
import signal
import threading
import time
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.core.utils import utcnow

from embedded_aws import events_log
from embedded_aws.lambda_runtime import process, sandboxes
from embedded_aws.lambda_runtime.sandbox import Outcome, Settings
from embedded_aws.services.awslambda import credentials, error_metric, function_logs

_unpack_lock = threading.Lock()


@dataclass(frozen=True)
class Invocation:
    """``payload`` is JSON; with ``failed`` it has errorType and errorMessage."""

    payload: bytes
    failed: bool
    log_tail: str
    request_id: str


def run(function: LambdaFunction, event: Any) -> Invocation:
    """Runs the handler once and writes its output to the function's log group.

    :raises ResourceError: when Lambda cannot assume the role any more.
    """
    request_id = str(uuid.uuid4())
    group = function_logs.group_name(function)
    settings = Settings(
        function.function_arn,
        str(function.run_time),
        _unpacked(function),
        _environment(function, group),
    )
    with sandboxes.taken(settings, lambda: _new_stream(function)) as sandbox:
        stream = sandbox.log_stream
        started = time.time()
        payload = {
            "event": event,
            "context": _context(function, request_id, group, stream),
            "deadlineMs": int((started + function.timeout) * 1000),
        }
        outcome = sandbox.invoke(payload, float(function.timeout))
        seconds = time.time() - started
    body, failure = _result(function, request_id, outcome)
    text = _log_text(function, request_id, outcome, seconds)
    function_logs.write(function, group, stream, text)
    events_log.record(
        "invocation",
        function.account_id,
        function.region,
        function=function.function_name,
        requestId=request_id,
        milliseconds=round(seconds * 1000),
        error=failure,
    )
    if failure is not None:
        error_metric.count(function)
    return Invocation(body, failure is not None, text[-4096:], request_id)


def _new_stream(function: LambdaFunction) -> str:
    """Of a sandbox: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html"""
    return f"{utcnow():%Y/%m/%d}/[{function.version}]{uuid.uuid4().hex}"


def _unpacked(function: LambdaFunction) -> Path:
    folder = process.cache_folder() / function.code_digest
    with _unpack_lock:
        if not folder.exists():
            with zipfile.ZipFile(io.BytesIO(function.code_bytes)) as archive:
                archive.extractall(folder)
    return folder


def _context(function: LambdaFunction, request_id: str, group: str, stream: str) -> dict[str, Any]:
    return {
        "functionName": function.function_name,
        "functionVersion": str(function.version),
        "invokedFunctionArn": function.function_arn,
        "memoryLimitInMB": str(function.memory_size),
        "awsRequestId": request_id,
        "logGroupName": group,
        "logStreamName": stream,
        "callbackWaitsForEmptyEventLoop": True,
    }


def _environment(function: LambdaFunction, group: str) -> dict[str, str]:
    """All but the log stream, which is the sandbox's.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
    """
    own = {key: str(value) for key, value in (function.environment_vars or {}).items()}
    return {
        **process.shared_environment,
        **own,
        "_HANDLER": str(function.handler),
        "AWS_DEFAULT_REGION": function.region,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ['MOTO_PORT']}",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": group,
        "AWS_REGION": function.region,
        "LAMBDA_TASK_ROOT": str(_unpacked(function)),
        "TZ": ":UTC",
        **credentials.environment(function),
    }


def _result(
    function: LambdaFunction, request_id: str, outcome: Outcome
) -> tuple[bytes, str | None]:
    """The payload, and what went wrong if something did."""
    if outcome.result is not None:
        if "error" not in outcome.result:
            return json.dumps(outcome.result["value"]).encode(), None
        error = outcome.result["error"]
    elif outcome.timed_out:
        error = {
            "errorType": "Sandbox.Timedout",
            "errorMessage": f"RequestId: {request_id} Error: {_timed_out(function)}",
        }
    else:
        error = {
            "errorType": "Runtime.ExitError",
            "errorMessage": f"RequestId: {request_id} Error: Runtime exited with "
            f"error: {_ended(outcome.exit_code or 0)}",
        }
    summary = f"{error['errorType']}: {error['errorMessage']}"
    return json.dumps(error).encode(), summary


def _ended(exit_code: int) -> str:
    if exit_code < 0:
        return f"signal: {(signal.strsignal(-exit_code) or str(-exit_code)).lower()}"
    return f"exit status {exit_code}"


def _timed_out(function: LambdaFunction) -> str:
    return f"Task timed out after {float(function.timeout):.2f} seconds"


def _log_text(
    function: LambdaFunction,
    request_id: str,
    outcome: Outcome,
    seconds: float,
) -> str:
    lines = [f"START RequestId: {request_id} Version: {function.version}"]
    lines += outcome.output.splitlines()
    if outcome.timed_out:
        now = utcnow().strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
        lines.append(f"{now}Z {request_id} {_timed_out(function)}")
    lines.append(f"END RequestId: {request_id}")
    lines.append(
        f"REPORT RequestId: {request_id}\tDuration: {seconds * 1000:.2f} ms\t"
        f"Memory Size: {function.memory_size} MB"
    )
    return "\n".join(lines)
