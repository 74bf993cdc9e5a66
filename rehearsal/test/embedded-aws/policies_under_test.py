"""Policy documents of each kind that AWS accepts, to be made wrong one element at a time."""

import json
from typing import Any

from embedded_aws.policy_documents import (
    Malformed,
    bucket,
    bus,
    identity,
    key,
    queue,
    service_control,
    topic,
    trust,
)

ACCOUNT = "111111111111"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/there"
BUCKET = "arn:aws:s3:::logs"
TOPIC = f"arn:aws:sns:eu-west-1:{ACCOUNT}:topic"
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:queue"
BUS = f"arn:aws:events:eu-west-1:{ACCOUNT}:event-bus/bus"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/example.com"
UNIQUE_ID = "AROAEXAMPLE"


class People:
    """A directory of one account with one role and one provider."""

    def has_account(self, account_id: str) -> bool:
        return account_id == ACCOUNT

    def has_identity(self, arn: str) -> bool:
        return arn == ROLE

    def has_role(self, account_id: str, name: str) -> bool:
        return (account_id, name) == (ACCOUNT, "there")

    def has_provider(self, arn: str) -> bool:
        return arn == PROVIDER

    def has_unique_id(self, unique_id: str) -> bool:
        return unique_id == UNIQUE_ID


_OWNER = {"Effect": "Allow", "Principal": {"AWS": ROOT}}

#: A statement of each kind that AWS accepts.
STATEMENTS: dict[str, dict[str, Any]] = {
    "identity": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
    "service-control": {"Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"},
    "trust": {**_OWNER, "Action": "sts:AssumeRole"},
    "bucket": {**_OWNER, "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"},
    "key": {**_OWNER, "Action": "kms:*", "Resource": "*"},
    "topic": {**_OWNER, "Action": "sns:Publish", "Resource": TOPIC},
    "queue": {**_OWNER, "Action": "sqs:SendMessage", "Resource": QUEUE},
    "bus": {**_OWNER, "Action": "events:PutEvents", "Resource": BUS},
}

_CHECKS: dict[str, tuple[Any, Any]] = {
    "identity": (identity, identity.read),
    "service-control": (service_control, service_control.check),
    "trust": (trust, lambda text: trust.check(text, People())),
    "bucket": (bucket, lambda text: bucket.check(text, People())),
    "key": (key, lambda text: key.check(text, People(), [ACCOUNT, ROOT])),
    "topic": (topic, lambda text: topic.check(text, People())),
    "queue": (queue, lambda text: queue.check(text, People())),
    "bus": (bus, lambda text: bus.check(text, People())),
}


def verdict(kind: str, text: str) -> str | None:
    """The service's words for the document, or None where it accepts it."""
    module, check = _CHECKS[kind]
    try:
        check(text)
    except Malformed as malformed:
        return str(module.words(malformed))
    return None


def document(*statements: dict[str, Any], **more: Any) -> str:
    """The document of the statements; an element of None is left out."""
    kept = [{k: v for k, v in one.items() if v is not None} for one in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": kept, **more})


def changed(kind: str, **changes: Any) -> str:
    """The document of the kind with other elements; None removes one."""
    return document({**STATEMENTS[kind], **changes})
