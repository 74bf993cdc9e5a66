"""Waits for the messages of a queue, by the condition that is held over each change of it."""

import math
import time
from typing import Any


def now_millis() -> float:
    """In place of moto's, which takes ten times as long; a queue asks it of each message."""
    return time.time() * 1000


def seconds_until_visible(queue: Any) -> float:
    """0 when a message can be received, else when one can; infinite for an empty queue.

    Call it while holding the queue's condition.
    """
    now = now_millis()
    # A message is visible once the clock is past its time, not on it.
    times = (max(m.visible_at, m.delayed_until) + 1 - now for m in queue._messages)
    return max(0.0, min(times, default=math.inf) / 1000)


def wait(queue: Any, seconds: float) -> None:
    """Until something changes, at most so long. Call it while holding the queue's condition."""
    queue._messages_lock.wait(None if math.isinf(seconds) else max(seconds, 0.001))


def wake(queue: Any) -> None:
    """Lets every request look again that waits for the queue."""
    with queue._messages_lock:
        queue._messages_lock.notify_all()
