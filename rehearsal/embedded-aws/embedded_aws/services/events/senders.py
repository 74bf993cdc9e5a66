"""What a service does in a resource's owner's name, and whether it may.

S3, EventBridge, SNS, CloudTrail and Config all reach queues, topics and
functions as service principals, which the resource's own policy must admit.
"""

import json
from dataclasses import dataclass
from typing import Any

from embedded_aws import policy
from embedded_aws.evidence import evidence
from embedded_aws.services.events import source_keys
from embedded_aws.services.kms import key_policy


def organization_id(account_id: str) -> str | None:
    """The organization that the account belongs to."""
    from embedded_aws.services.organizations import state

    return state.organization_id(account_id)


@evidence("service-principal-keys", *source_keys.rows())
@dataclass(frozen=True)
class Sender:
    """A service principal, acting for one resource of one account."""

    principal: str
    source_arn: str
    source_account: str

    @property
    def context(self) -> dict[str, str]:
        """The condition keys of its calls, whatever the action."""
        return self.context_for("")

    def context_for(self, action: str, via: str = "") -> dict[str, str]:
        """The condition keys of a call, as far as AWS documents them for this service.

        ``via`` is the service whose encrypted resource an action of KMS is for.
        See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        """
        known = {
            source_keys.ARN: self.source_arn,
            source_keys.ACCOUNT: self.source_account,
            source_keys.ORGANIZATION: organization_id(self.source_account),
        }
        sent = source_keys.source_keys(self.principal, action, via)
        return {
            "aws:PrincipalIsAWSService": "true",
            "aws:PrincipalServiceName": self.principal,
            "aws:SecureTransport": "true",
            "aws:ViaAWSService": "false",
            **{key: value for key, value in known.items() if value and key in sent},
        }

    def admitted(
        self, document: Any, action: str, resource: str, via: str = "", **more: str
    ) -> bool:
        """A resource's policy lets this service do ``action``."""
        extra = {k.replace("__", ":"): v for k, v in more.items()}
        context = {**self.context_for(action, via), **extra}
        principal = policy.service(self.principal)
        return policy.allows(document, policy.Request(action, resource, principal, context))


def _parts(arn: str) -> tuple[str, str, str]:
    """Account, region and last part of an ARN."""
    fields = arn.split(":", 5)
    if len(fields) != 6:
        raise ValueError(f"not an ARN: {arn}")
    return fields[4], fields[3], fields[5]


def _key_admits(sender: Sender, arn: str, reference: str) -> bool:
    """An encrypted queue or topic needs a key that the service may use.

    Keys that AWS manages admit no other service.
    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    if not reference or reference.startswith("alias/aws/"):
        return not reference
    account_id, region, _ = _parts(arn)
    found, via = key_policy(account_id, region, reference), arn.split(":")[2]
    return found is not None and all(
        sender.admitted(found[1], action, found[0], via)
        for action in ("kms:GenerateDataKey", "kms:Decrypt")
    )


def queue(arn: str) -> Any | None:
    from moto.sqs.models import sqs_backends

    account_id, region, name = _parts(arn)
    return sqs_backends[account_id][region].queues.get(name)


def queue_admits(arn: str, sender: Sender) -> bool:
    """The queue exists, and its policy and key admit the service."""
    found = queue(arn)
    if found is None or not sender.admitted(found._policy_json, "sqs:SendMessage", arn):
        return False
    return _key_admits(sender, arn, found.kms_master_key_id or "")


def topic(arn: str) -> Any | None:
    from moto.sns.models import sns_backends

    account_id, region, _ = _parts(arn)
    return sns_backends[account_id][region].topics.get(arn)


def topic_admits(arn: str, sender: Sender, **more: str) -> bool:
    """The topic exists, and its policy and key admit the service; ``more`` as in ``admitted``."""
    found = topic(arn)
    if found is None or not sender.admitted(found._policy_json, "sns:Publish", arn, **more):
        return False
    return _key_admits(sender, arn, found.kms_master_key_id or "")


def function_admits(arn: str, sender: Sender) -> bool:
    """The function's policy lets the service invoke it for this resource."""
    from embedded_aws.services import awslambda

    account_id, region, _ = _parts(arn)
    sent = sender.context_for("lambda:InvokeFunction")
    return awslambda.permits(
        account_id,
        region,
        arn,
        sender.principal,
        sent.get(source_keys.ARN),
        sent.get(source_keys.ACCOUNT),
    )


def exists(arn: str) -> bool:
    """The queue, topic or function is there."""
    kind = arn.split(":")[2]
    if kind == "lambda":
        from embedded_aws.services import awslambda

        return awslambda.exists(arn)
    return (queue if kind == "sqs" else topic)(arn) is not None


def admits(arn: str, sender: Sender) -> bool:
    """The queue, topic or function is there and lets the service in."""
    check = {"sqs": queue_admits, "sns": topic_admits, "lambda": function_admits}
    return check[arn.split(":")[2]](arn, sender)


def enqueue(
    arn: str,
    body: str,
    group_id: str | None = None,
    attributes: dict[str, str] | None = None,
) -> None:
    from moto.sqs.models import sqs_backends

    account_id, region, name = _parts(arn)
    sqs_backends[account_id][region].send_message(
        name,
        body,
        message_attributes={
            key: {"DataType": "String", "StringValue": value}
            for key, value in (attributes or {}).items()
        },
        group_id=group_id,
    )


def publish(
    arn: str, message: str, subject: str | None = None, structure: str | None = None
) -> None:
    found = topic(arn)
    if found is not None:
        found.publish(message, subject=subject, message_structure=structure)


def invoke(arn: str, payload: Any, sender: Sender) -> None:
    from embedded_aws.services import awslambda

    account_id, region, _ = _parts(arn)
    awslambda.invoke_async(account_id, region, arn, payload, sender.source_arn)


def send(arn: str, payload: str, sender: Sender) -> bool:
    """Delivers to the queue, topic or function if it admits the sender."""
    kind = arn.split(":")[2]
    if not admits(arn, sender):
        return False
    if kind == "sqs":
        enqueue(arn, payload)
    elif kind == "sns":
        publish(arn, payload)
    else:
        invoke(arn, json.loads(payload), sender)
    return True
