"""The sandboxes of all functions: kept warm for the next invocation, and ended."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

from embedded_aws.lambda_runtime import process
from embedded_aws.lambda_runtime.sandbox import Sandbox, Settings

#: Invocations at the same time: more only make each other slower.
MAX_PROCESSES = 3
#: A function that waits for another one holds a place, so no invocation waits forever.
MAX_WAIT_FOR_A_PLACE_SECONDS = 5.0
#: Processes in all, and idle ones; above it those end that have been idle for longest.
MAX_ALIVE = MAX_PROCESSES
MAX_IDLE = 2
MAX_IDLE_SECONDS = 5.0

_places = threading.BoundedSemaphore(MAX_PROCESSES)
_lock = threading.Lock()
#: The one that has been idle for longest first.
_idle: list[Sandbox] = []
_busy: list[Sandbox] = []
_starting = 0
_sweeper: threading.Thread | None = None


@contextlib.contextmanager
def taken(settings: Settings, log_stream: Callable[[], str]) -> Iterator[Sandbox]:
    """A warm sandbox if there is one, else a new one with a new log stream."""
    with _place():
        sandbox = _warm(settings) or _cold(settings, log_stream())
        try:
            yield sandbox
        finally:
            _give_back(sandbox)


@contextlib.contextmanager
def _place() -> Iterator[None]:
    got = _places.acquire(timeout=MAX_WAIT_FOR_A_PLACE_SECONDS)
    try:
        yield
    finally:
        if got:
            _places.release()


def _warm(settings: Settings) -> Sandbox | None:
    with _lock:
        # The newest, so that those that are not needed any more grow old.
        for sandbox in reversed(_idle):
            if sandbox.settings == settings and sandbox.alive():
                _idle.remove(sandbox)
                _busy.append(sandbox)
                return sandbox
    return None


def _cold(settings: Settings, log_stream: str) -> Sandbox:
    global _starting
    with _lock:
        _starting += 1
        surplus = _surplus()
    _close(surplus)
    try:
        sandbox = Sandbox(settings, log_stream)
    finally:
        with _lock:
            _starting -= 1
    with _lock:
        _busy.append(sandbox)
    return sandbox


def _give_back(sandbox: Sandbox) -> None:
    with _lock:
        _busy.remove(sandbox)
        ended = [sandbox] if sandbox.spent else []
        if not ended:
            sandbox.idle_since = time.monotonic()
            _idle.append(sandbox)
            _begin_to_sweep()
        ended += _surplus()
    _close(ended)


def _surplus() -> list[Sandbox]:
    """Takes out what is too many; call it with the lock."""
    alive = len(_idle) + len(_busy) + _starting
    count = max(len(_idle) - MAX_IDLE, alive - MAX_ALIVE, 0)
    found = _idle[:count]
    del _idle[:count]
    return found


def _close(sandboxes: list[Sandbox]) -> None:
    for sandbox in sandboxes:
        sandbox.close()


def _begin_to_sweep() -> None:
    global _sweeper
    if _sweeper is None:
        _sweeper = threading.Thread(target=_sweep, daemon=True, name="sandboxes")
        _sweeper.start()


def _sweep() -> None:
    while True:
        time.sleep(1)
        end_idle(MAX_IDLE_SECONDS)


def end_idle(seconds: float) -> None:
    """Ends those that have had nothing to do for so long."""
    since = time.monotonic() - seconds
    _end_idle_if(lambda sandbox: sandbox.idle_since <= since)


def _end_idle_if(should_end: Callable[[Sandbox], bool]) -> None:
    with _lock:
        ended = [sandbox for sandbox in _idle if should_end(sandbox)]
        _idle[:] = [sandbox for sandbox in _idle if sandbox not in ended]
    _close(ended)


def renew() -> None:
    """No later invocation has a sandbox of now: functions remember nothing."""
    with _lock:
        for sandbox in _busy:
            sandbox.spent = True
    end_idle(0)


def retire(arn: str) -> None:
    """The function has changed or is gone: no invocation has an old sandbox of it."""

    def concerned(sandbox: Sandbox) -> bool:
        return f"{sandbox.settings.arn}:".startswith(f"{arn}:")

    with _lock:
        for sandbox in _busy:
            sandbox.spent = sandbox.spent or concerned(sandbox)
    _end_idle_if(concerned)


def kill(arn: str) -> None:
    """Kills what runs of a function, in the middle of what it does."""
    with _lock:
        found = [sandbox for sandbox in _busy if sandbox.settings.arn == arn]
    for sandbox in found:
        sandbox.kill()


def end_all() -> None:
    """Ends every process and removes what was unpacked."""
    with _lock:
        busy = list(_busy)
    for sandbox in busy:
        sandbox.kill()
    end_idle(0)
    process.end_tracked()
    process.remove_cache()
