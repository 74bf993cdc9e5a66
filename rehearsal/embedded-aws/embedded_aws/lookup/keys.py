"""Finds a key of KMS by its id, ARN or alias.

https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
"""

from typing import Any

from embedded_aws.evidence import evidence


def key_policy(account_id: str, region: str, reference: str) -> tuple[str, Any] | None:
    """ARN and policy of a KMS key by id, ARN or alias; None when there is none."""
    key = find(account_id, region, reference)
    return (key.arn, key.policy) if key else None


def find(account_id: str, region: str, reference: str) -> Any | None:
    from moto.kms.models import kms_backends

    if reference.startswith("arn:"):
        region, account_id, reference = reference.split(":", 5)[3:]
    backend = kms_backends[account_id][region]
    reference = reference.removeprefix("key/")
    if reference.startswith("alias/"):
        reference = backend.get_key_id_from_alias(reference) or ""
    return backend.keys.get(reference)


@evidence("kms-resource-aliases")
def aliases(arn: str) -> dict[str, list[str]]:
    """The aliases of a key, as ``kms:ResourceAliases`` has them; empty without any."""
    key = find("", "", arn)
    return {"kms:ResourceAliases": sorted(key.aliases)} if key and key.aliases else {}


@evidence("sns-encryption-context")
def encryption_context(arn: str) -> dict[str, str]:
    """What a service encrypts with besides the key, of the topic, as policies read it."""
    is_topic = arn.split(":")[2] == "sns"
    return {"kms:EncryptionContext:aws:sns:topicArn": arn} if is_topic else {}
