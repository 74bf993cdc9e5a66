"""What happened in the embedded AWS, in order, in memory."""

import itertools
import threading
import time
from collections import deque
from typing import Any

#: Older entries are forgotten; a run of 200 accounts makes about 20,000.
CAPACITY = 200_000

_entries: deque[dict[str, Any]] = deque(maxlen=CAPACITY)
_sequence = itertools.count(1)
_lock = threading.Lock()


def record(kind: str, account_id: str, region: str, **fields: Any) -> None:
    """Adds one entry; ``fields`` must be JSON values."""
    with _lock:
        _entries.append(
            {
                "sequence": next(_sequence),
                "time": time.time(),
                "kind": kind,
                "account": account_id,
                "region": region,
                **fields,
            }
        )


def after(sequence: int) -> tuple[list[dict[str, Any]], int]:
    """The entries newer than ``sequence``, and the sequence to ask from next."""
    with _lock:
        newest = _entries[-1]["sequence"] if _entries else 0
        missing = min(newest - sequence, len(_entries))
        if missing <= 0:
            return [], max(newest, sequence)
        found = list(itertools.islice(_entries, len(_entries) - missing, None))
    return found, newest
