"""The bucket where an organization's conformance pack is delivered.

Each account writes there with its own service-linked role.
See https://docs.aws.amazon.com/config/latest/developerguide/cpack-prerequisites.html
"""

from typing import TYPE_CHECKING

from embedded_aws import policy
from embedded_aws.evidence import evidence
from embedded_aws.lookup import linked_roles, organizations
from embedded_aws.lookup.buckets import bucket as bucket_named
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend
    from moto.s3.models import FakeBucket

PREFIX = "awsconfigconforms"


def check_name(bucket: str | None) -> None:
    """:raises Refused: no account's role could write to a bucket of another name."""
    if bucket and not bucket.startswith(PREFIX):
        raise Refused(
            "ValidationException",
            f"The delivery bucket {bucket} of an organization conformance pack must be named"
            f" {PREFIX}...",
        )


def _insufficient(bucket: str, why: str) -> tuple[str, str]:
    # AWS publishes no wording for packs: this is what PutDeliveryChannel says.
    return (
        "InsufficientDeliveryPolicy",
        f"Insufficient delivery policy to s3 bucket: {bucket}, {why}.",
    )


@evidence("config-packs-deliver-as-linked-role", "request-tells-its-principal")
def _may(bucket: "FakeBucket", account_id: str, role: str, action: str, resource: str) -> bool:
    """In its own account the role's managed policy allows what the bucket does not deny.

    https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ConfigConformsServiceRolePolicy.html
    """
    context = {
        "aws:PrincipalAccount": account_id,
        "aws:PrincipalArn": role,
        "aws:PrincipalIsAWSService": "false",
        "aws:SecureTransport": "true",
        "aws:ResourceAccount": bucket.account_id,
    }
    organization = organizations.organization_id(account_id)
    if organization:
        context["aws:PrincipalOrgID"] = organization
    principal = policy.identity(account_id, role)
    found = policy.evaluate([bucket.policy], policy.Request(action, resource, principal, context))
    return found == "allow" or (found == "none" and bucket.account_id == account_id)


def member_error(
    backend: "ConfigBackend", name: str | None, prefix: str | None
) -> tuple[str, str] | None:
    """Why a member account cannot deliver to the bucket; None when it can."""
    if not name:
        return None
    bucket = bucket_named(name)
    if bucket is None:
        return "NoSuchBucket", f"Cannot find a S3 bucket with name {name}."
    account_id = backend.account_id
    role = linked_roles.arn(account_id, backend.region_name, linked_roles.CONFORMS)
    folder = f"{prefix}/" if prefix else ""
    objects = f"{bucket.arn}/{folder}AWSLogs/{account_id}/Config/"
    for action, resource, why in (
        ("s3:GetBucketAcl", bucket.arn, "unable to get s3 bucket acl"),
        ("s3:PutObject", objects, "unable to write to bucket"),
        ("s3:GetObject", objects, "unable to read from bucket"),
    ):
        if not _may(bucket, account_id, role, action, resource):
            return _insufficient(name, why)
    return None
