"""Which condition keys a service sends when it acts for a resource of an account.

AWS documents them service by service; a key without documentation is not sent here,
so that a policy that asks for it rejects the service.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from embedded_aws.beliefs import belief

ARN, ACCOUNT, ORGANIZATION = "aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID"

#: With aws:SourceAccount goes aws:SourceOrgID, in calls to these.
#: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
_WITH_ORGANIZATION = frozenset({"s3", "sqs", "kms"})
ORGANIZATION_ROW = "source-org-id-with-source-account"

_ORGANIZATION_IS_SENT = belief(ORGANIZATION_ROW)
_PUBLISHES_WITHOUT_KEYS = belief("events-publishes-without-source-keys")

#: Calls in which a service that sends keys otherwise sends none, and their rows of evidence.
WITHOUT_SOURCE: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("cloudtrail.amazonaws.com", "kms:DescribeKey"): (
            "cloudtrail-describes-keys-without-source-keys"
        ),
        ("events.amazonaws.com", "logs:CreateLogStream"): (
            "events-creates-log-streams-without-source-keys"
        ),
        ("events.amazonaws.com", "sns:Publish"): "events-publishes-without-source-keys",
    }
)

#: Services that send nothing of the source when they use the key of an encrypted topic.
#: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
_WITHOUT_SOURCE_IN_KEYS_OF_TOPICS = frozenset({"events.amazonaws.com"})
TOPIC_KEY_ROW = "events-encrypted-topic-without-source-keys"


@dataclass(frozen=True)
class SourceKeys:
    """What a service sends of the resource that it acts for."""

    #: The row of the evidence table.
    row: str
    keys: frozenset[str]


def _documented(row: str, *keys: str) -> SourceKeys:
    return SourceKeys(row, frozenset(keys))


_GUARDDUTY = _documented("guardduty-export-source-keys", ARN, ACCOUNT)

SOURCE_KEYS: Mapping[str, SourceKeys] = MappingProxyType(
    {
        "cloudtrail.amazonaws.com": _documented("cloudtrail-source-keys", ARN, ACCOUNT),
        "cloudwatch.amazonaws.com": _documented("cloudwatch-alarm-source-keys", ARN, ACCOUNT),
        "config.amazonaws.com": _documented("config-delivery-source-keys", ACCOUNT),
        "delivery.logs.amazonaws.com": _documented("log-delivery-source-keys", ARN, ACCOUNT),
        "events.amazonaws.com": _documented("events-rule-source-keys", ARN, ACCOUNT),
        "guardduty.amazonaws.com": _GUARDDUTY,
        "logs.amazonaws.com": _documented("logs-subscription-source-keys", ARN, ACCOUNT),
        "logging.s3.amazonaws.com": _documented("s3-access-log-source-keys", ARN, ACCOUNT),
        "s3.amazonaws.com": _documented("s3-notification-source-keys", ARN, ACCOUNT),
        "sns.amazonaws.com": _documented("sns-subscription-source-keys", ARN),
    }
)


def rows() -> tuple[str, ...]:
    """The rows of the evidence table that this table relies on."""
    own = {found.row for found in SOURCE_KEYS.values()}
    return (ORGANIZATION_ROW, TOPIC_KEY_ROW, *sorted({*own, *WITHOUT_SOURCE.values()}))


def source_keys(principal: str, action: str, via: str = "") -> frozenset[str]:
    """The keys that the service sends with an action; none for one that has no row.

    ``via`` is the service whose encrypted resource an action of KMS is for.
    """
    service = action.partition(":")[0]
    row = WITHOUT_SOURCE.get((principal, action))
    if row is not None and (row != _PUBLISHES_WITHOUT_KEYS.row or _PUBLISHES_WITHOUT_KEYS.holds):
        return frozenset()
    if via == "sns" and principal in _WITHOUT_SOURCE_IN_KEYS_OF_TOPICS:
        return frozenset()
    found = SOURCE_KEYS.get(_without_region(principal))
    keys = found.keys if found else frozenset()
    with_organization = service in _WITH_ORGANIZATION and _ORGANIZATION_IS_SENT.holds
    return keys | {ORGANIZATION} if ACCOUNT in keys and with_organization else keys


def _without_region(principal: str) -> str:
    """``guardduty.me-south-1.amazonaws.com`` is GuardDuty in a region that is opted in to."""
    name, *_, domain, top = principal.split(".")
    return f"{name}.{domain}.{top}" if name in ("guardduty", "logs") else principal
