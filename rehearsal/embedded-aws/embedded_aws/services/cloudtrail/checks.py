"""What CreateTrail and UpdateTrail refuse.

See https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
"""

from typing import TYPE_CHECKING, Any

from moto.core.exceptions import JsonRESTError

from embedded_aws import policy
from embedded_aws.delivery import receivers
from embedded_aws.delivery.sender import Sender
from embedded_aws.evidence import evidence
from embedded_aws.lookup import keys, organizations, roles
from embedded_aws.lookup.buckets import bucket

if TYPE_CHECKING:
    from moto.cloudtrail.models import Trail

PRINCIPAL = "cloudtrail.amazonaws.com"
#: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
TRAILS_PER_REGION = 5
__evidence__ = ("cloudtrail-acl-header",)
_ACL = {"s3:x-amz-acl": "bucket-owner-full-control"}


class Refused(JsonRESTError):
    """An answer with one of CloudTrail's own error names."""

    code = 400


def owner_of_organization_trail(account_id: str) -> str:
    """The management account, which owns the trail, also when an administrator creates it.

    :raises Refused: the caller may not, or trusted access is off.
    """

    organization = organizations.organization_of(account_id)
    if organization is None or organization.org is None:
        raise Refused(
            "OrganizationsNotInUseException",
            "The request could not be processed because your account is not a member of an"
            " organization.",
        )
    if organization.org.feature_set != "ALL":
        raise Refused(
            "OrganizationNotInAllFeaturesModeException",
            "AWS Organizations is not configured to support all features.",
        )
    management = organizations.management_account_id(account_id)
    delegated = organizations.is_delegated_administrator(account_id, PRINCIPAL)
    if account_id != management and not delegated:
        raise Refused(
            "NotOrganizationMasterAccountException",
            "The request could not be processed because the account is not the "
            "management account or a delegated administrator of the organization.",
        )
    if not organizations.has_trusted_access(account_id, PRINCIPAL):
        raise Refused(
            "CloudTrailAccessNotEnabledException",
            "The request could not be processed because your organization hasn't "
            "enabled CloudTrail service access. Enable service access for CloudTrail, "
            "and then try again.",
        )
    return str(management)


@evidence("cloudtrail-source-keys")
def _admitted(
    sender: Sender, document: Any, action: str, resource: str, extra: dict[str, str]
) -> bool:
    request = policy.Request(
        action, resource, policy.service(PRINCIPAL), {**sender.context_for(action), **extra}
    )
    return policy.allows(document, request)


@evidence("cloudtrail-acl-header", "cloudtrail-source-keys")
def check_bucket(trail: "Trail") -> None:
    """The bucket's policy lets CloudTrail read the ACL and write for every account.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    found = bucket(trail.bucket_name)
    if found is None:
        raise Refused(
            "S3BucketDoesNotExistException", f"S3 bucket {trail.bucket_name} does not exist!"
        )
    sender = Sender(PRINCIPAL, trail.arn, trail.account_id)
    prefix = f"{trail.s3_key_prefix}/" if trail.s3_key_prefix else ""
    holders = [trail.account_id]
    if trail.is_org_trail:
        organization = organizations.organization_id(trail.account_id)
        holders.append(f"{organization}/{trail.account_id}")
    readable = _admitted(sender, found.policy, "s3:GetBucketAcl", found.arn, {})
    writable = all(
        _admitted(
            sender,
            found.policy,
            "s3:PutObject",
            f"{found.arn}/{prefix}AWSLogs/{holder}/CloudTrail/{trail.region_name}/file.json.gz",
            _ACL,
        )
        for holder in holders
    )
    if not (readable and writable):
        raise Refused(
            "InsufficientS3BucketPolicyException",
            f"Incorrect S3 bucket policy is detected for bucket: {trail.bucket_name}",
        )


@evidence("cloudtrail-acl-header", "cloudtrail-source-keys")
def may_write(trail: "Trail", found: Any, key: str) -> bool:
    """The bucket's policy lets the trail write an object."""
    sender = Sender(PRINCIPAL, trail.arn, trail.account_id)
    return _admitted(sender, found.policy, "s3:PutObject", f"{found.arn}/{key}", _ACL)


@evidence("cloudtrail-encryption-context", "cloudtrail-source-keys")
def check_key(trail: "Trail") -> None:
    """The key exists and its policy lets CloudTrail encrypt with it.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
    """
    if not trail.kms_key_id:
        return
    found = keys.key_policy(trail.account_id, trail.region_name, trail.kms_key_id)
    if found is None:
        raise Refused("KmsKeyNotFoundException", f"KMS key {trail.kms_key_id} does not exist.")
    arn, document = found
    trail.kms_key_id = arn
    sender = Sender(PRINCIPAL, trail.arn, trail.account_id)
    extra = {"kms:EncryptionContext:aws:cloudtrail:arn": trail.arn}
    needed = {"kms:GenerateDataKey": extra, "kms:DescribeKey": {}}
    if _has_bucket_key(trail.bucket_name):
        needed["kms:Decrypt"] = extra
    if not all(_admitted(sender, document, a, arn, e) for a, e in needed.items()):
        raise Refused(
            "InsufficientEncryptionPolicyException",
            f"Insufficient permissions to access S3 bucket {trail.bucket_name} or KMS key {arn}.",
        )


def _has_bucket_key(bucket_name: str) -> bool:
    found = bucket(bucket_name)
    rule = (found.encryption or {}).get("Rule", {}) if found else {}
    return str(rule.get("BucketKeyEnabled")).lower() == "true"


@evidence("cloudtrail-source-keys")
def check_topic(trail: "Trail") -> None:
    """The topic's policy lets CloudTrail publish."""
    if not trail.topic_arn:
        return
    sender = Sender(PRINCIPAL, trail.arn, trail.account_id)
    if not receivers.admits(trail.topic_arn, sender):
        raise Refused(
            "InsufficientSnsTopicPolicyException",
            "SNS Topic does not exist or the topic policy is incorrect!",
        )


@evidence("cloudtrail-logs-role-without-source-keys")
def check_log_group(trail: "Trail", caller: str) -> None:
    """Log group and role are the caller's, and the role may write there.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    """
    group, role_arn = trail.cw_log_group_arn, trail.cw_role_arn
    if not group and not role_arn:
        return
    if not group:
        raise Refused(
            "InvalidCloudWatchLogsLogGroupArnException", "You must specify a log group ARN."
        )
    if not role_arn:
        raise Refused(
            "InvalidCloudWatchLogsRoleArnException",
            "You must specify a role ARN as well as a log group.",
        )
    _check_group(group, caller, trail.region_name)
    found = roles.role(role_arn)
    if (
        role_arn.split(":")[4] != caller
        or found is None
        or not roles.trusts(found, policy.service(PRINCIPAL))
    ):
        raise Refused(
            "InvalidCloudWatchLogsRoleArnException",
            "Access denied. Check the trust relationships for your role.",
        )
    stream = (
        f"{group.removesuffix(':*')}:log-stream:{trail.account_id}_CloudTrail_{trail.region_name}"
    )
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        if policy.evaluate(roles.documents(found), policy.Request(action, stream)) != "allow":
            raise Refused(
                "InvalidCloudWatchLogsLogGroupArnException",
                "Access denied. Verify in IAM that the role has adequate permissions.",
            )


def _check_group(arn: str, caller: str, region: str) -> None:
    from moto.logs.models import logs_backends

    fields = arn.split(":")
    valid = len(fields) == 8 and fields[2] == "logs" and fields[7] == "*"
    own = valid and fields[4] == caller and fields[3] == region
    if own and fields[6] in logs_backends[caller][region].groups:
        return
    raise Refused(
        "InvalidCloudWatchLogsLogGroupArnException",
        "CloudTrail cannot validate the specified log group ARN.",
    )


def check(trail: "Trail", caller: str) -> None:
    """Everything a trail writes to, in the order in which CloudTrail looks."""
    check_bucket(trail)
    check_key(trail)
    check_topic(trail)
    check_log_group(trail, caller)
