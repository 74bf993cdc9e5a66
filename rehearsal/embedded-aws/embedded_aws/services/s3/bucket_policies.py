"""What PutBucketPolicy refuses of a policy whose grammar is right."""

# mypy: disable-error-code="method-assign"

from typing import TYPE_CHECKING, Any

from embedded_aws import policy
from embedded_aws.evidence import evidence
from embedded_aws.policy_conditions import as_list
from embedded_aws.services.s3 import public_policies

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket


@evidence("s3-policy-of-its-own-bucket")
def _check_resources(bucket: "FakeBucket", document: Any) -> None:
    """:raises S3ClientError: a statement is not about the bucket or objects in it."""
    from moto.s3.exceptions import S3ClientError

    for statement in as_list(policy.parse(document).get("Statement")):
        for name in ("Resource", "NotResource"):
            for resource in as_list(statement.get(name)):
                if str(resource) != bucket.arn and not str(resource).startswith(f"{bucket.arn}/"):
                    raise S3ClientError("MalformedPolicy", "Policy has invalid resource")


def _blocks(bucket: "FakeBucket") -> bool:
    """The bucket or its account blocks public policies."""
    from moto.s3control.models import s3control_backends

    account = s3control_backends[bucket.account_id][bucket.partition].public_access_block
    return any(
        block is not None and block.block_public_policy
        for block in (bucket.public_access_block, account)
    )


@evidence("s3-public-policy")
def check(bucket: "FakeBucket", document: Any) -> None:
    """Whether S3 takes the policy for the bucket.

    :raises S3ClientError: MalformedPolicy for another resource, AccessDenied for a public policy.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html
    """
    from moto.s3.exceptions import S3AccessDeniedError

    _check_resources(bucket, document)
    if _blocks(bucket) and public_policies.is_public(document):
        raise S3AccessDeniedError()


@evidence("s3-new-buckets-block-public-access")
def _block_public_access(bucket: "FakeBucket") -> None:
    from moto.s3.models import PublicAccessBlock

    bucket.public_access_block = PublicAccessBlock("true", "true", "true", "true")


def install() -> None:
    from moto.s3.models import FakeBucket, S3Backend

    initialize = FakeBucket.__init__
    put = S3Backend.put_bucket_policy

    def initialize_blocked(self: FakeBucket, *args: Any, **named: Any) -> None:
        initialize(self, *args, **named)
        _block_public_access(self)

    def checked_put(self: S3Backend, bucket_name: str, policy: bytes) -> None:
        check(self.get_bucket(bucket_name), policy)
        put(self, bucket_name, policy)

    FakeBucket.__init__ = initialize_blocked
    S3Backend.put_bucket_policy = checked_put
