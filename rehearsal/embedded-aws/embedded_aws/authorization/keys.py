"""Senders to an encrypted topic or queue, and readers of an encrypted object, need its key.

A key that AWS manages admits every identity of its account that may use the service.
https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from moto.sts.models import AssumedRole

from embedded_aws import policy
from embedded_aws.authorization import context, registry
from embedded_aws.authorization.identity import refusal
from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.lookup import keys

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket

_CODES = {"sns:Publish": "KMSAccessDenied", "sqs:SendMessage": "KmsAccessDenied"}
_SENDING = ("kms:GenerateDataKey", "kms:Decrypt")


def refuse_without_key(session: AssumedRole, action: str, resource: str | None) -> None:
    """:raises Refusal: as SNS and SQS when the role may not use the key."""
    message = denial(session, action, resource)
    if message is not None:
        raise Refusal(_CODES[action], message)


def denial(session: AssumedRole, action: str, resource: str | None) -> str | None:
    """Why the session's role may not use the key of a topic or queue; None when it may."""
    if action not in _CODES or not resource or resource == registry.ANY:
        return None
    reference = registry.encryption_key(action, resource)
    if not reference:
        return None
    service, region, account_id = resource.split(":")[2:5]
    encryption = keys.encryption_context(resource)
    return _denial(session, _SENDING, account_id, region, reference, service, encryption)


def denial_to_read(session: AssumedRole, bucket: "FakeBucket", name: str) -> str | None:
    """Why the session's role may not decrypt an object; None when it may."""
    found = bucket.keys.get(name)
    if found is None or getattr(found, "encryption", None) != "aws:kms" or not found.kms_key_id:
        return None
    account_id, region = bucket.account_id, bucket.region_name
    return _denial(session, ("kms:Decrypt",), account_id, region, found.kms_key_id, "s3")


def _denial(
    session: AssumedRole,
    actions: tuple[str, ...],
    account_id: str,
    region: str,
    reference: str,
    service: str,
    encryption: Mapping[str, str] = MappingProxyType({}),
) -> str | None:
    if reference.split("alias/")[-1].startswith("aws/"):
        return None if session.account_id == account_id else f"{reference} is another account's"
    found = keys.key_policy(account_id, region, reference)
    if found is None:
        return f"KMS key {reference} does not exist"
    arn, document = found
    for action in actions:
        message = _refusal(session, action, arn, document, service, encryption)
        if message is not None:
            return message
    return None


@evidence("kms-key-policy-or-account", "kms-keys-of-a-request-by-a-service")
def _refusal(
    session: AssumedRole,
    action: str,
    arn: str,
    document: Any,
    service: str,
    encryption: Mapping[str, str],
) -> str | None:
    """The key's policy names the role, or leaves it to the policies of the role's account."""
    region, owner = arn.split(":")[3:5]
    more = {
        "kms:CallerAccount": session.account_id,
        "kms:ViaService": f"{service}.{region}.amazonaws.com",
        **keys.aliases(arn),
        **encryption,
    }
    known = {**context.keys_of(session, region), **context.keys_of_owner(owner), **more}
    names = frozenset({session.arn, session.role_arn})
    named = policy.Request(action, arn, policy.Principal("AWS", names), known)
    if owner == session.account_id and policy.allows(document, named):
        return None
    principal = policy.identity(session.account_id, session.arn, session.role_arn)
    if not policy.allows(document, policy.Request(action, arn, principal, known)):
        return (
            f"User: {session.arn} is not authorized to perform: {action} on resource: {arn} "
            f"because no resource-based policy allows the {action} action"
        )
    return refusal(session, action, arn, region, more)
