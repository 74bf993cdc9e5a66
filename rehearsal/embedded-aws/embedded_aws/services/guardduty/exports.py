"""Findings as objects in a bucket, which must let GuardDuty write them.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
"""

import gzip
import json
import uuid
from typing import TYPE_CHECKING, Any

from moto.core.utils import utcnow

from embedded_aws import events_log, policy
from embedded_aws.delivery.sender import Sender
from embedded_aws.evidence import evidence
from embedded_aws.lookup import keys
from embedded_aws.lookup.buckets import bucket as bucket_named
from embedded_aws.regions import ENABLED_BY_DEFAULT
from embedded_aws.services.guardduty.errors import (
    DESTINATION_EXISTS,
    NO_EXPORT_BUCKET,
    NO_EXPORT_FOLDER,
    NO_EXPORT_PERMISSION,
    NOT_FOUND,
    WRONG_DESTINATION,
    WRONG_EXPORT_KEY,
    BadRequest,
)
from embedded_aws.services.guardduty.models import Detector
from embedded_aws.services.guardduty.models_exports import Destination

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket

_FAILING = "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY"


@evidence("guardduty-export-principal")
def _sender(detector: Detector) -> Sender:
    """In a region that is opted into, GuardDuty goes by a name of that region."""
    near = detector.region in ENABLED_BY_DEFAULT
    name = "guardduty.amazonaws.com" if near else f"guardduty.{detector.region}.amazonaws.com"
    return Sender(name, detector.arn, detector.account_id)


@evidence("guardduty-export-exists")
def create(detector: Detector, given: dict[str, Any], tags: dict[str, str]) -> Destination:
    """:raises BadRequest: there is one already, or GuardDuty could not write there."""
    if detector.destinations:  # one of each type, and S3 is the only one
        raise BadRequest(DESTINATION_EXISTS)
    made = Destination(given["DestinationArn"], given.get("KmsKeyArn") or "", tags)
    check(detector, made)
    detector.destinations[made.id] = made
    return made


def find(detector: Detector, destination_id: str) -> Destination:
    """:raises BadRequest: there is none."""
    if destination_id not in detector.destinations:
        raise BadRequest(NOT_FOUND)
    return detector.destinations[destination_id]


def update(detector: Detector, destination_id: str, given: dict[str, Any]) -> None:
    """:raises BadRequest: GuardDuty could not write there; then nothing changes."""
    found = find(detector, destination_id)
    wanted = Destination(
        given.get("DestinationArn") or found.arn, given.get("KmsKeyArn") or found.key_arn
    )
    check(detector, wanted)
    found.arn, found.key_arn, found.status = wanted.arn, wanted.key_arn, "PUBLISHING"


def check(detector: Detector, destination: Destination) -> None:
    """:raises BadRequest: GuardDuty could not write there."""
    if not destination.arn.startswith("arn:aws:s3:::"):
        raise BadRequest(WRONG_DESTINATION)
    bucket = bucket_named(destination.bucket)
    if bucket is None:
        raise BadRequest(NO_EXPORT_BUCKET)
    key = destination.key_arn.split(":", 5)
    if len(key) != 6 or key[2] != "kms" or key[3] != bucket.region_name:
        raise BadRequest(WRONG_EXPORT_KEY)
    if destination.prefix and not _has_folder(bucket, destination.prefix):
        raise BadRequest(NO_EXPORT_FOLDER)
    name = _name(destination, detector.account_id, detector.region)
    if not _admitted(detector, destination, bucket, name):
        raise BadRequest(NO_EXPORT_PERMISSION)


def _has_folder(bucket: "FakeBucket", prefix: str) -> bool:
    return any(name.startswith(prefix) for name in bucket.keys)


@evidence("guardduty-export-source-keys", "guardduty-export-headers")
def _admitted(
    detector: Detector, destination: Destination, bucket: "FakeBucket", name: str
) -> bool:
    sender = _sender(detector)
    encryption = {
        "s3:x-amz-server-side-encryption": "aws:kms",
        "s3:x-amz-server-side-encryption-aws-kms-key-id": destination.key_arn,
    }
    key = keys.key_policy(detector.account_id, detector.region, destination.key_arn)
    needed: list[tuple[Any, str, str, dict[str, str]]] = [
        (bucket.policy, "s3:GetBucketLocation", bucket.arn, {}),
        (bucket.policy, "s3:PutObject", f"{bucket.arn}/{name}", encryption),
    ]
    if key is None:
        return False
    needed.append((key[1], "kms:GenerateDataKey", key[0], {}))
    return all(
        policy.allows(
            document,
            policy.Request(
                action,
                resource,
                policy.service(sender.principal),
                {**sender.context_for(action), **more},
            ),
        )
        for document, action, resource, more in needed
    )


def _name(destination: Destination, account_id: str, region: str) -> str:
    day = f"{utcnow():%Y/%m/%d}"
    folder = f"{destination.prefix}AWSLogs/{account_id}/GuardDuty/{region}"
    return f"{folder}/{day}/{uuid.uuid4()}.jsonl.gz"


def publish(detector: Detector, finding: dict[str, Any]) -> None:
    """One object for each finding; where that is refused, the destination says so."""
    for destination in detector.destinations.values():
        name = _name(destination, finding["accountId"], detector.region)
        bucket = bucket_named(destination.bucket)
        if bucket is None or not _admitted(detector, destination, bucket, name):
            destination.status = _FAILING
            events_log.record(
                "finding",
                detector.account_id,
                detector.region,
                finding=finding["id"],
                destination=destination.arn,
                outcome="refused",
            )
            continue
        destination.status = "PUBLISHING"
        _write(bucket, name, destination.key_arn, finding)


def _write(bucket: "FakeBucket", name: str, key_arn: str, finding: dict[str, Any]) -> None:
    from moto.s3.models import s3_backends

    body = gzip.compress((json.dumps(finding) + "\n").encode())
    backend = s3_backends[bucket.account_id]["aws"]
    backend.put_object(bucket.name, name, body, encryption="aws:kms", kms_key_id=key_arn)
