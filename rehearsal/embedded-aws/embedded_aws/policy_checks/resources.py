"""Resource policies: of buckets, keys, topics, queues, buses and functions."""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from embedded_aws import regions
from embedded_aws.authorization.assume import session_of
from embedded_aws.beliefs import Belief, belief
from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.policy_checks.directory import DIRECTORY
from embedded_aws.policy_checks.wrapping import before
from embedded_aws.policy_documents import Malformed, bucket, bus, key, queue, topic
from embedded_aws.policy_documents.faults import Fault
from embedded_aws.policy_documents.principals import ACCOUNT
from embedded_aws.policy_documents.service_principals import is_service_principal

if TYPE_CHECKING:
    from moto.awslambda.models import LambdaBackend
    from moto.core.responses import BaseResponse
    from moto.events.models import EventsBackend
    from moto.kms.responses import KmsResponse
    from moto.s3.models import S3Backend
    from moto.sns.models import SNSBackend
    from moto.sqs.models import SQSBackend


#: A belief, and the faults that are none if it does not hold.
_Doubt = tuple[Belief, frozenset[Fault]]

_TOPIC: _Doubt = (belief("topic-policy-resource"), frozenset({Fault.INVALID_RESOURCE}))
_BUS: tuple[_Doubt, ...] = (
    (belief("bus-policy-principal"), frozenset({Fault.INVALID_PRINCIPAL})),
    (belief("bus-policy-resource"), frozenset({Fault.INVALID_RESOURCE, Fault.ACTION})),
)


def _refused(code: str, module: Any, check: Callable[[], Any], *doubts: _Doubt) -> None:
    """:raises Refusal: by the name and in the words of the service."""
    try:
        check()
    except Malformed as malformed:
        if any(malformed.fault in faults and not one.holds for one, faults in doubts):
            return
        raise Refusal(code, module.words(malformed)) from malformed


def _text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document)


_GUARDDUTY = re.compile(rb"guardduty\.([a-z0-9-]+)\.amazonaws\.com")
_OF_ANY_REGION = belief("guardduty-export-principal-of-a-region")


def _regions_not_enabled(account_id: str, text: bytes) -> list[str]:
    """Of which the policy names GuardDuty; none while any region may be named."""
    named = [] if _OF_ANY_REGION.holds else _GUARDDUTY.findall(text)
    return [one.decode() for one in named if not regions.is_enabled(account_id, one.decode())]


@evidence(
    "guardduty-export-principal-of-a-region",
    "policy-principal-exists",
    "policy-account-exists",
    "policy-service-principal-exists",
)
def _put_bucket_policy(self: "S3Backend", bucket_name: str, policy: bytes) -> None:
    from moto.s3.exceptions import S3ClientError

    # S3 reports a missing bucket first.
    self.get_bucket(bucket_name)
    try:
        bucket.check(policy, DIRECTORY)
    except Malformed as malformed:
        raise S3ClientError("MalformedPolicy", bucket.words(malformed)) from malformed
    if _regions_not_enabled(self.account_id, policy):
        raise S3ClientError("MalformedPolicy", "Invalid principal in policy")


def _callers(response: "BaseResponse") -> list[str]:

    account_id = response.current_account
    session = session_of(response.get_access_key())
    own = [session.arn, session.role_arn] if session else []
    return [account_id, f"arn:aws:iam::{account_id}:root", *own]


@evidence("key-policy-lockout", "policy-principal-exists")
def _key_policy(self: "KmsResponse") -> None:
    text = self._get_param("Policy")
    if text is None:
        return
    bypass = bool(self._get_param("BypassPolicyLockoutSafetyCheck"))
    _refused(
        "MalformedPolicyDocumentException",
        key,
        lambda: key.check(text, DIRECTORY, _callers(self), bypass),
    )


@evidence("topic-policy-resource", "policy-principal-exists")
def _check_topic(document: Any) -> None:
    _refused("InvalidParameter", topic, lambda: topic.check(_text(document), DIRECTORY), _TOPIC)


def _create_topic(
    self: "SNSBackend", name: str, attributes: dict[str, str] | None = None, tags: Any = None
) -> None:
    document = (attributes or {}).get("Policy")
    if document:
        _check_topic(document)


def _set_topic_attribute(
    self: "SNSBackend", topic_arn: str, attribute_name: str, attribute_value: str
) -> None:
    # By moto's name of it.
    if attribute_name == "policy":
        self.get_topic(topic_arn)
        _check_topic(attribute_value)


@evidence("queue-policy-resource", "policy-principal-exists")
def _check_queue(document: Any) -> None:
    _refused("InvalidAttributeValue", queue, lambda: queue.check(_text(document), DIRECTORY))


def _create_queue(self: "SQSBackend", name: str, tags: Any = None, **kwargs: Any) -> None:
    if kwargs.get("Policy"):
        _check_queue(kwargs["Policy"])


def _set_queue_attributes(self: "SQSBackend", queue_name: str, attributes: dict[str, Any]) -> None:
    if attributes.get("Policy"):
        self.get_queue(queue_name)
        _check_queue(attributes["Policy"])


@evidence("bus-policy-principal", "bus-policy-resource")
def check_bus(document: Any) -> None:
    """:raises Refusal: ValidationException."""
    _refused("ValidationException", bus, lambda: bus.check(_text(document), DIRECTORY), *_BUS)


def _put_permission(
    self: "EventsBackend",
    event_bus_name: str,
    action: str,
    principal: str,
    statement_id: str,
    condition: dict[str, str],
    policy: str,
) -> None:
    if policy:
        check_bus(policy)


@evidence("function-policy-principal")
def _add_permission(self: "LambdaBackend", function_name: str, qualifier: str, raw: str) -> None:
    """https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1189"""
    principal = str(json.loads(raw).get("Principal", ""))
    known = (
        principal == "*"
        or is_service_principal(principal)
        or (ACCOUNT.fullmatch(principal) and DIRECTORY.has_account(principal))
        or (principal.startswith("arn:") and _names_somebody(principal))
    )
    if not known:
        raise Refusal(
            "InvalidParameterValueException",
            "The provided principal was invalid. Please check the principal and try again.",
        )


def _names_somebody(arn: str) -> bool:
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return False
    root = parts[5] == "root" and DIRECTORY.has_account(parts[4])
    return root or DIRECTORY.has_identity(arn)


def install() -> None:
    from moto.awslambda.models import LambdaBackend
    from moto.events.models import EventsBackend
    from moto.kms.responses import KmsResponse
    from moto.s3.models import S3Backend
    from moto.sns.models import SNSBackend
    from moto.sqs.models import SQSBackend

    before(S3Backend, "put_bucket_policy", _put_bucket_policy)
    before(KmsResponse, "create_key", _key_policy)
    before(KmsResponse, "put_key_policy", _key_policy)
    before(SNSBackend, "create_topic", _create_topic)
    before(SNSBackend, "set_topic_attribute", _set_topic_attribute)
    before(SQSBackend, "create_queue", _create_queue)
    before(SQSBackend, "set_queue_attributes", _set_queue_attributes)
    before(EventsBackend, "put_permission", _put_permission)
    before(LambdaBackend, "add_permission", _add_permission)
