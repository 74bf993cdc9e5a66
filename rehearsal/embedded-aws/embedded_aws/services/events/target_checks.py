"""What PutTargets refuses.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
"""

from typing import Any

TARGETS_PER_RULE = 5
_RETRY_LIMITS = {"MaximumRetryAttempts": (0, 185), "MaximumEventAgeInSeconds": (60, 86400)}
_INPUTS = ("Input", "InputPath", "InputTransformer")


def check_targets(
    backend: Any, name: str, bus_name: str | None, targets: list[dict[str, Any]]
) -> None:
    """:raises ValidationException, LimitExceededException: as AWS does."""
    from moto.core.exceptions import JsonRESTError
    from moto.events.exceptions import ValidationException

    for number, target in enumerate(targets, start=1):
        fault = (
            _bus_fault(backend, target)
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


def _fields(arn: str) -> list[str]:
    fields = arn.split(":", 5)
    return fields if len(fields) == 6 else [""] * 6


def _is_bus(arn: str) -> bool:
    fields = _fields(arn)
    return fields[2] == "events" and fields[5].startswith("event-bus/")


def _bus_fault(backend: Any, target: dict[str, Any]) -> str | None:
    arn = target["Arn"]
    if not _is_bus(arn) or _fields(arn)[4] in ("", backend.account_id):
        return None
    # Mandatory since 2 March 2023.
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
    if not target.get("RoleArn"):
        return f"RoleArn is required for target {arn}."
    if any(target.get(name) for name in _INPUTS):
        return f"Modifying the input for target {target['Id']} is not supported."
    return None


def _region_fault(backend: Any, target: dict[str, Any]) -> str | None:
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
    region = _fields(target["Arn"])[3]
    if _is_bus(target["Arn"]) or region in ("", backend.region_name):
        return None
    return f"Target {target['Arn']} must be in the region of its rule, {backend.region_name}."


def _dead_letter_fault(backend: Any, target: dict[str, Any]) -> str | None:
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
