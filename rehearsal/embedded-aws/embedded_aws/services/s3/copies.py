"""Copies: what they may read and write, and what S3 refuses of them.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
"""

from typing import TYPE_CHECKING, Any

from embedded_aws import control
from embedded_aws.lookup import buckets as lookup
from embedded_aws.services.s3.operations import Source, source_of

if TYPE_CHECKING:
    from moto.s3.responses import S3Response

#: What one copy can carry.
MAX_BYTES = 5 * 1024**3


class Limit:
    """May be set small, so that a rehearsal need not copy five gigabytes."""

    bytes = MAX_BYTES


def _error(code: str, message: str) -> Exception:
    from moto.s3.exceptions import S3ClientError

    return S3ClientError(code, message)


def _carries_tags(response: "S3Response", source: Source) -> bool:
    """The copy takes the tags of its source with it."""
    if "partNumber" in response.querystring:
        return False
    if response.headers.get("x-amz-tagging-directive") == "REPLACE":
        return False
    found = lookup.object_of(source.bucket, source.key, source.version_id)
    return found is not None and bool(lookup.tags_of(found))


def permissions_on_source(response: "S3Response", source: Source) -> list[str]:
    version = "Version" if source.version_id else ""
    tagging = [f"GetObject{version}Tagging"] if _carries_tags(response, source) else []
    return [f"GetObject{version}", *tagging]


def permissions_on_target(response: "S3Response") -> list[str]:
    """What a request that writes an object needs besides PutObject."""
    source = source_of(response.headers)
    carried = source is not None and _carries_tags(response, source)
    return ["PutObjectTagging"] if carried or response.headers.get("x-amz-tagging") else []


def _range(response: "S3Response", size: int) -> int:
    """How many bytes are copied."""
    header = response.headers.get("x-amz-copy-source-range")
    if not header:
        return size
    first, _, last = header.removeprefix("bytes=").partition("-")
    if not 0 <= int(first) <= int(last) < size:
        raise _error(
            "InvalidArgument", f"Range specified is not valid for source object of size: {size}"
        )
    return int(last) - int(first) + 1


def check(response: "S3Response", source: Source, bucket: str) -> None:
    """:raises S3ClientError: InvalidRequest, InvalidArgument or PreconditionFailed, as S3.

    What is missing is for moto to refuse.
    """
    from moto.s3.exceptions import PreconditionFailed

    found = lookup.object_of(source.bucket, source.key, source.version_id)
    if found is None or lookup.bucket(bucket) is None:
        return
    if _range(response, found.size) > Limit.bytes:
        raise _error(
            "InvalidRequest",
            "The specified copy source is larger than the maximum allowable size for a copy "
            f"source: {Limit.bytes}",
        )
    wanted = response.headers.get("x-amz-copy-source-if-match")
    if wanted and wanted.strip('"') != found.etag.strip('"'):
        raise PreconditionFailed("x-amz-copy-source-If-Match")


def set_limit(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{bytes?}``: without it, what S3 allows."""
    Limit.bytes = int(body.get("bytes", MAX_BYTES))
    return {"bytes": Limit.bytes}


ROUTES: tuple[control.Route, ...] = (("POST", "/s3/copy-limit", set_limit),)
