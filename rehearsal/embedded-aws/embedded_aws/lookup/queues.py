"""Finds a queue by its ARN."""

from typing import Any


def queue(arn: str) -> Any | None:
    """moto's queue; None when there is none.

    :raises ValueError: not an ARN.
    """
    from moto.sqs.models import sqs_backends

    _, _, _, region, account_id, name = arn.split(":", 5)
    return sqs_backends[account_id][region].queues.get(name)
