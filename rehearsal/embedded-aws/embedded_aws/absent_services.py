"""Answers calls of services that moto does not have: NotImplemented, HTTP 501.

SDKs do not retry it. The answer is in the protocol of the request, so that a client gets an error
of AWS's form.
https://smithy.io/2.0/aws/protocols/index.html
"""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

CODE = "NotImplemented"
_STATUS = "501 Not Implemented"


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """A WSGI application that has nothing."""
    form = _form_of(environ)
    service = _service_of(environ)
    message = f"The embedded AWS has no {service}:{_action_of(environ, form)}"
    kind, body = _error(environ, form, service, message)
    headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
    headers += [("x-amzn-ErrorType", CODE)]
    if _is_cbor(environ):
        headers += [("smithy-protocol", "rpc-v2-cbor")]
    start_response(_STATUS, headers)
    return [body]


def _error(
    environ: dict[str, Any], form: dict[str, list[str]], service: str, message: str
) -> tuple[str, bytes]:
    if _is_cbor(environ):
        return "application/cbor", _cbor({"__type": CODE, "message": message})
    error = f"<Error><Code>{CODE}</Code><Message>{escape(message)}</Message></Error>"
    if service.startswith("s3"):
        return "application/xml", error.encode()
    if form:
        return "text/xml", f"<ErrorResponse>{error}</ErrorResponse>".encode()
    version = "1.1" if "1.1" in environ.get("CONTENT_TYPE", "") else "1.0"
    kind = f"application/x-amz-json-{version}" if _target_of(environ) else "application/json"
    return kind, json.dumps({"__type": CODE, "message": message}).encode()


def _service_of(environ: dict[str, Any]) -> str:
    """The name that the request is signed for; without a signature that of its target."""
    _, _, scope = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")
    parts = scope.split(",")[0].split("/")
    return parts[3] if len(parts) > 3 else _target_of(environ).split(".")[0] or "service"


def _target_of(environ: dict[str, Any]) -> str:
    return str(environ.get("HTTP_X_AMZ_TARGET", ""))


def _action_of(environ: dict[str, Any], form: dict[str, list[str]]) -> str:
    if target := _target_of(environ):
        return target.rsplit(".", 1)[-1]
    if form:
        return form["Action"][0]
    path = str(environ.get("PATH_INFO", "/"))
    # /service/NAME/operation/NAME
    return path.rsplit("/", 1)[-1] if _is_cbor(environ) else f"{environ['REQUEST_METHOD']} {path}"


def _form_of(environ: dict[str, Any]) -> dict[str, list[str]]:
    """The parameters of the query protocol; of older services they are in the address."""
    text = str(environ.get("QUERY_STRING", ""))
    if "x-www-form-urlencoded" in environ.get("CONTENT_TYPE", ""):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        text += "&" + environ["wsgi.input"].read(length).decode(errors="replace")
    form = parse_qs(text)
    return form if "Action" in form else {}


def _is_cbor(environ: dict[str, Any]) -> bool:
    return environ.get("HTTP_SMITHY_PROTOCOL") == "rpc-v2-cbor"


def _cbor(texts: dict[str, str]) -> bytes:
    """A map of texts: https://www.rfc-editor.org/rfc/rfc8949#section-3.1"""
    parts = [part for pair in texts.items() for part in pair]
    return bytes([0xA0 + len(texts)]) + b"".join(map(_cbor_text, parts))


def _cbor_text(text: str) -> bytes:
    data = text.encode()
    return b"\x7a" + len(data).to_bytes(4, "big") + data
