"""What PutTargets refuses.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
"""

import re
from typing import TYPE_CHECKING, Any

from embedded_aws.services.events import input_checks

if TYPE_CHECKING:
    from moto.events.models import EventsBackend

#: Adjustable, and the quota of every account.
#: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
TARGETS_PER_RULE = 5
_ID = r"[\.\-_A-Za-z0-9]+"
_ID_LENGTH = 64
_RETRY_LIMITS = {"MaximumRetryAttempts": (0, 185), "MaximumEventAgeInSeconds": (60, 86400)}


def check_targets(
    backend: "EventsBackend", name: str, bus_name: str | None, targets: list[dict[str, Any]]
) -> None:
    """:raises ValidationException, LimitExceededException: as AWS does."""
    from moto.core.exceptions import JsonRESTError
    from moto.events.exceptions import ValidationException

    for number, target in enumerate(targets, start=1):
        fault = (
            _id_fault(number, target)
            or _bus_fault(backend, target)
            or input_checks.fault(number, target)
            or _region_fault(backend, target)
            or _dead_letter_fault(backend, target)
            or _retry_fault(number, target)
        )
        if fault:
            raise ValidationException(fault)
    rule = backend.describe_rule(name, bus_name)
    ids = {t["Id"] for t in rule.targets} | {t["Id"] for t in targets}
    if len(ids) > TARGETS_PER_RULE:
        raise JsonRESTError(
            "LimitExceededException",
            "The requested resource exceeds the maximum number allowed.",
        )


def _id_fault(number: int, target: dict[str, Any]) -> str | None:
    """As LocalStack recorded it (test_events.py, ``test_put_target_id_validation``)."""
    found, constraint = target["Id"], None
    if not re.fullmatch(_ID, found):
        constraint = f"Member must satisfy regular expression pattern: {_ID}"
    elif len(found) > _ID_LENGTH:
        constraint = f"Member must have length less than or equal to {_ID_LENGTH}"
    return constraint and (
        f"1 validation error detected: Value '{found}' at 'targets.{number}.member.id' "
        f"failed to satisfy constraint: {constraint}"
    )


def _fields(arn: str) -> list[str]:
    fields = arn.split(":", 5)
    return fields if len(fields) == 6 else [""] * 6


def _is_bus(arn: str) -> bool:
    fields = _fields(arn)
    return fields[2] == "events" and fields[5].startswith("event-bus/")


def _bus_fault(backend: "EventsBackend", target: dict[str, Any]) -> str | None:
    arn = target["Arn"]
    if not _is_bus(arn) or _fields(arn)[4] in ("", backend.account_id):
        return None
    # Mandatory since 2 March 2023.
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
    if not target.get("RoleArn"):
        return f"RoleArn is required for target {arn}."
    if any(target.get(name) for name in input_checks.INPUTS):
        return f"Modifying the input for target {target['Id']} is not supported."
    return None


def _region_fault(backend: "EventsBackend", target: dict[str, Any]) -> str | None:
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
    region = _fields(target["Arn"])[3]
    if _is_bus(target["Arn"]) or region in ("", backend.region_name):
        return None
    return f"Target {target['Arn']} must be in the region of its rule, {backend.region_name}."


def _dead_letter_fault(backend: "EventsBackend", target: dict[str, Any]) -> str | None:
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    arn = (target.get("DeadLetterConfig") or {}).get("Arn")
    if not arn:
        return None
    _, _, service, region, _, queue = _fields(arn)
    if service != "sqs" or queue.endswith(".fifo"):
        return f"Dead-letter queue {arn} must be a standard queue of Amazon SQS."
    if region != backend.region_name:
        return f"Dead-letter queue {arn} must be in the region of its rule, {backend.region_name}."
    return None


def _retry_fault(number: int, target: dict[str, Any]) -> str | None:
    for name, (least, most) in _RETRY_LIMITS.items():
        value = (target.get("RetryPolicy") or {}).get(name)
        if value is None or least <= int(value) <= most:
            continue
        limit = f"greater than or equal to {least}"
        if int(value) > most:
            limit = f"less than or equal to {most}"
        field = name[0].lower() + name[1:]
        return (
            f"1 validation error detected: Value '{value}' at "
            f"'targets.{number}.member.retryPolicy.{field}' failed to satisfy constraint: "
            f"Member must have value {limit}"
        )
    return None
