"""Objects as S3 keeps them: tags belong to the object, not to its writer."""

# mypy: disable-error-code="method-assign"

import functools
import threading
from contextlib import AbstractContextManager
from typing import Any

#: moto reads the versions of an object and writes them back: one at a time, or one is lost.
_versions = threading.RLock()


def writing() -> AbstractContextManager[bool]:
    """Held while an object is written; hold it to write what depends on what is there."""
    return _versions


def _shared_tags() -> None:
    """moto keeps tags with the account that set them, so that no other sees them."""
    from moto.s3.models import S3Backend
    from moto.utilities.tagging_service import TaggingService

    tagger = TaggingService()

    def same(self: S3Backend) -> TaggingService:
        return tagger

    def ignored(self: S3Backend, made: TaggingService) -> None:
        """moto gives each back end one of its own."""

    # moto has one on each back end, not on the class.
    S3Backend.tagger = property(same, ignored)  # type: ignore[assignment]


def _one_event_for_an_upload() -> None:
    """moto publishes an upload in parts twice, also as a plain one."""
    from moto.s3.models import FakeKey, S3Backend

    put = S3Backend.put_object

    @functools.wraps(put)
    def put_object(self: S3Backend, *values: Any, **named: Any) -> FakeKey:
        if named.get("multipart") is not None:
            named["disable_notification"] = True
        with _versions:
            return put(self, *values, **named)

    S3Backend.put_object = put_object


def _clean_copies() -> None:
    """moto adds the source's tags to those that an object of the name had before."""
    from moto.s3.models import FakeKey, S3Backend

    copy = S3Backend.copy_object

    @functools.wraps(copy)
    def copy_object(
        self: S3Backend,
        src_key: FakeKey,
        dest_bucket_name: str,
        dest_key_name: str,
        *values: Any,
        **named: Any,
    ) -> None:
        bucket = self.get_bucket(dest_bucket_name)
        old = None if bucket.is_versioned else bucket.keys.get(dest_key_name)
        if old is not None and old is not src_key:
            self.tagger.delete_all_tags_for_resource(old.arn)
        copy(self, src_key, dest_bucket_name, dest_key_name, *values, **named)

    S3Backend.copy_object = copy_object


def install() -> None:
    _shared_tags()
    _one_event_for_an_upload()
    _clean_copies()
