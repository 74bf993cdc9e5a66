"""Keys and metadata that S3 takes.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html#UserMetadata
"""

from typing import TYPE_CHECKING

from embedded_aws.evidence import evidence

if TYPE_CHECKING:
    from werkzeug.datastructures import Headers

KEY_BYTES = 1024
METADATA_BYTES = 2048
_PREFIX = "x-amz-meta-"


class BadRequest(Exception):
    """S3 answers 400 without a body."""


@evidence("s3-relative-keys", "s3-key-soap")
def check_key(key: str) -> None:
    """:raises S3ClientError: KeyTooLongError.
    :raises BadRequest: read from left to right, the key leads out of its bucket; or it is ``soap``.
    """
    from moto.s3.exceptions import S3ClientError

    if key == "soap":
        raise BadRequest(key)
    depth = 0
    for segment in key.split("/"):
        depth += -1 if segment == ".." else 1
        if depth < 0:
            raise BadRequest(key)
    if len(key.encode()) > KEY_BYTES:
        raise S3ClientError("KeyTooLongError", "Your key is too long")


def check_metadata(headers: "Headers") -> None:
    """:raises S3ClientError: names and values of the user's metadata are over 2 KB together."""
    from moto.s3.exceptions import S3ClientError

    size = sum(
        len(name[len(_PREFIX) :].encode()) + len(value.encode())
        for name, value in headers.items()
        if name.lower().startswith(_PREFIX)
    )
    if size > METADATA_BYTES:
        raise S3ClientError(
            "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size"
        )
