"""What PutDeliveryChannel refuses.

See https://docs.aws.amazon.com/config/latest/APIReference/API_PutDeliveryChannel.html
"""

from typing import TYPE_CHECKING, Any

from embedded_aws import policy
from embedded_aws.authorization.check import identity_documents
from embedded_aws.delivery import receivers
from embedded_aws.delivery.sender import Sender
from embedded_aws.evidence import evidence
from embedded_aws.lookup import keys, organizations, roles
from embedded_aws.lookup.buckets import bucket as bucket_named
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket

PRINCIPAL = "config.amazonaws.com"
__evidence__ = ("config-acl-header",)
_ACL = {"s3:x-amz-acl": "bucket-owner-full-control"}


def _needs(
    bucket: "FakeBucket", prefix: str, account_id: str
) -> list[tuple[str, str, dict[str, str], str]]:
    """Action, resource, condition keys, and how Config words its absence."""
    folder = f"{prefix}/" if prefix else ""
    check = f"{bucket.arn}/{folder}AWSLogs/{account_id}/Config/ConfigWritabilityCheckFile"
    return [
        ("s3:GetBucketAcl", bucket.arn, {}, "unable to get s3 bucket acl"),
        ("s3:ListBucket", bucket.arn, {}, "unable to list the s3 bucket"),
        (
            "s3:PutObject",
            check,
            _ACL,
            f"unable to write to bucket, provided s3 key prefix is '{prefix or 'null'}'",
        ),
    ]


@evidence("config-delivers-as-service")
def _as_service(
    bucket: "FakeBucket",
    account_id: str,
    region: str,
    action: str,
    resource: str,
    extra: dict[str, str],
) -> bool:
    # https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    sender = Sender(PRINCIPAL, f"arn:aws:config:{region}:{account_id}:*", account_id)
    request = policy.Request(
        action, resource, policy.service(PRINCIPAL), {**sender.context_for(action), **extra}
    )
    return policy.allows(bucket.policy, request)


@evidence("config-delivers-as-role", "request-tells-its-principal")
def _as_role(
    bucket: "FakeBucket", role: Any, action: str, resource: str, extra: dict[str, str]
) -> bool:
    """By the role's policies, and by the bucket's when another account owns it."""
    context = {
        "aws:PrincipalArn": role.arn,
        "aws:PrincipalAccount": role.account_id,
        "aws:PrincipalIsAWSService": "false",
        "aws:SecureTransport": "true",
        "aws:ViaAWSService": "false",
        **extra,
    }
    organization = organizations.organization_id(role.account_id)
    if organization:
        context["aws:PrincipalOrgID"] = organization
    own = policy.evaluate(identity_documents(role), policy.Request(action, resource, None, context))
    principal = policy.identity(role.account_id, role.arn)
    theirs = policy.evaluate([bucket.policy], policy.Request(action, resource, principal, context))
    if "deny" in (own, theirs):
        return False
    if role.account_id == bucket.account_id:
        return "allow" in (own, theirs)
    return own == theirs == "allow"


@evidence("config-recorder-role-with-source-account")
def _assumable(role_arn: str) -> Any:
    found = roles.role(role_arn)
    if found is None or not roles.trusts(
        found,
        policy.service(PRINCIPAL),
        **{"aws:SourceAccount": role_arn.split(":")[4]},
    ):
        return None
    return found


def check(account_id: str, region: str, channel: dict[str, Any], role_arn: str) -> None:
    """The bucket exists, and Config can write under ``AWSLogs/ACCOUNT/Config``.

    Config tries as the recorder's role and then as itself; a service-linked
    role has no rights in S3, so only the service principal is left.
    https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    """
    name, prefix = channel.get("s3BucketName", ""), channel.get("s3KeyPrefix") or ""
    if "AWSLogs" in prefix.split("/"):
        raise Refused("InvalidS3KeyPrefixException", f"The s3 key prefix '{prefix}' is not valid.")
    bucket = bucket_named(name)
    if bucket is None:
        raise Refused("NoSuchBucketException", f"Cannot find a S3 bucket with name {name}.")
    role = _assumable(role_arn)
    if role is None:
        _insufficient(name, f"unable to assume role: {role_arn}")
    linked = ":role/aws-service-role/" in role_arn
    for action, resource, extra, wording in _needs(bucket, prefix, account_id):
        by_role = not linked and _as_role(bucket, role, action, resource, extra)
        if not by_role and not _as_service(bucket, account_id, region, action, resource, extra):
            _insufficient(name, wording)
    # https://docs.aws.amazon.com/config/latest/developerguide/manage-delivery-channel.html
    if getattr(bucket, "has_default_lock", False):
        _insufficient(name, "object lock is enabled with default retention enabled")
    _check_key(account_id, region, channel.get("s3KmsKeyArn"))
    _check_topic(account_id, region, channel.get("snsTopicARN"))


def _insufficient(bucket: str, why: str) -> None:
    raise Refused(
        "InsufficientDeliveryPolicyException",
        f"Insufficient delivery policy to s3 bucket: {bucket}, {why}.",
    )


@evidence("config-uses-key-as-service")
def _check_key(account_id: str, region: str, arn: str | None) -> None:
    if not arn:
        return
    found = keys.key_policy(account_id, region, arn)
    sender = Sender(PRINCIPAL, f"arn:aws:config:{region}:{account_id}:*", account_id)
    needed = ("kms:GenerateDataKey", "kms:Decrypt")
    if found is None or not all(sender.admitted(found[1], a, found[0]) for a in needed):
        raise Refused(
            "InvalidS3KmsKeyArnException", f"The arn '{arn}' is not a key that Config can use."
        )


@evidence("config-publishes-as-service")
def _check_topic(account_id: str, region: str, arn: str | None) -> None:
    sender = Sender(PRINCIPAL, f"arn:aws:config:{region}:{account_id}:*", account_id)
    if arn and not receivers.admits(arn, sender):
        raise Refused(
            "InsufficientDeliveryPolicyException",
            f"Insufficient delivery policy to SNS topic: {arn}.",
        )
