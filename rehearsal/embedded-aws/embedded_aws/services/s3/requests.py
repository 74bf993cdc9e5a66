"""Puts :mod:`.access` before moto's handling of a request."""

import re
import threading
from typing import Any

from embedded_aws.services.s3 import access

# Permissions of sub-resources that moto takes for the bucket itself.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
_SUB_RESOURCES = {
    "encryption": "EncryptionConfiguration",
    "publicAccessBlock": "BucketPublicAccessBlock",
    "ownershipControls": "BucketOwnershipControls",
    "object-lock": "BucketObjectLockConfiguration",
    "replication": "ReplicationConfiguration",
    "inventory": "InventoryConfiguration",
}

# moto asks a bucket for permission without saying for whom.
_current = threading.local()


def current_action() -> str | None:
    """What moto is about in this thread, if it came by the API."""
    response = getattr(_current, "response", None)
    return response.data.get("Action") if response else None


def _action(kind: str, method: str, query: Any) -> str | None:
    from moto.s3.responses import ACTION_MAP

    actions = ACTION_MAP[kind].get(method)
    if actions is None:
        return None
    for name, permission in _SUB_RESOURCES.items() if kind == "BUCKET" else ():
        if name in query:
            # There is none to delete them: that is putting nothing.
            return f"{'Get' if method == 'GET' else 'Put'}{permission}"
    named = [action for name, action in actions.items() if name in query]
    return named[-1] if named else actions.get("DEFAULT", "GetObject")


def _checked_bucket_response(original: Any) -> Any:
    def _bucket_response(self: Any, request: Any, full_url: str) -> Any:
        _current.response = self
        name = self.parse_bucket_name_from_url(request, full_url)
        if name and request.method == "POST":
            self.path = self._get_path(request)
            # Each object of DeleteObjects is judged by itself.
            if not self.is_delete_keys():
                access.check(self, "PutObject", name, self.querystring.get("key", [""])[0])
        elif name:
            action = _action("BUCKET", request.method, self._get_querystring(request, full_url))
            if action:
                access.check(self, action, name, None)
        return original(self, request, full_url)

    return _bucket_response


def _checked_key_response(original: Any) -> Any:
    def _key_response(self: Any, request: Any, full_url: str) -> Any:
        _current.response = self
        name = self.parse_bucket_name_from_url(request, full_url)
        action = _action("KEY", request.method, self.querystring)
        if action:
            access.check(self, action, name, self.parse_key_name())
            if "x-amz-copy-source" in request.headers:
                access.check_copy(self)
        return original(self, request, full_url)

    return _key_response


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

    S3Response._bucket_response = _checked_bucket_response(S3Response._bucket_response)
    S3Response._key_response = _checked_key_response(S3Response._key_response)
    S3Response._get_action_from_method_and_request_uri = _tolerant(  # type: ignore[method-assign]
        S3Response._get_action_from_method_and_request_uri
    )
    FakeBucket.get_permission = _permission
