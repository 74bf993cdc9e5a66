"""Puts :mod:`.access` before moto's handling of a request."""

# mypy: disable-error-code="method-assign"

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from embedded_aws import faults
from embedded_aws.gate import Refusal
from embedded_aws.lookup import buckets as lookup
from embedded_aws.services.s3 import access, copies, names, objects, operations, preconditions

if TYPE_CHECKING:
    from moto.s3.responses import S3Response
    from werkzeug.wrappers import Request

# moto asks a bucket for permission without saying for whom.
_current = threading.local()


def current_action() -> str | None:
    """What moto is about in this thread, if it came by the API."""
    response = getattr(_current, "response", None)
    return response.data.get("Action") if response else None


def later(work: Callable[[], None]) -> bool:
    """Does the work when the request of this thread is done; False when there is none.

    moto publishes an object before it gives it its metadata and tags.
    """
    waiting: list[Callable[[], None]] | None = getattr(_current, "waiting", None)
    if waiting is None:
        return False
    waiting.append(work)
    return True


@contextmanager
def _request(response: "S3Response") -> Iterator[None]:
    # A request may make others in its own thread, such as a function's package.
    before = (getattr(_current, "response", None), getattr(_current, "waiting", None))
    waiting: list[Callable[[], None]] = []
    _current.response, _current.waiting = response, waiting
    try:
        yield
    finally:
        _current.response, _current.waiting = before
        for work in waiting:
            work()


def _check_bucket(response: "S3Response", request: "Request", full_url: str) -> None:
    name = response.parse_bucket_name_from_url(request, full_url)
    query = response._get_querystring(request, full_url)
    faults.refuse_s3(
        response, operations.operation("BUCKET", request.method, query, request.headers)
    )
    if name and request.method == "POST":
        response.path = response._get_path(request)
        # Each object of DeleteObjects is judged by itself.
        if not response.is_delete_keys():
            access.check(response, "PutObject", name, response.querystring.get("key", [""])[0])
    elif name:
        action = operations.permission("BUCKET", request.method, query)
        if action:
            access.check(response, action, name, None)


def _check_key(response: "S3Response", request: "Request", full_url: str) -> None:
    name, key = response.parse_bucket_name_from_url(request, full_url), response.parse_key_name()
    query, method = response.querystring, request.method
    names.check_key(key)
    if method in ("PUT", "POST"):
        names.check_metadata(request.headers)
    faults.refuse_s3(response, operations.operation("KEY", method, query, request.headers))
    action = operations.permission("KEY", method, query)
    if action is None:
        return
    conditional = preconditions.concern(method, query, request.headers)
    more = copies.permissions_on_target(response) if action == "PutObject" else []
    more += preconditions.permissions(request.headers) if conditional else []
    for needed in (action, *more):
        access.check(response, needed, name, key)
    version = query.get("versionId", [None])[0]
    if action.startswith("GetObject") and lookup.object_of(name, key, version) is None:
        access.check_listing(response, name)
    source = operations.source_of(request.headers)
    if source is not None:
        _check_source(response, request, source, name)
    if conditional:
        preconditions.check(request, query, name, key)


def _check_source(
    response: "S3Response", request: "Request", source: operations.Source, target: str
) -> None:
    access.check_copy(response, source)
    if lookup.object_of(source.bucket, source.key, source.version_id) is None:
        access.check_listing(response, source.bucket)
    copies.check(response, source, target)
    request.environ["HTTP_X_AMZ_COPY_SOURCE"] = source.header


def _checked(original: Any, check: Callable[[Any, Any, str], None]) -> Any:
    def respond(self: Any, request: "Request", full_url: str) -> Any:
        from moto.core.responses import ActionResult

        conditional = preconditions.concern(request.method, request.args, request.headers)
        # No other request may write between the check and what it is for.
        with _request(self), objects.writing() if conditional else nullcontext():
            try:
                check(self, request, full_url)
            except Refusal as refusal:
                _, headers, body = self.serialized(ActionResult(refusal))
                return refusal.status, headers, body
            except names.BadRequest:
                return 400, {}, ""
            return original(self, request, full_url)

    return respond


def _permission(self: Any, action: str, resource: str) -> Any:
    """Replaces moto's, which knows neither principals nor conditions."""
    from moto.iam.access_control import PermissionResult

    response = getattr(_current, "response", None)
    if response is None:
        return PermissionResult.NEUTRAL
    if action == "s3:DeleteObject" and response.data.get("Action") == "DeleteObject":
        key = resource.partition("/")[2]
        if not access.may_delete(response, self.name, key):
            return PermissionResult.DENIED
    found = access.verdict(response, self, action.removeprefix("s3:"), resource)
    # Whatever is denied has been refused before moto asks.
    return PermissionResult.PERMITTED if found == "allow" else PermissionResult.NEUTRAL


def _tolerant(original: Any) -> Any:
    """moto makes patterns of S3's paths, ``?policy`` among them, which are none.

    It asks for the action of a request that it refuses, only to word the refusal.
    """

    def action_of(self: Any, method: str, request_uri: str) -> str | None:
        try:
            found: str | None = original(self, method, request_uri)
        except re.error:
            return None
        return found

    return action_of


def install() -> None:
    from moto.s3.models import FakeBucket
    from moto.s3.responses import S3Response

    S3Response._bucket_response = _checked(S3Response._bucket_response, _check_bucket)
    S3Response._key_response = _checked(S3Response._key_response, _check_key)
    S3Response._get_action_from_method_and_request_uri = _tolerant(
        S3Response._get_action_from_method_and_request_uri
    )
    FakeBucket.get_permission = _permission
