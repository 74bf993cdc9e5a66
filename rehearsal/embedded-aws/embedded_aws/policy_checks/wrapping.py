"""Puts a check before a method of moto's."""

import functools
from collections.abc import Callable
from typing import Any


def before(owner: type, name: str, check: Callable[..., None]) -> None:
    """Calls ``check`` with the arguments of the method, before each call of it."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
        check(self, *args, **kwargs)
        return original(self, *args, **kwargs)

    setattr(owner, name, wrapper)
