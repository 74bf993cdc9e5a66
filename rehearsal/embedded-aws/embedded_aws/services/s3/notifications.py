"""Event notifications of buckets: checked when configured, delivered when allowed.

See https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
"""

import itertools
import json
import time
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from embedded_aws.delivery import receivers
from embedded_aws.delivery.events import emit
from embedded_aws.delivery.sender import Sender
from embedded_aws.services.s3 import requests

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket, FakeKey

PRINCIPAL = "s3.amazonaws.com"
_sequence = itertools.count(1)

#: The kinds of destination, as moto's configuration and the API's XML call them.
_KINDS = {
    "CloudFunctionConfiguration": "CloudFunction",
    "QueueConfiguration": "Queue",
    "TopicConfiguration": "Topic",
}
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-mapping-troubleshooting.html
_DETAIL_TYPES = {
    "ObjectCreated": "Object Created",
    "ObjectRemoved": "Object Deleted",
    "ObjectRestore": "Object Restore Completed",
    "ObjectTagging": "Object Tags Added",
    "ObjectAcl": "Object ACL Updated",
    "LifecycleExpiration": "Object Deleted",
    "LifecycleTransition": "Object Storage Class Changed",
    "IntelligentTiering": "Object Access Tier Changed",
}
_REASONS = {
    "Put": "PutObject",
    "Post": "POST Object",
    "Copy": "CopyObject",
    "CompleteMultipartUpload": "CompleteMultipartUpload",
    "Delete": "DeleteObject",
    "DeleteMarkerCreated": "DeleteObject",
}


def _sender(bucket: "FakeBucket") -> Sender:
    return Sender(PRINCIPAL, bucket.arn, bucket.account_id)


def _admits(arn: str, sender: Sender) -> bool:
    # A FIFO queue is not a destination.
    if arn.split(":")[2] == "sqs" and arn.endswith(".fifo"):
        return False
    return receivers.admits(arn, sender)


def check(bucket: "FakeBucket", configuration: dict[str, Any]) -> None:
    """Every destination admits the bucket.

    :raises S3ClientError: InvalidArgument, in S3's words.
    """
    from moto.s3.exceptions import S3ClientError

    sender = _sender(bucket)
    for kind, name in _KINDS.items():
        for one in configuration.get(kind) or []:
            if not _admits(one[name], sender):
                raise S3ClientError(
                    "InvalidArgument",
                    "Unable to validate the following destination configurations",
                )


def _entity(bucket: "FakeBucket", key: "FakeKey", removed: bool, raw: bool) -> dict[str, Any]:
    sequencer = f"{int(time.time() * 1000):012X}{next(_sequence):06X}"
    found: dict[str, Any] = {"key": key.name if raw else quote_plus(key.name, safe="/")}
    if not removed:
        found["size"] = key.size
        found["etag" if raw else "eTag"] = (key.etag or "").strip('"')
    if bucket.is_versioned:
        found["version-id" if raw else "versionId"] = key.version_id
    return {**found, "sequencer": sequencer}


def records(
    bucket: "FakeBucket", name: str, key: "FakeKey", configuration_id: str
) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html"""
    now = time.time()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now * 1000) % 1000:03d}Z"
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": bucket.region_name,
        "eventTime": stamp,
        "eventName": name.removeprefix("s3:"),
        "userIdentity": {"principalId": f"AWS:{bucket.account_id}"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {
            "x-amz-request-id": uuid.uuid4().hex[:16].upper(),
            "x-amz-id-2": uuid.uuid4().hex,
        },
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": configuration_id,
            "bucket": {
                "name": bucket.name,
                "ownerIdentity": {"principalId": bucket.account_id},
                "arn": bucket.arn,
            },
            "object": _entity(bucket, key, "ObjectRemoved" in name, raw=False),
        },
    }
    return {"Records": [record]}


def send(account_id: str, event_name: Any, bucket: "FakeBucket", key: "FakeKey | None") -> None:
    """Replaces moto's: to those that still admit the bucket. ``account_id`` is the writer's."""
    if getattr(bucket, "notification_configuration", None) is None or key is None:
        return
    name = str(getattr(event_name, "value", event_name))
    # moto tags every new object; S3 publishes only tags that come later.
    if name == "s3:ObjectTagging:Put" and requests.current_action() != "PutObjectTagging":
        return

    def deliver() -> None:
        _deliver(account_id, name, bucket, key)

    if not requests.later(deliver):
        deliver()


def _deliver(account_id: str, name: str, bucket: "FakeBucket", key: "FakeKey") -> None:
    configuration = bucket.notification_configuration
    if configuration is None:
        return
    sender = _sender(bucket)
    destinations = configuration.cloud_function + configuration.queue + configuration.topic
    for notification in destinations:
        if notification.matches(name, key.name):
            body = json.dumps(records(bucket, name, key, notification.id))
            receivers.send(notification.arn, receivers.Message(body), sender)
    if configuration.event_bridge is not None:
        _to_event_bridge(account_id, bucket, name, key)


def _to_event_bridge(writer: str, bucket: "FakeBucket", name: str, key: "FakeKey") -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html"""
    _, family, kind = (name.split(":") + [""])[:3]
    detail: dict[str, Any] = {
        "version": "0",
        "bucket": {"name": bucket.name},
        "object": _entity(bucket, key, family == "ObjectRemoved", raw=True),
        "request-id": uuid.uuid4().hex[:16].upper(),
        "requester": writer,
        "source-ip-address": "127.0.0.1",
        "reason": _REASONS.get(kind, kind),
    }
    if family == "ObjectRemoved":
        marker = kind == "DeleteMarkerCreated"
        detail["deletion-type"] = "Delete Marker Created" if marker else "Permanently Deleted"
    detail_type = _DETAIL_TYPES[family]
    if name == "s3:ObjectTagging:Delete":
        detail_type = "Object Tags Deleted"
    emit(bucket.account_id, bucket.region_name, "aws.s3", detail_type, detail, [bucket.arn])


def test_event(bucket: "FakeBucket") -> dict[str, Any]:
    """What a new queue or topic gets first."""
    return {
        "Service": "Amazon S3",
        "Event": "s3:TestEvent",
        "Time": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
        "Bucket": bucket.name,
        "RequestId": uuid.uuid4().hex[:16].upper(),
        "HostId": uuid.uuid4().hex,
    }


def send_test_event(account_id: str, bucket: "FakeBucket") -> None:
    """Replaces moto's, which reaches only destinations of its own account."""
    configuration = bucket.notification_configuration
    if configuration is None:
        return
    arns = {n.arn for n in configuration.queue + configuration.topic}
    for arn in sorted(arns):
        message = receivers.Message(json.dumps(test_event(bucket)))
        receivers.send(arn, message, _sender(bucket))
