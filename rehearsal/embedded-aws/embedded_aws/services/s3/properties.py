"""The properties of AWS::S3::Bucket, in the terms of moto's back end."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from embedded_aws.policy_conditions import as_list

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket, S3Backend


def _true(value: Any) -> bool:
    return str(value).lower() == "true"


def _encryption(backend: "S3Backend", bucket: "FakeBucket", value: Any) -> None:
    if not value:
        bucket.encryption = None
        return
    rule = value["ServerSideEncryptionConfiguration"][0]
    default = rule.get("ServerSideEncryptionByDefault") or {}
    applied = {"SSEAlgorithm": default.get("SSEAlgorithm", "AES256")}
    if default.get("KMSMasterKeyID"):
        applied["KMSMasterKeyID"] = default["KMSMasterKeyID"]
    # moto reads the one rule as a mapping when an object is put.
    bucket.encryption = {
        "Rule": {
            "ApplyServerSideEncryptionByDefault": applied,
            "BucketKeyEnabled": _true(rule.get("BucketKeyEnabled", False)),
        }
    }


def _versioning(backend: "S3Backend", bucket: "FakeBucket", value: Any) -> None:
    if value:
        bucket.versioning_status = value["Status"]
    elif bucket.versioning_status:
        # It can't be taken back, only suspended.
        bucket.versioning_status = "Suspended"


def _public_access(backend: "S3Backend", bucket: "FakeBucket", value: Any) -> None:
    if value:
        flags = (
            "BlockPublicAcls",
            "IgnorePublicAcls",
            "BlockPublicPolicy",
            "RestrictPublicBuckets",
        )
        block = {f: str(_true(value.get(f, False))).lower() for f in flags}
        backend.put_public_access_block(bucket.name, block)
    else:
        bucket.public_access_block = None


def _ownership(backend: "S3Backend", bucket: "FakeBucket", value: Any) -> None:
    bucket.ownership_rule = value["Rules"][0]["ObjectOwnership"] if value else None


def _acl(backend: "S3Backend", bucket: "FakeBucket", value: Any) -> None:
    from moto.s3.models import get_canned_acl

    canned = re.sub(r"(?<!^)([A-Z])", r"-\1", value or "Private").lower()
    bucket.set_acl(get_canned_acl(canned))


def _object_lock(backend: "S3Backend", bucket: "FakeBucket", value: Any) -> None:
    retention = ((value or {}).get("Rule") or {}).get("DefaultRetention") or {}
    bucket.default_lock_mode = retention.get("Mode", "")
    bucket.default_lock_days = int(retention.get("Days", 0))
    bucket.default_lock_years = int(retention.get("Years", 0))


def _locked(backend: "S3Backend", bucket: "FakeBucket", value: Any) -> None:
    if value is not None and _true(value):
        bucket.object_lock_enabled = True
        bucket.versioning_status = "Enabled"


def _logging(backend: "S3Backend", bucket: "FakeBucket", value: Any) -> None:
    if not value:
        bucket.logging = {}
        return
    target = value.get("DestinationBucketName") or bucket.name
    wanted = {"TargetBucket": target, "TargetPrefix": value.get("LogFilePrefix", "")}
    bucket.set_logging(wanted, backend)


def _transition(transition: dict[str, Any]) -> dict[str, Any]:
    date, days = transition.get("TransitionDate"), transition.get("TransitionInDays")
    found = {"StorageClass": transition["StorageClass"]}
    return {**found, **({"Date": date} if date else {"Days": int(days or 0)})}


def _noncurrent(rule: dict[str, Any], found: dict[str, Any]) -> None:
    expiration = rule.get("NoncurrentVersionExpiration") or {}
    days = expiration.get("NoncurrentDays", rule.get("NoncurrentVersionExpirationInDays"))
    if days is not None:
        found["NoncurrentVersionExpiration"] = {"NoncurrentDays": int(days)}
    moves = [*(rule.get("NoncurrentVersionTransitions") or [])]
    moves += as_list(rule.get("NoncurrentVersionTransition"))
    if moves:
        found["NoncurrentVersionTransition"] = [
            {"NoncurrentDays": int(m["TransitionInDays"]), "StorageClass": m["StorageClass"]}
            for m in moves
        ]


def _lifecycle_rule(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule as PutBucketLifecycleConfiguration takes it."""
    found: dict[str, Any] = {"Status": rule["Status"]}
    if rule.get("Id"):
        found["ID"] = rule["Id"]
    prefix = rule.get("Prefix") or ""
    tags = [{"Key": t["Key"], "Value": t["Value"]} for t in rule.get("TagFilters") or []]
    found["Filter"] = {"And": {"Prefix": prefix, "Tag": tags}} if tags else {"Prefix": prefix}
    if rule.get("ExpirationInDays") is not None:
        found["Expiration"] = {"Days": int(rule["ExpirationInDays"])}
    elif rule.get("ExpirationDate"):
        found["Expiration"] = {"Date": rule["ExpirationDate"]}
    elif _true(rule.get("ExpiredObjectDeleteMarker", False)):
        found["Expiration"] = {"ExpiredObjectDeleteMarker": "true"}
    moves = [*(rule.get("Transitions") or []), *as_list(rule.get("Transition"))]
    if moves:
        found["Transition"] = [_transition(m) for m in moves]
    _noncurrent(rule, found)
    abort = rule.get("AbortIncompleteMultipartUpload")
    if abort:
        found["AbortIncompleteMultipartUpload"] = {
            "DaysAfterInitiation": int(abort["DaysAfterInitiation"])
        }
    return found


def _lifecycle(backend: "S3Backend", bucket: "FakeBucket", value: Any) -> None:
    bucket.set_lifecycle([_lifecycle_rule(r) for r in (value or {}).get("Rules") or []])


def _filter(one: dict[str, Any]) -> dict[str, Any]:
    rules = (((one.get("Filter") or {}).get("S3Key")) or {}).get("Rules") or []
    if not rules:
        return {}
    lowered = [{"Name": r["Name"].lower(), "Value": r["Value"]} for r in rules]
    return {"Filter": {"S3Key": {"FilterRule": lowered}}}


def _notification(backend: "S3Backend", bucket: "FakeBucket", value: Any) -> None:
    kinds = {
        "CloudFunctionConfiguration": ("LambdaConfigurations", "Function", "CloudFunction"),
        "QueueConfiguration": ("QueueConfigurations", "Queue", "Queue"),
        "TopicConfiguration": ("TopicConfigurations", "Topic", "Topic"),
    }
    wanted: dict[str, Any] = {}
    for kind, (listed, given, name) in kinds.items():
        found = [
            {name: one[given], "Event": [one["Event"]], **_filter(one)}
            for one in (value or {}).get(listed) or []
        ]
        if found:
            wanted[kind] = found
    bridge = (value or {}).get("EventBridgeConfiguration")
    if bridge is not None and _true(bridge.get("EventBridgeEnabled", True)):
        wanted["EventBridgeConfiguration"] = {}
    backend.put_bucket_notification_configuration(bucket.name, wanted)


#: In the order in which they depend on each other.
_PROPERTIES: dict[str, Callable[[Any, Any, Any], None]] = {
    "BucketEncryption": _encryption,
    "VersioningConfiguration": _versioning,
    "PublicAccessBlockConfiguration": _public_access,
    "OwnershipControls": _ownership,
    "AccessControl": _acl,
    "ObjectLockEnabled": _locked,
    "ObjectLockConfiguration": _object_lock,
    "LifecycleConfiguration": _lifecycle,
    "LoggingConfiguration": _logging,
    "NotificationConfiguration": _notification,
}


def apply(
    backend: "S3Backend", bucket: "FakeBucket", properties: dict[str, Any], old: dict[str, Any]
) -> None:
    """Sets what the template says, and unsets what it said before."""
    for name, setter in _PROPERTIES.items():
        if properties.get(name) != old.get(name):
            setter(backend, bucket, properties.get(name))


def tag(
    backend: "S3Backend",
    bucket: "FakeBucket",
    stack_tags: dict[str, str],
    tags: list[dict[str, str]] | None,
) -> None:
    own = {t["Key"]: t["Value"] for t in tags or []}
    backend.put_bucket_tagging(bucket.name, {**stack_tags, **own})
