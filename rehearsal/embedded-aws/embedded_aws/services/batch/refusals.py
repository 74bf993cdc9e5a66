"""What Batch answers to a request that it refuses, and how it finds what one names."""

from typing import Any

from embedded_aws.gate import Refusal


def refused(message: str) -> Refusal:
    """What Batch answers whatever is wrong with a request."""
    return Refusal("ClientException", message)


def invalid(message: str) -> Refusal:
    """What Batch answers to what it found wrong with the values."""
    return refused(f"Error executing request, Exception : {message}")


def found(table: dict[str, dict[str, Any]], kind: str, name_or_arn: str) -> dict[str, Any]:
    """One of the resources.

    :raises Refusal: ClientException when there is none.
    """
    by_arn = table.get(name_or_arn)
    if by_arn is not None:
        return by_arn
    for arn, resource in table.items():
        if arn.split("/", 1)[1] == name_or_arn:
            return resource
    raise invalid(f"{kind} {name_or_arn} does not exist")


def selected(table: dict[str, dict[str, Any]], wanted: list[str] | None) -> list[dict[str, Any]]:
    """Those that are asked for, by name or ARN; all when none is."""
    return [
        resource
        for arn, resource in table.items()
        if not wanted or arn in wanted or arn.split("/", 1)[1] in wanted
    ]
