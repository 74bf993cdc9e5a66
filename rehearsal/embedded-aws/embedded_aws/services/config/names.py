"""The ARNs and generated names of Config."""

import random
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend


def suffix(length: int = 8) -> str:
    """The random end of a name that Config generates."""
    return "".join(random.choices(string.ascii_lowercase + string.digits, k=length))


def arn_of(backend: "ConfigBackend", path: str) -> str:
    """The ARN of what the path names in the account and region of the back end."""
    return f"arn:aws:config:{backend.region_name}:{backend.account_id}:{path}"
