"""S3, which moto dispatches by itself.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""

from typing import Any

from embedded_aws.services.authorization import keys, service_control, sessions
from embedded_aws.services.authorization.check import refusal
from embedded_aws.services.s3.operations import Source

#: Sub-resource in the query, to the end of the permission's name.
_OF_BUCKET = {
    "accelerate": "AccelerateConfiguration",
    "acl": "BucketAcl",
    "analytics": "AnalyticsConfiguration",
    "cors": "BucketCORS",
    "encryption": "EncryptionConfiguration",
    "inventory": "InventoryConfiguration",
    "lifecycle": "LifecycleConfiguration",
    "location": "BucketLocation",
    "logging": "BucketLogging",
    "notification": "BucketNotification",
    "object-lock": "BucketObjectLockConfiguration",
    "ownershipControls": "BucketOwnershipControls",
    "policy": "BucketPolicy",
    "policyStatus": "BucketPolicyStatus",
    "publicAccessBlock": "BucketPublicAccessBlock",
    "replication": "ReplicationConfiguration",
    "requestPayment": "BucketRequestPayment",
    "tagging": "BucketTagging",
    "versioning": "BucketVersioning",
    "website": "BucketWebsite",
}
#: What reads the bytes of an object, and so needs its key.
_READING = frozenset({"GetObject", "GetObjectVersion"})
#: What has a permission of its own to delete; the others need the one to put.
_DELETED_BY_NAME = {"policy": "DeleteBucketPolicy", "website": "DeleteBucketWebsite"}


def bucket_action(method: str, query: Any) -> str:
    for name, noun in _OF_BUCKET.items():
        if name in query:
            if method == "DELETE" and name in _DELETED_BY_NAME:
                return _DELETED_BY_NAME[name]
            return f"{'Get' if method in ('GET', 'HEAD') else 'Put'}{noun}"
    if method in ("GET", "HEAD"):
        if "versions" in query:
            return "ListBucketVersions"
        return "ListBucketMultipartUploads" if "uploads" in query else "ListBucket"
    return "DeleteBucket" if method == "DELETE" else "CreateBucket"


def _refuse(response: Any, action: str, resource: str, context: dict[str, Any]) -> None:
    session = sessions.session_of(response)
    if session is None:
        return
    message = refusal(session, f"s3:{action}", resource, response.region, context)
    if message is not None:
        raise _denied(message)


def _denied(message: str) -> Exception:
    from moto.s3.exceptions import S3AccessDeniedError

    error = S3AccessDeniedError()
    error.message = message
    return error


def _authorize(response: Any, action: str, bucket_name: str, key: str | None) -> None:
    """The bucket's own policy may stand in for the role's in the same account."""
    from embedded_aws.services.s3 import access
    from embedded_aws.services.s3.lookup import bucket as bucket_named

    caller = sessions.assumed(response)
    if caller is None:
        return
    resource = f"arn:aws:s3:::{bucket_name}" + ("" if key is None else f"/{key}")
    message = service_control.denial(caller, f"s3:{action}", resource, response.region)
    if message is not None:
        raise _denied(message)
    session = sessions.session_of(response)
    if session is None:
        return
    bucket = bucket_named(bucket_name)
    if bucket is not None and action in _READING and key is not None:
        message = keys.denial_to_read(session, bucket, key)
        if message is not None:
            raise _denied(message)
    context = {}
    if bucket is not None:
        own = bucket.account_id == response.current_account
        if own and access.verdict(response, bucket, action, resource) == "allow":
            return
        # Known to be none where the owner is in no organization.
        context = {"aws:ResourceOrgID": "", **access._context(response, bucket)}
    _refuse(response, action, resource, context)


def install() -> None:
    from moto.s3.responses import S3Response

    from embedded_aws.services.s3 import access, copies

    check, check_copy, check_listing, may_delete = (
        access.check,
        access.check_copy,
        access.check_listing,
        access.may_delete,
    )
    all_buckets = S3Response.all_buckets

    def _check(response: Any, action: str, bucket_name: str, key: str | None) -> None:
        own = bucket_action(response.method, response.querystring) if key is None else action
        _authorize(response, own, bucket_name, key)
        check(response, action, bucket_name, key)

    def _check_listing(response: Any, bucket_name: str) -> None:
        _authorize(response, "ListBucket", bucket_name, None)
        check_listing(response, bucket_name)

    def _check_copy(response: Any, source: Source) -> None:
        for action in copies.permissions_on_source(response, source):
            _authorize(response, action, source.bucket, source.key)
        check_copy(response, source)

    def _may_delete(response: Any, bucket_name: str, key: str) -> bool:
        from moto.s3.exceptions import S3AccessDeniedError

        try:
            _authorize(response, "DeleteObject", bucket_name, key)
        except S3AccessDeniedError:
            return False
        return bool(may_delete(response, bucket_name, key))

    def _all_buckets(self: S3Response) -> Any:
        _refuse(self, "ListAllMyBuckets", "*", {})
        return all_buckets(self)

    access.check, access.check_copy = _check, _check_copy
    access.check_listing = _check_listing
    access.may_delete = _may_delete
    S3Response.all_buckets = _all_buckets  # type: ignore[method-assign]
