"""KMS: keys by id, ARN or alias, and what policies may ask about them.

https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
"""

from typing import Any

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call
from embedded_aws.evidence import evidence


def key_policy(account_id: str, region: str, reference: str) -> tuple[str, Any] | None:
    """ARN and policy of a KMS key by id, ARN or alias; None when there is none."""
    key = _key(account_id, region, reference)
    return (key.arn, key.policy) if key else None


def _key(account_id: str, region: str, reference: str) -> Any | None:
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
    key = _key("", "", arn)
    return {"kms:ResourceAliases": sorted(key.aliases)} if key and key.aliases else {}


def _resources(call: Call) -> list[str] | None:
    """The key, and the alias where the call is about it."""
    alias = call.param("AliasName")
    named = [call.arn("alias", Alias=str(alias).removeprefix("alias/"))] if alias else []
    reference = call.param("KeyId", "TargetKeyId", "ResourceArn")
    if reference is None and alias and call.action != "kms:CreateAlias":
        reference = alias
    key = _key(call.account_id, call.region, str(reference)) if reference else None
    return [*named, *([key.arn] if key else [])] or None


@evidence("kms-resource-aliases")
def _context(call: Call, resource: str) -> dict[str, Any]:
    caller = {"kms:CallerAccount": call.account_id}
    return {**caller, **(aliases(resource) if ":key/" in resource else {})}


def install() -> None:
    registry.resources_of("kms")(_resources)
    registry.context_of("kms")(_context)
