"""The key and the policy of a topic, and what policies may ask about a call.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
"""

from typing import Any

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call
from embedded_aws.evidence import evidence
from embedded_aws.lookup import topics


def _key(arn: str) -> str | None:
    topic = topics.topic(arn)
    return topic.kms_master_key_id or None if topic is not None else None


def _policy(arn: str) -> Any:
    topic = topics.topic(arn)
    return topic._policy_json if topic is not None else None


@evidence("sns-keys-of-a-subscription")
def _context(call: Call, resource: str) -> dict[str, Any]:
    return {"sns:Protocol": call.param("Protocol"), "sns:Endpoint": call.param("Endpoint")}


def install() -> None:
    registry.encryption_key_of("sns")(_key)
    registry.resource_policies_of("sns", _policy)
    registry.context_of("sns:Subscribe")(_context)
