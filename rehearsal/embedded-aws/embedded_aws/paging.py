"""Pages of a list, with an opaque token for the next one."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def page(
    items: Sequence[Item], limit: int, size: int | None = None, token: str | None = None
) -> tuple[list[Item], str | None]:
    """The items after ``token``, at most ``size`` and never more than ``limit``.

    :raises ValueError: the token is none of ours.
    """
    try:
        start = int(base64.urlsafe_b64decode(token)) if token else 0
    except (binascii.Error, ValueError) as cause:
        raise ValueError(f"invalid token {token}") from cause
    end = start + min(int(size or limit), limit)
    following = base64.urlsafe_b64encode(str(end).encode()).decode()
    return list(items[start:end]), following if end < len(items) else None
