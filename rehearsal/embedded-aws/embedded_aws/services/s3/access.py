"""Who may do what with a bucket of another account, or of their own.

The owner's account may do everything that its bucket policy does not deny;
any other account needs an Allow there.
See https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-auth-workflow-bucket-operation.html
"""

from typing import TYPE_CHECKING, Any

from embedded_aws import policy
from embedded_aws.authorization import callers
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations
from embedded_aws.lookup.buckets import bucket as bucket_named
from embedded_aws.services.s3 import copies
from embedded_aws.services.s3.operations import Source

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket
    from moto.s3.responses import S3Response

#: Where moto names the API and IAM names the permission otherwise.
_PERMISSIONS = {"HeadBucket": "ListBucket", "SelectObject": "GetObject"}
#: What an ACL may allow without a signature.
_READS = frozenset({"GetObject", "GetObjectAcl"})
_OWNER = "x-amz-expected-bucket-owner"
_SOURCE_OWNER = "x-amz-source-expected-bucket-owner"


@evidence(
    "request-tells-transport-and-address", "resource-tells-its-owner", "s3-request-headers-are-keys"
)
def _context(response: "S3Response", bucket: "FakeBucket") -> dict[str, Any]:
    keys: dict[str, Any] = {
        # Loopback is http; on AWS the same client speaks https.
        "aws:SecureTransport": "true",
        "s3:TlsVersion": "1.3",
        "aws:SourceIp": "127.0.0.1",
        "aws:PrincipalIsAWSService": "false",
        "aws:ViaAWSService": "false",
        "aws:ResourceAccount": bucket.account_id,
        "s3:ResourceAccount": bucket.account_id,
    }
    organization = organizations.organization_id(bucket.account_id)
    if organization:
        keys["aws:ResourceOrgID"] = organization
    for name, value in response.headers.items():
        if name.lower().startswith("x-amz-"):
            keys[f"s3:{name.lower()}"] = value
    for name in ("prefix", "delimiter", "max-keys", "versionId"):
        value = response.querystring.get(name)
        if value:
            keys[f"s3:{name.lower()}"] = value[0]
    return keys


@evidence("s3-bucket-policy-decides-across-accounts")
def verdict(
    response: "S3Response", bucket: "FakeBucket", action: str, resource: str
) -> policy.Verdict:
    """What the bucket's policy says of the caller; ``none`` without a policy."""
    if not bucket.policy:
        return "none"
    principal, context = callers.principal_of(response)
    request = policy.Request(
        f"s3:{action}", resource, principal, {**_context(response, bucket), **context}
    )
    return policy.evaluate([bucket.policy], request)


def _may(response: "S3Response", bucket: "FakeBucket", action: str, key: str | None) -> bool:
    resource = bucket.arn if key is None else f"{bucket.arn}/{key}"
    found = verdict(response, bucket, action, resource)
    if found == "deny":
        return False
    if found == "allow":
        return True
    if not callers.is_signed(response):
        # Anonymous reads of public objects are moto's to judge; see permission().
        return action in _READS
    return response.current_account == bucket.account_id


def check(response: "S3Response", action: str, bucket_name: str, key: str | None) -> None:
    """:raises S3AccessDeniedError: the caller may not, or expects another owner."""
    from moto.s3.exceptions import S3AccessDeniedError

    bucket = bucket_named(bucket_name)
    if bucket is None:
        return
    expected = response.headers.get(_OWNER)
    if expected and expected != bucket.account_id:
        raise S3AccessDeniedError()
    if action == "CreateBucket":
        return
    if not _may(response, bucket, _PERMISSIONS.get(action, action), key):
        raise S3AccessDeniedError()


def check_listing(response: "S3Response", bucket_name: str) -> None:
    """A missing object is reported as such only to callers that may list the bucket.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html

    :raises S3AccessDeniedError: it may not.
    """
    from moto.s3.exceptions import S3AccessDeniedError

    bucket = bucket_named(bucket_name)
    if bucket is not None and not _may(response, bucket, "ListBucket", None):
        raise S3AccessDeniedError()


def check_copy(response: "S3Response", source: Source) -> None:
    """The caller may read what it copies.

    :raises S3AccessDeniedError: it may not, or expects another owner.
    """
    from moto.s3.exceptions import S3AccessDeniedError

    bucket = bucket_named(source.bucket)
    if bucket is None:
        return
    expected = response.headers.get(_SOURCE_OWNER)
    if expected and expected != bucket.account_id:
        raise S3AccessDeniedError()
    for action in copies.permissions_on_source(response, source):
        if not _may(response, bucket, action, source.key):
            raise S3AccessDeniedError()


def may_delete(response: "S3Response", bucket_name: str, key: str) -> bool:
    """For DeleteObjects, which judges object by object."""
    bucket = bucket_named(bucket_name)
    return bucket is None or _may(response, bucket, "DeleteObject", key)
