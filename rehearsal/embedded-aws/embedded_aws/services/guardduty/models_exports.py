"""What a detector reads from buckets, and where it writes."""

from dataclasses import dataclass, field
from typing import Any

from moto.moto_api._internal import mock_random


def _new_id() -> str:
    return str(mock_random.get_random_hex(length=32))


@dataclass
class Destination:
    """Where findings are exported to: a bucket, with a prefix or without."""

    arn: str
    key_arn: str
    tags: dict[str, str] = field(default_factory=dict)
    status: str = "PUBLISHING"
    id: str = field(default_factory=_new_id)

    @property
    def bucket(self) -> str:
        return self.arn.split(":::", 1)[-1].split("/", 1)[0]

    @property
    def prefix(self) -> str:
        """Empty, or with a slash at its end."""
        rest = self.arn.split(":::", 1)[-1].partition("/")[2].strip("/")
        return f"{rest}/" if rest else ""

    def summary(self) -> dict[str, Any]:
        return {"DestinationId": self.id, "DestinationType": "S3", "Status": self.status}

    def describe(self) -> dict[str, Any]:
        return self.summary() | {
            "PublishingFailureStartTimestamp": 0,
            "DestinationProperties": {
                "DestinationArn": self.arn,
                "KmsKeyArn": self.key_arn,
            },
            "Tags": self.tags,
        }


@dataclass
class AddressList:
    """A trusted IP list or a threat list."""

    name: str
    format: str
    location: str
    tags: dict[str, str] = field(default_factory=dict)
    bucket_owner: str | None = None
    status: str = "INACTIVE"
    id: str = field(default_factory=_new_id)

    def describe(self) -> dict[str, Any]:
        return {
            "Name": self.name,
            "Format": self.format,
            "Location": self.location,
            "Status": self.status,
            "Tags": self.tags,
            "ExpectedBucketOwner": self.bucket_owner,
        }
