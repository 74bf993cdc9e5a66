"""Writes and deletions that are for one state of an object only.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from embedded_aws.lookup import buckets as lookup

if TYPE_CHECKING:
    from werkzeug.datastructures import Headers
    from werkzeug.wrappers import Request

_MATCH, _NONE_MATCH = "If-Match", "If-None-Match"
#: Requests with one of these are not about the object as a whole, or not about its current version.
_OTHERS = frozenset(
    {"acl", "legal-hold", "partNumber", "retention", "tagging", "uploads", "versionId"}
)


def concern(method: str, query: Mapping[str, Any], headers: "Headers") -> bool:
    """The request writes or deletes an object on a condition."""
    if _MATCH not in headers and _NONE_MATCH not in headers:
        return False
    whole = "uploadId" in query if method == "POST" else "uploadId" not in query
    return method in ("PUT", "POST", "DELETE") and whole and not _OTHERS & set(query)


def permissions(headers: "Headers") -> list[str]:
    """Who compares an ETag reads the object."""
    return ["GetObject"] if headers.get(_MATCH, "*") != "*" else []


def check(request: "Request", query: Mapping[str, Any], bucket: str, key: str) -> None:
    """Then moto has nothing left to check, which compares ``*`` as if it were an ETag.

    :raises S3ClientError: PreconditionFailed, or NoSuchKey where something should be.
    """
    from moto.s3.exceptions import MissingKey, PreconditionFailed

    there = lookup.object_of(bucket, key)
    upload = query.get("uploadId", [None])[0]
    # Who completes an upload again gets the answer of the first time.
    if there is not None and upload and getattr(there.multipart, "id", None) == upload:
        return
    if request.headers.get(_NONE_MATCH) == "*" and there is not None:
        raise PreconditionFailed(_NONE_MATCH)
    wanted = request.headers.get(_MATCH)
    if wanted:
        if there is None:
            raise MissingKey(key=key)
        if wanted != "*" and wanted.strip('"') != there.etag.strip('"'):
            raise PreconditionFailed(_MATCH)
    for header in ("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"):
        request.environ.pop(header, None)
