"""Log files and their digests, which CloudTrail signs, and the keys that check the signature.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
"""

import base64
import functools
import gzip
import hashlib
import json
import uuid
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from embedded_aws import control
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations
from embedded_aws.lookup.buckets import bucket
from embedded_aws.services.cloudtrail import checks, trails

if TYPE_CHECKING:
    from moto.cloudtrail.models import Trail
    from moto.cloudtrail.responses import CloudTrailResponse

_DIGESTED = timedelta(hours=1)
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@functools.cache
def _private_key(region: str) -> Any:
    """Every region signs with a key of its own."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _public_key(region: str) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = _private_key(region).public_key()
    return bytes(key.public_bytes(Encoding.DER, PublicFormat.PKCS1))


def _fingerprint(region: str) -> str:
    return hashlib.md5(_public_key(region), usedforsecurity=False).hexdigest()


@evidence("cloudtrail-public-keys-are-the-regions")
def list_public_keys(self: "CloudTrailResponse") -> str:
    """The key that signs in this region, whichever account asks."""
    now = datetime.now(timezone.utc)
    key = {
        "Value": base64.b64encode(_public_key(self.region)).decode(),
        "ValidityStartTime": (now - timedelta(days=365)).timestamp(),
        "ValidityEndTime": (now + timedelta(days=365)).timestamp(),
        "Fingerprint": _fingerprint(self.region),
    }
    return json.dumps({"PublicKeyList": [key]})


def deliver(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{accountId, region, records}``: a log file and the hour's digest of it.

    Answers what became of both at every trail that logs there and validates its log files.
    """
    from moto.cloudtrail.models import cloudtrail_backends

    account_id, region, records = body["accountId"], body["region"], body["records"]
    found = trails.visible(cloudtrail_backends[account_id][region])
    chosen = [t for t in found if t.status.is_logging and t.log_validation]
    return {"deliveries": [_deliver(t, account_id, region, records) for t in chosen]}


def _deliver(trail: "Trail", account_id: str, region: str, records: Any) -> dict[str, Any]:
    now = datetime.now(timezone.utc).replace(microsecond=0)
    log = gzip.compress(json.dumps({"Records": records}).encode())
    name = f"{account_id}_CloudTrail_{region}_{now:%Y%m%dT%H%MZ}_{uuid.uuid4().hex[:16]}.json.gz"
    log_key = f"{_folder(trail, account_id)}/CloudTrail/{region}/{now:%Y/%m/%d}/{name}"
    digest_key = (
        f"{_folder(trail, account_id)}/CloudTrail-Digest/{region}/{now:%Y/%m/%d}/{account_id}"
        f"_CloudTrail-Digest_{region}_{trail.trail_name}_{trail.region_name}"
        f"_{now:%Y%m%dT%H%M%SZ}.json.gz"
    )
    log_file = {
        "s3Bucket": trail.bucket_name,
        "s3Object": log_key,
        "hashValue": hashlib.sha256(gzip.decompress(log)).hexdigest(),
        "hashAlgorithm": "SHA-256",
        "newestEventTime": f"{now:{_TIME}}",
        "oldestEventTime": f"{now:{_TIME}}",
    }
    digest = _digest(trail, account_id, region, now, digest_key, log_file)
    content = json.dumps(digest).encode()
    metadata = {
        "x-amz-meta-signature": _signature(region, digest, content),
        "x-amz-meta-signature-algorithm": "SHA256withRSA",
    }
    written = _put(trail, log_key, log, {}) and _put(
        trail, digest_key, gzip.compress(content), metadata
    )
    return {
        "trailArn": trail.arn,
        "bucket": trail.bucket_name,
        "logFile": log_key,
        "digest": digest_key,
        "outcome": "delivered" if written else "refused",
    }


def _folder(trail: "Trail", account_id: str) -> str:

    prefix = f"{trail.s3_key_prefix}/" if trail.s3_key_prefix else ""
    organization = organizations.organization_id(trail.account_id) if trail.is_org_trail else None
    return (
        f"{prefix}AWSLogs/{organization}/{account_id}"
        if organization
        else (f"{prefix}AWSLogs/{account_id}")
    )


def _digest(
    trail: "Trail", account_id: str, region: str, now: datetime, key: str, log_file: dict[str, str]
) -> dict[str, Any]:
    """The first of a chain: it follows no other."""
    return {
        "awsAccountId": account_id,
        "digestStartTime": f"{now - _DIGESTED:{_TIME}}",
        "digestEndTime": f"{now:{_TIME}}",
        "digestS3Bucket": trail.bucket_name,
        "digestS3Object": key,
        "digestPublicKeyFingerprint": _fingerprint(region),
        "digestSignatureAlgorithm": "SHA256withRSA",
        "newestEventTime": log_file["newestEventTime"],
        "oldestEventTime": log_file["oldestEventTime"],
        "previousDigestS3Bucket": None,
        "previousDigestS3Object": None,
        "previousDigestHashValue": None,
        "previousDigestHashAlgorithm": None,
        "previousDigestSignature": None,
        "logFiles": [log_file],
    }


def _signature(region: str, digest: dict[str, Any], content: bytes) -> str:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    signed = "\n".join(
        [
            digest["digestEndTime"],
            f"{digest['digestS3Bucket']}/{digest['digestS3Object']}",
            hashlib.sha256(content).hexdigest(),
            "null",
        ]
    )
    signature = _private_key(region).sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return bytes(signature).hex()


def _put(trail: "Trail", key: str, content: bytes, metadata: dict[str, str]) -> bool:
    """Writes as CloudTrail, where the bucket's policy lets it."""
    from moto.s3.models import s3_backends

    found = bucket(trail.bucket_name)
    if found is None or not checks.may_write(trail, found, key):
        return False
    backend = s3_backends[found.account_id]["aws"]
    written = backend.put_object(
        found.name,
        key,
        content,
        encryption="aws:kms" if trail.kms_key_id else None,
        kms_key_id=trail.kms_key_id or None,
    )
    written.set_metadata(metadata)
    return True


ROUTES: tuple[control.Route, ...] = (("POST", "/cloudtrail/digests", deliver),)
