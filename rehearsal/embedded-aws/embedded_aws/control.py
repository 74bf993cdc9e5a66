"""The control interface under ``/_embedded-aws/``, and answers of custom resources.

Wraps moto's application: everything else passes through, counted by API action.
"""

# mypy: disable-error-code="method-assign"

import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from embedded_aws import calls_log, events_log, internal_errors

PREFIX = "/_embedded-aws"
RESPONSE_PREFIX = f"{PREFIX}/custom-resource-response"

Handler = Callable[[dict[str, str], dict[str, Any]], Any]
#: Method, path below the prefix with ``{name}`` parts, and what answers.
Route = tuple[str, str, Handler]

_routes: list[tuple[str, re.Pattern[str], Handler]] = []
_calls: Counter[str] = Counter()
_calls_lock = threading.Lock()
_request = threading.local()
#: CloudFormation's, once it is installed.
_receive: Callable[[str, bytes], bool] = lambda path, body: False  # noqa: E731


class ControlError(Exception):
    """Answered as ``{"error": ...}`` with the status."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def add(routes: Iterable[Route]) -> None:
    """Answers these routes with ``handler(params, body)``.

    ``{name}`` parts of the path and the query are ``params``; the JSON body,
    {} when empty, is ``body``. What the handler returns is answered as JSON.

    :raises ValueError: the route is taken.
    """
    for method, path, handler in routes:
        expression = re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + "/?$")
        if any(known[:2] == (method, expression) for known in _routes):
            raise ValueError(f"two handlers for {method} {path}")
        _routes.append((method, expression, handler))


def header(name: str) -> str | None:
    """A header of the request that this thread's handler answers."""
    found = _request.environ.get(f"HTTP_{name.upper().replace('-', '_')}")
    return None if found is None else str(found)


def count(response: Any, service: str, action: str) -> None:
    """Adds one to the count of ``GET /calls``, and names the call in ``GET /calls/log``."""
    calls_log.note(response, service, action)
    with _calls_lock:
        _calls[f"{service}:{action or '?'}"] += 1


class ControlMiddleware:
    """WSGI: ours under the prefix, moto's everywhere else."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return calls_log.serve(self._application, environ, start_response)
        if path.startswith(RESPONSE_PREFIX):
            return _custom_resource_response(environ, start_response)
        status, body = _dispatch(environ, path.removeprefix(PREFIX) or "/")
        return _send(start_response, status, "application/json", json.dumps(body))


def _read(environ: dict[str, Any]) -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body: bytes = environ["wsgi.input"].read(length) if length else b""
    return body


def _send(start_response: Any, status: int, kind: str, text: str) -> list[bytes]:
    data = text.encode()
    phrase = {200: "OK", 404: "Not Found", 500: "Error"}.get(status, "Bad Request")
    start_response(
        f"{status} {phrase}",
        [("Content-Type", kind), ("Content-Length", str(len(data)))],
    )
    return [data]


def _dispatch(environ: dict[str, Any], path: str) -> tuple[int, Any]:
    method = environ["REQUEST_METHOD"]
    _request.environ = environ
    for wanted, expression, handler in _routes:
        match = expression.match(path)
        if match is None or wanted != method:
            continue
        query = {k: v[-1] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()}
        try:
            body = json.loads(_read(environ) or b"{}")
            return 200, handler({**query, **match.groupdict()}, body)
        except ControlError as error:
            return error.status, {"error": str(error)}
        except Exception as error:  # the caller gets it, whatever it was
            internal_errors.report(error)
            return 500, {"error": f"{type(error).__name__}: {error}"}
    return 404, {"error": f"{method} {path} is not known"}


def on_custom_resource_response(receive: Callable[[str, bytes], bool]) -> None:
    """``receive`` takes path and body of what is put at a ResponseURL, or answers False."""
    global _receive
    _receive = receive


def _custom_resource_response(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The PUT that the function's process sent to the ResponseURL."""
    taken = _receive(environ["PATH_INFO"], _read(environ))
    # S3 takes the object as long as the signature is valid, too late or not.
    events_log.record("customResourceResponse", "", "", taken=taken)
    return _send(start_response, 200, "application/xml", "")


def health(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    return {"status": "ok"}


def calls(params: dict[str, str], body: dict[str, Any]) -> dict[str, int]:
    """How often each API action was called, such as ``s3:PutObject``."""
    with _calls_lock:
        return dict(sorted(_calls.items()))


def calls_since(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """The calls since ``since``, in seconds of the epoch; 0 or absent for all that are kept."""
    return calls_log.since(float(params.get("since", 0)))


def events(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``after`` is the ``next`` of the previous answer; 0 or absent for all."""
    found, newest = events_log.after(int(params.get("after", 0)))
    return {"events": found, "next": newest}


ROUTES: tuple[Route, ...] = (
    ("GET", "/health", health),
    ("GET", "/calls", calls),
    ("GET", "/calls/log", calls_since),
    ("GET", "/events", events),
)


def install() -> None:
    """Counts each action where moto has found out which one it is."""
    from moto.core.responses import BaseResponse
    from moto.s3.responses import S3Response

    if getattr(BaseResponse.call_action, "counted", False):
        return
    call = BaseResponse.call_action
    set_action = S3Response._set_action
    all_buckets = S3Response.all_buckets

    def call_action(self: BaseResponse) -> Any:
        count(self, str(self.boto3_service_name), self._get_action())
        return call(self)

    # S3 finds the action by itself, in two places.
    def _set_action(
        self: S3Response, action_resource_type: str, method: str, querystring: dict[str, Any]
    ) -> None:
        set_action(self, action_resource_type, method, querystring)
        count(self, "s3", self.data["Action"])

    def _all_buckets(self: S3Response) -> Any:
        count(self, "s3", "ListBuckets")
        return all_buckets(self)

    vars(call_action)["counted"] = True
    BaseResponse.call_action = call_action
    S3Response._set_action = _set_action
    S3Response.all_buckets = _all_buckets
