"""Finds a bucket by its name alone, which is unique over all accounts."""

from typing import Any


def bucket(name: str) -> Any | None:
    """moto's bucket of that name, in whichever account it is."""
    from moto.s3.models import s3_backends

    partition, account_id = s3_backends.bucket_accounts.get(name, ("", ""))
    return s3_backends[account_id][partition].buckets.get(name) if account_id else None
