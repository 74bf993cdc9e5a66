"""AWS::KMS::Key: moto's model cannot be changed and forgets usage and spec."""

import json
from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request
from embedded_aws.cloudformation.providers.api_calls import (
    client,
    pick,
    strict_client,
    tags,
)

DEFAULT_PENDING_DAYS = 30
_BYPASS = "BypassPolicyLockoutSafetyCheck"


def _text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document)


class Key:
    type_name = "AWS::KMS::Key"

    def create(self, request: Request) -> Handled:
        given = request.properties
        own = tags(request, given.get("Tags"))
        policy = {"Policy": _text(given["KeyPolicy"])} if "KeyPolicy" in given else {}
        with strict_client("kms", request) as api:
            made = api.create_key(
                Tags=[{"TagKey": k, "TagValue": v} for k, v in own.items()],
                # moto leaves it out of a key's metadata unless it is given; AWS never does.
                # https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
                MultiRegion=given.get("MultiRegion", False),
                **pick(given, "Description", "KeySpec", "KeyUsage", _BYPASS),
                **policy,
            )["KeyMetadata"]
            self._switch(api, made["KeyId"], given)
        return Handled(made["KeyId"], {"Arn": made["Arn"], "KeyId": made["KeyId"]})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        given = request.properties
        with client("kms", request) as api:
            arn = api.describe_key(KeyId=physical_id)["KeyMetadata"]["Arn"]
            if "KeyPolicy" in given:
                api.put_key_policy(
                    KeyId=physical_id,
                    PolicyName="default",
                    Policy=_text(given["KeyPolicy"]),
                    **pick(given, _BYPASS),
                )
            api.update_key_description(KeyId=physical_id, Description=given.get("Description", ""))
            self._switch(api, physical_id, given)
            own = tags(request, given.get("Tags"))
            if own:
                pairs = [{"TagKey": k, "TagValue": v} for k, v in own.items()]
                api.tag_resource(KeyId=physical_id, Tags=pairs)
        return Handled(physical_id, {"Arn": arn, "KeyId": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        days = request.properties.get("PendingWindowInDays", DEFAULT_PENDING_DAYS)
        with client("kms", request) as api:
            api.schedule_key_deletion(KeyId=physical_id, PendingWindowInDays=days)

    def _switch(self, api: Any, key_id: str, given: dict[str, Any]) -> None:
        if given.get("EnableKeyRotation"):
            api.enable_key_rotation(KeyId=key_id)
        else:
            api.disable_key_rotation(KeyId=key_id)
        if given.get("Enabled", True):
            api.enable_key(KeyId=key_id)
        else:
            api.disable_key(KeyId=key_id)


PROVIDERS = (Key(),)
