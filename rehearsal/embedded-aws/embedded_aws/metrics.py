"""Metrics that are what they are now, such as how many messages wait in a queue.

The service that has them registers how to read them; alarms read them, and learn of a change.
"""

from collections.abc import Callable
from typing import Any

#: Reads a metric of a namespace as it is now: back end of CloudWatch, name, dimensions.
Gauge = Callable[[Any, str, set[tuple[str, str]]], float | None]
#: Called with a back end of CloudWatch and a namespace.
Listener = Callable[[Any, str], None]

_gauges: dict[str, Gauge] = {}
_listeners: list[Listener] = []


def gauge(namespace: str, read: Gauge) -> None:
    """The metrics of the namespace are what they are now; no data of them is put."""
    _gauges[namespace] = read


def gauge_of(namespace: str) -> Gauge | None:
    return _gauges.get(namespace)


def on_change(listener: Listener) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def changed(account_id: str, region: str, namespace: str) -> None:
    """Some metric of the namespace may have another value now."""
    from moto.cloudwatch.models import cloudwatch_backends

    for listener in _listeners:
        listener(cloudwatch_backends[account_id][region], namespace)
