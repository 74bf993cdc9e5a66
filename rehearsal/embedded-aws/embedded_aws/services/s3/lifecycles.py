"""What PutBucketLifecycleConfiguration refuses.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
"""

# mypy: disable-error-code="method-assign"

from collections.abc import Iterable, Mapping
from typing import Any

from embedded_aws.evidence import evidence
from embedded_aws.policy_conditions import as_list

_INFREQUENT = ("STANDARD_IA", "ONEZONE_IA")
_LEAST_DAYS = 30


@evidence("s3-transition-after-30-days")
def check(rules: Iterable[Mapping[str, Any]]) -> None:
    """:raises S3ClientError: objects move to infrequent access before 30 days are over."""
    from moto.s3.exceptions import S3ClientError

    for rule in rules:
        for action, name in (
            ("Transition", "Days"),
            ("NoncurrentVersionTransition", "NoncurrentDays"),
        ):
            for move in as_list(rule.get(action)):
                days, storage_class = move.get(name), move.get("StorageClass")
                if days is None or storage_class not in _INFREQUENT or int(days) >= _LEAST_DAYS:
                    continue
                raise S3ClientError(
                    "InvalidArgument",
                    f"'{name}' in {action} action must be greater than or equal to {_LEAST_DAYS}"
                    f" for storageClass '{storage_class}'",
                )


def install() -> None:
    from moto.s3.models import FakeBucket

    set_lifecycle = FakeBucket.set_lifecycle

    def checked(self: FakeBucket, rules: list[dict[str, Any]]) -> None:
        check(rules)
        set_lifecycle(self, rules)

    FakeBucket.set_lifecycle = checked
