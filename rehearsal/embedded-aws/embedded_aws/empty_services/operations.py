"""Which operation of which service a request is, by the API models of botocore.

https://smithy.io/2.0/aws/protocols/index.html
"""

import functools
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import botocore
from botocore.model import OperationModel
from moto.core.utils import get_service_model

#: In the metadata of an API model, with which its text begins.
_SIGNING = re.compile(
    r'(?s)"metadata":\{(?:[^}]*"signingName":"([^"]+)"|[^}]*"endpointPrefix":"([^"]+)")'
)
_METADATA = 4000
_LABEL = re.compile(r"\{(\w+)(\+?)\}")


@dataclass(frozen=True)
class Request:
    """A request, as far as it names what it calls and who calls."""

    method: str
    path: str
    query: str
    target: str
    content_type: str
    authorization: str
    body: bytes

    @property
    def access_key(self) -> str:
        return self._scope[0]

    @property
    def region(self) -> str:
        return self._scope[2]

    @property
    def signed_for(self) -> str:
        return self._scope[3]

    @property
    def parameters(self) -> dict[str, str]:
        """Those of the query protocol, in the body or, of older services, in the address."""
        text = self.query
        if "x-www-form-urlencoded" in self.content_type:
            text += "&" + self.body.decode(errors="replace")
        return {name: values[0] for name, values in parse_qs(text).items()}

    @property
    def _scope(self) -> list[str]:
        _, _, scope = self.authorization.partition("Credential=")
        parts = scope.split(",")[0].strip().split("/")
        return parts if len(parts) > 3 else ["", "", "", ""]


def request_of(environ: dict[str, Any], body: bytes) -> Request:
    return Request(
        method=str(environ.get("REQUEST_METHOD", "GET")),
        path=str(environ.get("PATH_INFO", "/")),
        query=str(environ.get("QUERY_STRING", "")),
        target=str(environ.get("HTTP_X_AMZ_TARGET", "")),
        content_type=str(environ.get("CONTENT_TYPE", "")),
        authorization=str(environ.get("HTTP_AUTHORIZATION", "")),
        body=body,
    )


def operation_of(request: Request) -> OperationModel | None:
    """The operation that the request calls; None for one that no API model has."""
    for service in _signed_for().get(request.signed_for, ()):
        model = get_service_model(service)
        name = _name_in(service, request)
        if name is not None:
            return model.operation_model(name)
    return None


def _name_in(service: str, request: Request) -> str | None:
    model = get_service_model(service)
    if request.target:
        prefix, _, name = request.target.rpartition(".")
        return name if prefix == model.metadata.get("targetPrefix") else None
    parameters = request.parameters
    if "Action" in parameters and model.metadata["protocol"] in ("query", "ec2"):
        version = parameters.get("Version")
        is_ours = parameters["Action"] in model.operation_names and version == model.api_version
        return parameters["Action"] if is_ours else None
    if not model.metadata["protocol"].startswith("rest"):
        return None
    for method, pattern, name in _paths(service):
        if method == request.method and pattern.fullmatch(request.path):
            return name
    return None


@functools.cache
def _signed_for() -> dict[str, list[str]]:
    """The services of each name that requests are signed for, that of the same name first.

    Of each model the beginning is read: all of them take a minute, and a gigabyte.
    """
    found: dict[str, list[str]] = {}
    for model in sorted(Path(botocore.__path__[0], "data").glob("*/*/service-2.json.gz")):
        with gzip.open(model, "rt", encoding="utf-8") as text:
            named = _SIGNING.search(text.read(_METADATA))
        service = model.parts[-3]
        of_name = found.setdefault(named[1] or named[2] if named else service, [])
        if service not in of_name:
            of_name.append(service)
    return {name: sorted(those, key=lambda one: one != name) for name, those in found.items()}


@functools.cache
def _paths(service: str) -> list[tuple[str, re.Pattern[str], str]]:
    """What requests of a REST service look like, the most specific path first."""
    model = get_service_model(service)
    found = [(model.operation_model(name).http, name) for name in model.operation_names]
    ordered = sorted(found, key=lambda one: -len(_LABEL.sub("", one[0]["requestUri"])))
    return [(http["method"], _pattern(http["requestUri"]), name) for http, name in ordered]


def _pattern(uri: str) -> re.Pattern[str]:
    path = uri.split("?", 1)[0].split("#", 1)[0]
    return re.compile("".join(_forms(path)).rstrip("/") + "/?")


def _forms(path: str) -> Iterator[str]:
    at = 0
    for label in _LABEL.finditer(path):
        yield re.escape(path[at : label.start()])
        yield ".+" if label[2] else "[^/]+"
        at = label.end()
    yield re.escape(path[at:])
