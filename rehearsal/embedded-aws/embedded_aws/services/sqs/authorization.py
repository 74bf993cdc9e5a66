"""The queue that a call to SQS is about, its key and its policy."""

from typing import Any

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call
from embedded_aws.lookup import queues


def _resources(call: Call) -> list[str] | None:
    """By the account and the name at the end of the queue's URL."""
    url = call.param("QueueUrl")
    if not url:
        account_id, name = call.param("QueueOwnerAWSAccountId"), call.param("QueueName")
    else:
        account_id, name = str(url).rstrip("/").split("/")[-2:]
    if not account_id or not name:
        return None
    return [f"arn:{call.partition}:sqs:{call.region}:{account_id}:{name}"]


def _key(arn: str) -> str | None:
    queue = queues.queue(arn)
    return queue.kms_master_key_id or None if queue is not None else None


def _policy(arn: str) -> Any:
    queue = queues.queue(arn)
    return getattr(queue, "_policy_json", None)


def install() -> None:
    registry.resource_policies_of("sqs", _policy)
    registry.resources_of("sqs")(_resources)
    registry.encryption_key_of("sqs")(_key)
