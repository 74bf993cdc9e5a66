"""What a service does in a resource's owner's name, and whether it may.

S3, EventBridge, SNS, CloudTrail and Config all reach queues, topics and
functions as service principals, which the resource's own policy must admit.
"""

from dataclasses import dataclass
from typing import Any

from embedded_aws import policy
from embedded_aws.delivery import source_keys
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations
from embedded_aws.lookup.keys import encryption_context, key_policy


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
            source_keys.ORGANIZATION: organizations.organization_id(self.source_account),
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


def key_admits(sender: Sender, arn: str, reference: str) -> bool:
    """An encrypted queue or topic needs a key that the service may use.

    Keys that AWS manages admit no other service.
    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    if not reference or reference.startswith("alias/aws/"):
        return not reference
    via, region, account_id = arn.split(":")[2:5]
    found = key_policy(account_id, region, reference)
    return found is not None and all(
        sender.admitted(found[1], action, found[0], via, **encryption_context(arn))
        for action in ("kms:GenerateDataKey", "kms:Decrypt")
    )
