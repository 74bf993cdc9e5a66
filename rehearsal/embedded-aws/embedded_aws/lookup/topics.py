"""Finds a topic by its ARN."""

from typing import Any


def topic(arn: str) -> Any | None:
    """moto's topic; None when there is none.

    :raises ValueError: not an ARN.
    """
    from moto.sns.models import sns_backends

    _, _, _, region, account_id, _ = arn.split(":", 5)
    return sns_backends[account_id][region].topics.get(arn)
