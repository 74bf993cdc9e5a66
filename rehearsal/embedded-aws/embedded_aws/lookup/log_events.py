"""Notifies other services of what log groups get."""

from collections.abc import Callable
from typing import Any

#: Called with the back end, the log group, the stream and the events.
Listener = Callable[[Any, str, str, list[dict[str, Any]]], None]

_listeners: list[Listener] = []


def on_put(listener: Listener) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def put(backend: Any, group: str, stream: str, events: list[dict[str, Any]]) -> None:
    """CloudWatch Logs has put the events into the stream."""
    for listener in _listeners:
        listener(backend, group, stream, events)
