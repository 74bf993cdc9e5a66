"""From the shapes of AWS::S3::Bucket to those of the S3 API."""

from typing import Any


def encryption(value: dict[str, Any]) -> dict[str, Any]:
    rules = []
    for rule in value["ServerSideEncryptionConfiguration"]:
        changed = dict(rule)
        if "ServerSideEncryptionByDefault" in changed:
            changed["ApplyServerSideEncryptionByDefault"] = changed.pop(
                "ServerSideEncryptionByDefault"
            )
        rules.append(changed)
    return {"Rules": rules}


def object_lock(value: dict[str, Any]) -> dict[str, Any]:
    return {"ObjectLockEnabled": "Enabled", **value}


def logging(value: dict[str, Any]) -> dict[str, Any]:
    if "DestinationBucketName" not in value:
        return {}
    return {
        "LoggingEnabled": {
            "TargetBucket": value["DestinationBucketName"],
            "TargetPrefix": value.get("LogFilePrefix", ""),
        }
    }


def lifecycle(value: dict[str, Any]) -> dict[str, Any]:
    return {"Rules": [_rule(rule) for rule in value["Rules"]]}


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {"Status": rule["Status"], "Filter": _filter(rule)}
    if "Id" in rule:
        changed["ID"] = rule["Id"]
    expiration = {
        target: rule[source]
        for source, target in (
            ("ExpirationInDays", "Days"),
            ("ExpirationDate", "Date"),
            ("ExpiredObjectDeleteMarker", "ExpiredObjectDeleteMarker"),
        )
        if source in rule
    }
    if expiration:
        changed["Expiration"] = expiration
    noncurrent = rule.get("NoncurrentVersionExpiration")
    if "NoncurrentVersionExpirationInDays" in rule:
        noncurrent = {"NoncurrentDays": rule["NoncurrentVersionExpirationInDays"]}
    if noncurrent:
        changed["NoncurrentVersionExpiration"] = noncurrent
    if "AbortIncompleteMultipartUpload" in rule:
        changed["AbortIncompleteMultipartUpload"] = rule[
            "AbortIncompleteMultipartUpload"
        ]
    transitions = rule.get("Transitions") or _listed(rule.get("Transition"))
    if transitions:
        changed["Transitions"] = [_transition(item, "Days") for item in transitions]
    earlier = rule.get("NoncurrentVersionTransitions") or _listed(
        rule.get("NoncurrentVersionTransition")
    )
    if earlier:
        changed["NoncurrentVersionTransitions"] = [
            _transition(item, "NoncurrentDays") for item in earlier
        ]
    return changed


def _listed(value: Any) -> list[Any]:
    return [] if value is None else [value]


def _transition(value: dict[str, Any], days: str) -> dict[str, Any]:
    changed = {"StorageClass": value["StorageClass"]}
    if "TransitionInDays" in value:
        changed[days] = value["TransitionInDays"]
    if "TransitionDate" in value:
        changed["Date"] = value["TransitionDate"]
    if "NewerNoncurrentVersions" in value:
        changed["NewerNoncurrentVersions"] = value["NewerNoncurrentVersions"]
    return changed


def _filter(rule: dict[str, Any]) -> dict[str, Any]:
    parts = {
        key: rule[source]
        for source, key in (
            ("Prefix", "Prefix"),
            ("ObjectSizeGreaterThan", "ObjectSizeGreaterThan"),
            ("ObjectSizeLessThan", "ObjectSizeLessThan"),
        )
        if source in rule
    }
    tags = rule.get("TagFilters") or []
    if not tags and len(parts) <= 1:
        return parts or {"Prefix": ""}
    return {"And": {**parts, **({"Tags": tags} if tags else {})}}


def notification(value: dict[str, Any]) -> dict[str, Any]:
    kinds = (
        ("TopicConfigurations", "Topic", "TopicArn"),
        ("QueueConfigurations", "Queue", "QueueArn"),
        ("LambdaConfigurations", "Function", "LambdaFunctionArn"),
    )
    changed: dict[str, Any] = {}
    for kind, source, target in kinds:
        items = [_target(item, source, target) for item in value.get(kind) or []]
        if items:
            name = kind.replace("LambdaConf", "LambdaFunctionConf")
            changed[name] = items
    if value.get("EventBridgeConfiguration", {}).get("EventBridgeEnabled"):
        changed["EventBridgeConfiguration"] = {}
    return changed


def _target(item: dict[str, Any], source: str, target: str) -> dict[str, Any]:
    changed: dict[str, Any] = {target: item[source], "Events": [item["Event"]]}
    rules = item.get("Filter", {}).get("S3Key", {}).get("Rules")
    if rules:
        changed["Filter"] = {"Key": {"FilterRules": rules}}
    return changed
