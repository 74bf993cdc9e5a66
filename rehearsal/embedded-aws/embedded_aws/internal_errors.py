"""Faults of the embedded AWS itself, in a shape that SDKs understand.

Whatever moto or an extension raises unexpectedly goes to standard error with
its traceback, once for each place that it comes from, and to the client as
HTTP 500. An action that moto does not have is HTTP 501, which SDKs do not retry.
"""

import json
import sys
import threading
import traceback
from typing import Any
from xml.sax.saxutils import escape

from flask import Flask, Response, request
from moto.core.responses import BaseResponse
from moto.moto_server.werkzeug_app import create_backend_app
from werkzeug.exceptions import HTTPException

from embedded_aws import gate
from embedded_aws.dispatching import NoBackend

#: REST services that speak XML; the others speak JSON.
_XML_SERVICES = ("cloudfront", "route53", "s3", "s3control")

_reported: set[tuple[str, str]] = set()
_lock = threading.Lock()


def report(error: BaseException) -> None:
    """Prints the traceback, unless this kind of error came from this line before."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    key = (type(error).__name__, place)
    with _lock:
        if key in _reported:
            return
        _reported.add(key)
    text = "".join(traceback.format_exception(error))
    print(f"A fault of the embedded AWS:\n{text}", file=sys.stderr, flush=True)


def create_app(service: Any) -> Flask:
    """moto's application of one service, with an answer to what it fails to handle.

    :raises NoBackend: when moto does not have the service.
    """
    if service is None:
        raise NoBackend
    application = create_backend_app(service)
    application.register_error_handler(Exception, answer)
    return application


def answer(error: Exception) -> Any:
    """The HTTP response to a request that ended in the error."""
    if isinstance(error, HTTPException) and request.routing_exception is None:
        return error  # moto means it
    response = _response_of(error)
    if response is not None:
        try:
            status, headers, body = gate.respond(response, _refusal(error, _action(response)))
            return Response(body, status, headers)
        except Exception as cause:  # it may be the serializer that is at fault
            report(cause)
    return _plain(_refusal(error, f"{_service()}:{request.method} {request.path}"))


def _refusal(error: Exception, action: str) -> gate.Refusal:
    if isinstance(error, NotImplementedError | HTTPException):
        return gate.Refusal("NotImplemented", f"The embedded AWS has no {action}", 501)
    report(error)
    code = "InternalError" if action.startswith("s3:") else "InternalFailure"
    return gate.Refusal(code, f"The embedded AWS failed: {type(error).__name__}: {error}", 500)


def _response_of(error: Exception) -> BaseResponse | None:
    """moto's object for the request: ``self`` of the outermost method that failed."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        found = frame.f_locals.get("self")
        if isinstance(found, BaseResponse) and hasattr(found, "uri"):
            return found
    return None


def _action(response: BaseResponse) -> str:
    name = str(response.boto3_service_name)
    action = response.data.get("Action") if name == "s3" else response._get_action()
    return f"{name}:{action or f'{request.method} {request.path}'}"


def _service() -> str:
    from flask import current_app

    # moto's name of it, which is AWS's but where that is a keyword of Python.
    return str(getattr(current_app, "service", "service")).removeprefix("aws")


def _plain(refusal: gate.Refusal) -> Response:
    """Without moto's knowledge of the protocol: by the service and the request."""
    service, kind = _service(), request.content_type or ""
    if service not in _XML_SERVICES and "x-www-form-urlencoded" not in kind:
        body = json.dumps({"__type": refusal.code, "message": refusal.message})
        headers = {"x-amzn-ErrorType": refusal.code}
        return Response(body, refusal.status, headers, content_type="application/json")
    error = (
        f"<Error><Code>{escape(refusal.code)}</Code>"
        f"<Message>{escape(refusal.message)}</Message></Error>"
    )
    body = error if service == "s3" else f"<ErrorResponse>{error}</ErrorResponse>"
    return Response(body, refusal.status, content_type="text/xml")
