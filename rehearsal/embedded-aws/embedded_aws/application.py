"""The running WSGI application, and AWS clients that call it in this process."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from werkzeug.test import run_wsgi_app

_application: Any = None
_clients: dict[tuple[str, str], Any] = {}
_clients_lock = threading.Lock()
_caller = threading.local()

# Not signed: moto takes the account from the header.
KEY = "AKIAINTERNALCALL0000"
_ACCOUNT_HEADER = "x-moto-account-id"


def set_application(application: Any) -> None:
    global _application
    _application = application


class _Body(BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


def _send(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
    url = urlsplit(request.url)
    body = request.body or b""
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        body = body.encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(url.path) or "/",
        "RAW_URI": url.path + (f"?{url.query}" if url.query else ""),
        "QUERY_STRING": url.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "HTTP_HOST": url.netloc,
    }
    for name, value in request.headers.items():
        text = value.decode() if isinstance(value, bytes) else str(value)
        key = name.upper().replace("-", "_")
        prefix = "" if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_"
        environ[prefix + key] = text
    environ[f"HTTP_{_ACCOUNT_HEADER.upper().replace('-', '_')}"] = _caller.account_id
    chunks, status, headers = run_wsgi_app(_application, environ)
    code = int(str(status).split(" ", 1)[0])
    return AWSResponse(request.url, code, headers, _Body(b"".join(chunks)))


@contextmanager
def client(service: str, account_id: str, region: str) -> Iterator[Any]:
    """A boto3 client of the account's administrator, without network.

    Use it in the thread that opened it. The client itself is shared: making
    one takes 20 ms and more.
    """
    with _clients_lock:
        found = _clients.get((service, region))
        if found is None:
            found = _clients[service, region] = _make(service, region)
    before = getattr(_caller, "account_id", None)
    _caller.account_id = account_id
    try:
        yield found
    finally:
        _caller.account_id = before


@functools.cache
def _session() -> Any:
    """One for all clients: each session would keep its own copy of the API models."""
    import boto3

    return boto3.session.Session()


def _make(service: str, region: str) -> Any:
    made = _session().client(
        service,
        region_name=region,
        endpoint_url="http://127.0.0.1",
        aws_access_key_id=KEY,
        aws_secret_access_key="internal",
        config=Config(
            retries={"max_attempts": 1},
            parameter_validation=False,
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
        ),
    )
    made.meta.events.register("before-send.*", _send)
    return made
