"""Server access logging: to a bucket whose policy lets S3 write there, evaluated for real.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
"""

# mypy: disable-error-code="method-assign"

from typing import Any

from moto.s3.exceptions import CrossLocationLoggingProhibited, InvalidTargetBucketForLogging
from moto.s3.models import FakeBucket, S3Backend

from embedded_aws.delivery.sender import Sender

PRINCIPAL = "logging.s3.amazonaws.com"


def set_logging(
    self: FakeBucket, logging_config: dict[str, Any] | None, bucket_backend: S3Backend
) -> None:
    """:raises InvalidTargetBucketForLogging: there is no such bucket, or S3 may not write."""
    if not logging_config:
        self.logging = {}
        return
    target = bucket_backend.buckets.get(logging_config["TargetBucket"])
    if target is None:
        raise InvalidTargetBucketForLogging("The target bucket for logging does not exist.")
    if target.region_name != self.region_name:
        raise CrossLocationLoggingProhibited()
    if not (_admitted(self, target, logging_config) or self._log_permissions_enabled_acl(target)):
        raise InvalidTargetBucketForLogging(
            "You must either provide the necessary permissions to the logging service using a "
            "bucket policy or give the log-delivery group WRITE and READ_ACP permissions to the "
            "target bucket"
        )
    self.logging = logging_config


def _admitted(source: FakeBucket, target: FakeBucket, wanted: dict[str, Any]) -> bool:
    sender = Sender(PRINCIPAL, source.arn, source.account_id)
    key = f"{target.arn}/{wanted.get('TargetPrefix') or ''}2026-01-01-00-00-00-0123456789ABCDEF"
    return bool(target.policy) and sender.admitted(target.policy, "s3:PutObject", key)


def install() -> None:
    FakeBucket.set_logging = set_logging
