"""What we keep on a back end of moto's, so that moto's reset forgets it too."""

from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


def kept(backend: object, name: str, make: Callable[[], _T]) -> _T:
    """The value under the name, which ``make`` makes for the first who asks."""
    found: _T = vars(backend).setdefault(name, make())
    return found
