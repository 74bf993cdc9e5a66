"""Asynchronous invocation by a service that waits for the end of it."""

from collections.abc import Callable
from typing import Any, Protocol


class Invoke(Protocol):
    def __call__(
        self, account_id: str, function_arn: str, payload: Any, when_done: Callable[[], None]
    ) -> None:
        """Queues the event of the account; ``when_done`` is called after the last try.

        :raises UnknownFunctionException: when there is no such function.
        :raises ResourceError: AccessDeniedException for another account.
        """


_invoke: Invoke | None = None


def register(invoke: Invoke) -> None:
    """Lambda's."""
    global _invoke
    _invoke = invoke


def invoke_async(
    account_id: str, function_arn: str, payload: Any, when_done: Callable[[], None]
) -> None:
    """As :class:`Invoke`."""
    assert _invoke is not None, "Lambda is not installed"
    _invoke(account_id, function_arn, payload, when_done)
