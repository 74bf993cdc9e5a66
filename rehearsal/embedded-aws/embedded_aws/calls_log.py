"""The calls that were served last, and how each ended: to find why something failed."""

import itertools
import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

#: Older calls are forgotten, so that a run of hours does not fill the memory; a scenario makes
#: some hundred.
CAPACITY = 20_000

#: time, service, operation, account, region, access key, status, error, message, milliseconds
_Entry = tuple[float, str, str, str, str, str, int, str, str, float]

_entries: deque[_Entry] = deque(maxlen=CAPACITY)
_serving = threading.local()
_XML_CODE = re.compile(r"<Code>([^<]*)</Code>")
_XML_MESSAGE = re.compile(r"<Message>([^<]*)</Message>")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def note(response: Any, service: str, operation: str) -> None:
    """The request that this thread serves is a call of the operation, as moto has found out.

    ``operation`` "" is a path that none has.
    """
    _serving.call = (
        service,
        operation or f"{response.method} {response.path}",
        str(response.current_account),
        str(response.region),
        str(response.access_key),
    )


def serve(
    application: Application, environ: dict[str, Any], start_response: Any
) -> Iterable[bytes]:
    """Answers a request by the application, and keeps what came of it.

    Requests nest: CloudFormation makes calls in the thread that serves its own.
    """
    outer = getattr(_serving, "call", None)
    _serving.call = None
    began = time.time()
    answered: list[Any] = [0, []]

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        answered[:] = [int(status[:3]), headers]
        return start_response(status, headers, *more)

    try:
        answer = application(environ, start)
        status, headers = answered
        code = message = ""
        if status >= 400:
            answer = _whole(answer)
            code, message = error_of(headers, b"".join(answer))
        call = _serving.call or _unknown(environ)
        milliseconds = (time.time() - began) * 1000
        _entries.append((began, *call, status, code, message, milliseconds))
        return answer
    finally:
        _serving.call = outer


def since(moment: float) -> dict[str, Any]:
    """The calls that began at that moment or later, in the order in which they ended.

    ``complete`` is false when some of them are forgotten.
    """
    entries = list(_entries)
    complete = len(entries) < CAPACITY or entries[0][0] < moment
    found = [entry for entry in entries if entry[0] >= moment]
    names = _principals()
    return {"complete": complete, "calls": [_told(entry, names) for entry in found]}


def error_of(headers: Iterable[tuple[str, str]], body: bytes) -> tuple[str, str]:
    """Code and message of an error, in whichever protocol it is."""
    lower = {name.lower(): value for name, value in headers}
    text = body.decode(errors="replace")
    if text.startswith("{"):
        told = json.loads(text)
        kind = lower.get("x-amzn-errortype") or told.get("__type") or told.get("code") or ""
        message = told.get("message") or told.get("Message") or ""
        return str(kind).split("#")[-1].split(":")[0], str(message)
    code, message = (_first(pattern, text) for pattern in (_XML_CODE, _XML_MESSAGE))
    # CBOR is binary; the header has its code. HEAD has no body at all.
    return code or lower.get("x-amzn-query-error", "").split(";")[0], message


def _whole(answer: Iterable[bytes]) -> list[bytes]:
    """All of an answer, which is closed then, as WSGI asks for."""
    parts = list(answer)
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    return parts


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _unknown(environ: dict[str, Any]) -> tuple[str, str, str, str, str]:
    """A request that no operation was found for."""
    host = str(environ.get("HTTP_HOST", "")).split(":")[0]
    return host, f"{environ['REQUEST_METHOD']} {environ.get('PATH_INFO', '')}", "", "", ""


def _principals() -> dict[str, str]:
    """The role session of each access key that has one."""
    from moto.sts.models import sts_backends

    backends = itertools.chain.from_iterable(
        list(partitions.values()) for partitions in list(sts_backends.values())
    )
    return {
        session.access_key_id: session.arn
        for backend in backends
        for session in list(backend.assumed_roles)
    }


def _told(entry: _Entry, principals: dict[str, str]) -> dict[str, Any]:
    began, service, operation, account, region, key, status, code, message, milliseconds = entry
    return {
        "time": began,
        "service": service,
        "operation": operation,
        "account": account,
        "region": region,
        "principal": principals.get(key, key),
        "status": status,
        "error": code,
        "message": message,
        "milliseconds": round(milliseconds, 1),
    }
