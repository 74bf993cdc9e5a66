"""What a request to S3 is: the operation of the API, and the permissions that it needs.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_plus

if TYPE_CHECKING:
    from werkzeug.datastructures import Headers

# Permissions of sub-resources that moto takes for the bucket itself.
_SUB_RESOURCES = {
    "encryption": "EncryptionConfiguration",
    "publicAccessBlock": "BucketPublicAccessBlock",
    "ownershipControls": "BucketOwnershipControls",
    "object-lock": "BucketObjectLockConfiguration",
    "replication": "ReplicationConfiguration",
    "inventory": "InventoryConfiguration",
}
_TAGGING = {"GET": "Get", "PUT": "Put", "DELETE": "Delete"}
#: Operations on objects that are not named as the permission.
_OF_OBJECTS = {
    ("HEAD", ""): "HeadObject",
    ("PUT", "partNumber"): "UploadPart",
    ("POST", "uploads"): "CreateMultipartUpload",
    ("POST", "uploadId"): "CompleteMultipartUpload",
    ("GET", "uploadId"): "ListParts",
    ("DELETE", "uploadId"): "AbortMultipartUpload",
    ("GET", ""): "GetObject",
    ("PUT", ""): "PutObject",
    ("DELETE", ""): "DeleteObject",
}
_OF_BUCKETS = {
    ("HEAD", ""): "HeadBucket",
    ("GET", "list-type"): "ListObjectsV2",
    ("GET", "versions"): "ListObjectVersions",
    ("POST", "delete"): "DeleteObjects",
}


def permission(kind: str, method: str, query: Mapping[str, Any]) -> str | None:
    """What the caller needs on the bucket (``BUCKET``) or object (``KEY``) itself."""
    from moto.s3.responses import ACTION_MAP

    actions = ACTION_MAP[kind].get(method)
    if actions is None:
        return None
    for name, noun in _SUB_RESOURCES.items() if kind == "BUCKET" else ():
        if name in query:
            # There is none to delete them: that is putting nothing.
            return f"{'Get' if method == 'GET' else 'Put'}{noun}"
    version = "Version" if "versionId" in query else ""
    if kind == "KEY" and "tagging" in query and method in _TAGGING:
        return f"{_TAGGING[method]}Object{version}Tagging"
    if kind == "KEY" and method == "HEAD":
        return f"GetObject{version}"
    named = [action for name, action in actions.items() if name in query]
    return named[-1] if named else actions.get("DEFAULT", "GetObject")


def operation(kind: str, method: str, query: Mapping[str, Any], headers: "Headers") -> str:
    """The name of the API's operation, for the commoner ones; else the permission's."""
    if kind == "KEY" and "x-amz-copy-source" in headers:
        return "UploadPartCopy" if "partNumber" in query else "CopyObject"
    table = _OF_OBJECTS if kind == "KEY" else _OF_BUCKETS
    for (wanted, name), found in table.items():
        if wanted == method and name and name in query:
            return found
    if kind == "KEY" and not {"tagging", "acl", "attributes"} & set(query):
        return _OF_OBJECTS.get((method, ""), method)
    return _OF_BUCKETS.get((method, "")) or permission(kind, method, query) or method


@dataclass(frozen=True)
class Source:
    """What a copy copies."""

    bucket: str
    key: str
    version_id: str | None

    @property
    def header(self) -> str:
        """As moto reads it, which takes a plus sign for itself."""
        version = f"?versionId={self.version_id}" if self.version_id else ""
        return quote(f"{self.bucket}/{self.key}") + version


def source_of(headers: "Headers") -> Source | None:
    """None when nothing is copied. A plus sign in the header is a space, as in any URL.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html#API_CopyObject_RequestSyntax
    """
    header = headers.get("x-amz-copy-source")
    if not header:
        return None
    path, _, query = header.partition("?")
    bucket, _, key = unquote_plus(path).lstrip("/").partition("/")
    version = query.removeprefix("versionId=") if query.startswith("versionId=") else None
    return Source(bucket, key, version)
