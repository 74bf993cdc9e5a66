"""The resources and condition keys of calls to KMS.

https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
"""

from typing import Any

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call
from embedded_aws.evidence import evidence
from embedded_aws.lookup.keys import aliases, find, key_policy


def _resources(call: Call) -> list[str] | None:
    """The key, and the alias where the call is about it."""
    alias = call.param("AliasName")
    named = [call.arn("alias", Alias=str(alias).removeprefix("alias/"))] if alias else []
    reference = call.param("KeyId", "TargetKeyId", "ResourceArn")
    if reference is None and alias and call.action != "kms:CreateAlias":
        reference = alias
    key = find(call.account_id, call.region, str(reference)) if reference else None
    return [*named, *([key.arn] if key else [])] or None


@evidence("kms-resource-aliases")
def _context(call: Call, resource: str) -> dict[str, Any]:
    caller = {"kms:CallerAccount": call.account_id}
    return {**caller, **(aliases(resource) if ":key/" in resource else {})}


def _policy(arn: str) -> Any:
    found = key_policy("", "", arn)
    return found[1] if found else None


def install() -> None:
    registry.resource_policies_of("kms", _policy)
    registry.resources_of("kms")(_resources)
    registry.context_of("kms")(_context)
