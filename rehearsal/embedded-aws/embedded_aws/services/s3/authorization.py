"""What the policies of a caller's role allow in S3, which moto dispatches by itself.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""

# mypy: disable-error-code="method-assign"

from typing import TYPE_CHECKING, Any

from embedded_aws.authorization import check, keys, service_control, sessions
from embedded_aws.authorization.dependents import Demand
from embedded_aws.evidence import evidence
from embedded_aws.lookup.buckets import bucket as bucket_named
from embedded_aws.services.s3 import access, copies
from embedded_aws.services.s3.operations import Source

if TYPE_CHECKING:
    from moto.s3.responses import S3Response

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


def _denied(message: str) -> Exception:
    from moto.s3.exceptions import S3AccessDeniedError

    error = S3AccessDeniedError()
    error.message = message
    return error


def _judge(
    response: "S3Response", action: str, resource: str, context: dict[str, Any], owner: bool
) -> None:
    """By service control policies, and by the role unless the bucket's policy stands in for it.

    :raises S3AccessDeniedError: the caller may not.
    """
    session = sessions.session_of(response)
    caller = session or sessions.assumed(response)
    if caller is None:
        return
    control = service_control.documents_of(caller)
    by_role = session is not None and not owner
    if not control and not by_role:
        return
    demand = Demand(f"s3:{action}", resource, context)
    message = check.judge(caller, demand, response.region, control, by_role=by_role)
    if message is not None:
        raise _denied(message)


@evidence("s3-says-first-that-a-bucket-is-missing")
def _authorize(response: "S3Response", action: str, bucket_name: str, key: str | None) -> None:
    """The bucket's own policy may stand in for the role's in the same account."""

    if sessions.assumed(response) is None:
        return
    resource = f"arn:aws:s3:::{bucket_name}" + ("" if key is None else f"/{key}")
    bucket = bucket_named(bucket_name)
    if bucket is None and action != "CreateBucket":
        # NoSuchBucket, for every caller.
        return
    session = sessions.session_of(response)
    if session is not None and bucket is not None and action in _READING and key is not None:
        message = keys.denial_to_read(session, bucket, key)
        if message is not None:
            raise _denied(message)
    context: dict[str, Any] = {}
    owner = False
    if bucket is not None:
        own = session is not None and bucket.account_id == response.current_account
        owner = own and access.verdict(response, bucket, action, resource) == "allow"
        context = access._context(response, bucket)
    _judge(response, action, resource, context, owner)


def install() -> None:
    from moto.s3.responses import S3Response

    check_access, check_copy, check_listing, may_delete = (
        access.check,
        access.check_copy,
        access.check_listing,
        access.may_delete,
    )
    all_buckets = S3Response.all_buckets

    def _check(response: "S3Response", action: str, bucket_name: str, key: str | None) -> None:
        own = bucket_action(response.method, response.querystring) if key is None else action
        _authorize(response, own, bucket_name, key)
        check_access(response, action, bucket_name, key)

    def _check_listing(response: "S3Response", bucket_name: str) -> None:
        _authorize(response, "ListBucket", bucket_name, None)
        check_listing(response, bucket_name)

    def _check_copy(response: "S3Response", source: Source) -> None:
        for action in copies.permissions_on_source(response, source):
            _authorize(response, action, source.bucket, source.key)
        check_copy(response, source)

    def _may_delete(response: "S3Response", bucket_name: str, key: str) -> bool:
        from moto.s3.exceptions import S3AccessDeniedError

        try:
            _authorize(response, "DeleteObject", bucket_name, key)
        except S3AccessDeniedError:
            return False
        return bool(may_delete(response, bucket_name, key))

    def _all_buckets(self: S3Response) -> Any:
        _judge(self, "ListAllMyBuckets", "*", {}, owner=False)
        return all_buckets(self)

    access.check, access.check_copy = _check, _check_copy
    access.check_listing = _check_listing
    access.may_delete = _may_delete
    S3Response.all_buckets = _all_buckets
