"""Finds a bucket by its name alone, which is unique over all accounts, and what is in it."""

from typing import Any


def bucket(name: str) -> Any | None:
    """moto's bucket of that name, in whichever account it is."""
    from moto.s3.models import s3_backends

    partition, account_id = s3_backends.bucket_accounts.get(name, ("", ""))
    return s3_backends[account_id][partition].buckets.get(name) if account_id else None


def object_of(bucket_name: str, key: str, version_id: str | None = None) -> Any | None:
    """The object, or its version; None where there is none or a delete marker."""
    from moto.s3.models import FakeDeleteMarker

    holder = bucket(bucket_name)
    versions = holder.keys.getlist(key, []) if holder is not None else []
    if version_id is not None:
        versions = [one for one in versions if one.version_id == version_id]
    found = versions[-1] if versions else None
    return None if isinstance(found, FakeDeleteMarker) else found


def tags_of(found: Any) -> dict[str, str]:
    from moto.s3.models import s3_backends

    tagger = s3_backends[found.account_id]["aws"].tagger
    return dict(tagger.get_tag_dict_for_resource(found.arn))
