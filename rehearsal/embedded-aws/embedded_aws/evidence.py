"""Marks what the embedded AWS grants or assumes beyond an API model.

Each such claim is a row of ``rehearsal/embedded-aws/evidence/*.yml``; the code
that relies on it names the row. ``docs/evidence.md`` lists all of them.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Marked = TypeVar("Marked", bound=Callable[..., Any] | type)


def evidence(*row_ids: str) -> Callable[[Marked], Marked]:
    """The decorated function or class relies on these rows of the evidence table.

    A test holds that every row exists, and that code which supplies a condition
    key or lets a service act names one.
    """

    def mark(marked: Marked) -> Marked:
        # mypy knows no attributes of a function.
        known = getattr(marked, "__evidence__", ())
        marked.__evidence__ = (*known, *row_ids)  # type: ignore[union-attr]
        return marked

    return mark
