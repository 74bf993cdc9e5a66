"""Trusted IP lists and threat lists: files in a bucket that GuardDuty reads.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_upload-lists.html
"""

import re
from typing import TYPE_CHECKING, Any, Literal

from embedded_aws import policy
from embedded_aws.evidence import evidence
from embedded_aws.lookup import keys
from embedded_aws.lookup.buckets import bucket as bucket_named
from embedded_aws.services.guardduty.errors import (
    NOT_FOUND,
    TOO_MANY_LISTS,
    WRONG_LOCATION,
    BadRequest,
)
from embedded_aws.services.guardduty.models import Detector
from embedded_aws.services.guardduty.models_exports import AddressList

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket, FakeKey

Kind = Literal["trusted", "threat"]

#: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_limits.html
_PER_DETECTOR = {"trusted": 1, "threat": 6}
_LINES = {"trusted": 2_000, "threat": 250_000}
_MAX_BYTES = 35 * 1024 * 1024
_LOCATIONS = (
    re.compile(r"s3://(?P<bucket>[^/]+)/(?P<key>.+)"),
    re.compile(r"https?://s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com/(?P<bucket>[^/]+)/(?P<key>.+)"),
    re.compile(r"https?://(?P<bucket>[^/]+?)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com/(?P<key>.+)"),
)


def of(detector: Detector, kind: Kind) -> dict[str, AddressList]:
    return detector.trusted_lists if kind == "trusted" else detector.threat_lists


def create(
    detector: Detector, kind: Kind, given: dict[str, Any], tags: dict[str, str]
) -> AddressList:
    """:raises BadRequest: one too many, or its location is none."""
    if len(of(detector, kind)) >= _PER_DETECTOR[kind]:
        raise BadRequest(TOO_MANY_LISTS)
    made = AddressList(
        given.get("Name") or "",
        given["Format"],
        _checked(given["Location"]),
        tags,
        given.get("ExpectedBucketOwner"),
    )
    _activate(detector, kind, made, given.get("Activate"))
    of(detector, kind)[made.id] = made
    return made


def find(detector: Detector, kind: Kind, list_id: str) -> AddressList:
    """:raises BadRequest: there is none."""
    if list_id not in of(detector, kind):
        raise BadRequest(NOT_FOUND)
    return of(detector, kind)[list_id]


def update(detector: Detector, kind: Kind, list_id: str, given: dict[str, Any]) -> AddressList:
    """Reads the file anew when it is activated.

    :raises BadRequest: there is no such list, or its location is none.
    """
    found = find(detector, kind, list_id)
    location = _checked(given.get("Location") or found.location)
    found.name, found.location = given.get("Name") or found.name, location
    found.bucket_owner = given.get("ExpectedBucketOwner") or found.bucket_owner
    activate = given.get("Activate")
    _activate(detector, kind, found, found.status == "ACTIVE" if activate is None else activate)
    return found


def _checked(location: str) -> str:
    if not any(form.fullmatch(location) for form in _LOCATIONS):
        raise BadRequest(WRONG_LOCATION)
    return location


def _activate(detector: Detector, kind: Kind, item: AddressList, wanted: Any) -> None:
    if str(wanted).lower() != "true":
        item.status = "INACTIVE"
    else:
        item.status = "ACTIVE" if _usable(detector, kind, item) else "ERROR"


def _usable(detector: Detector, kind: Kind, item: AddressList) -> bool:
    content = _read(detector, item)
    if content is None or len(content) > _MAX_BYTES:
        return False
    return item.format != "TXT" or len(content.split()) <= _LINES[kind]


@evidence("guardduty-lists-by-service-linked-role")
def _read(detector: Detector, item: AddressList) -> bytes | None:
    """The file, if GuardDuty's service-linked role may read it."""
    found = next(m for form in _LOCATIONS if (m := form.fullmatch(item.location)))
    bucket = bucket_named(found["bucket"])
    file = bucket.keys.get(found["key"]) if bucket is not None else None
    if bucket is None or file is None or item.bucket_owner not in (None, bucket.account_id):
        return None
    role = (
        f"arn:aws:iam::{detector.account_id}:role/aws-service-role/guardduty.amazonaws.com/"
        "AWSServiceRoleForAmazonGuardDuty"
    )
    context = {"aws:SecureTransport": "true", "aws:PrincipalArn": role}
    context["aws:PrincipalAccount"] = detector.account_id
    resource = f"{bucket.arn}/{found['key']}"
    reader = policy.identity(detector.account_id, role)
    request = policy.Request("s3:GetObject", resource, reader, context)
    verdict = policy.evaluate([bucket.policy], request)
    own = bucket.account_id == detector.account_id
    if verdict == "deny" or (verdict == "none" and not own):
        return None
    if not _may_decrypt(bucket, file, policy.Principal("AWS", frozenset({role})), context):
        return None
    value: bytes = file.value
    return value


@evidence("guardduty-lists-by-service-linked-role")
def _may_decrypt(
    bucket: "FakeBucket", file: "FakeKey", reader: policy.Principal, context: dict[str, str]
) -> bool:
    """The key's policy must name the role, whose own policies say nothing of keys."""
    if getattr(file, "encryption", None) != "aws:kms" or not file.kms_key_id:
        return True
    key = keys.key_policy(bucket.account_id, bucket.region_name, file.kms_key_id)
    return key is not None and policy.allows(
        key[1], policy.Request("kms:Decrypt", key[0], reader, context)
    )
