"""One process for one invocation: started, fed, timed and ended."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Processes at the same time: more only make each other slower.
MAX_PROCESSES = 4
#: A function that waits for another one holds a place, so nobody waits forever.
MAX_WAIT_FOR_A_PLACE_SECONDS = 5.0

_HERE = Path(__file__).parent
_places = threading.BoundedSemaphore(MAX_PROCESSES)
_running: set["subprocess.Popen[bytes]"] = set()
_running_lock = threading.Lock()
_node = "node"


@dataclass(frozen=True)
class Outcome:
    """``result`` is what the bootstrap wrote; None when it never got there."""

    result: bytes | None
    exit_code: int
    output: str
    timed_out: bool


def use_node(path: str) -> None:
    """Sets the executable that runs Node.js functions."""
    global _node
    _node = path


def node() -> str:
    """The executable that runs Node.js functions."""
    return shutil.which(_node) or _node


def _command(runtime: str) -> list[str]:
    if runtime.startswith("python"):
        return [sys.executable, "-u", str(_HERE / "bootstrap.py")]
    return [
        node(),
        "--require",
        str(_HERE / "preload.cjs"),
        str(_HERE / "bootstrap.cjs"),
    ]


def _library(runtime: str) -> dict[str, str]:
    """What the managed runtime ships: for Node.js the AWS SDK, if it is installed.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
    """
    if runtime.startswith("python"):
        return {}
    for parent in Path(node()).absolute().parents:
        if parent.name == "node_modules":
            return {"NODE_PATH": str(parent)}
    return {}


@contextlib.contextmanager
def _place() -> Iterator[None]:
    got = _places.acquire(timeout=MAX_WAIT_FOR_A_PLACE_SECONDS)
    try:
        yield
    finally:
        if got:
            _places.release()


def run(
    runtime: str,
    code: Path,
    environment: dict[str, str],
    payload: bytes,
    timeout_seconds: float,
) -> Outcome:
    """Waits for the function to answer, crash or exceed its timeout."""
    with _place(), tempfile.TemporaryDirectory(prefix="embedded-aws-") as scratch:
        result = Path(scratch) / "result"
        process = subprocess.Popen(
            _command(runtime),
            cwd=code,
            env={
                "PATH": os.environ.get("PATH", ""),
                "HOME": scratch,
                "TMPDIR": scratch,
                "NODE_COMPILE_CACHE": str(cache_folder() / "compiled"),
                **_library(runtime),
                **environment,
                "EMBEDDED_AWS_RESULT": str(result),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        timed_out = False
        with tracked(process):
            try:
                output, _ = process.communicate(payload, timeout=timeout_seconds)
            except subprocess.TimeoutExpired:
                timed_out = True
                kill(process)
                output, _ = process.communicate()
        return Outcome(
            result.read_bytes() if result.exists() and not timed_out else None,
            process.returncode,
            output.decode("utf-8", "replace"),
            timed_out,
        )


@contextlib.contextmanager
def tracked(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Within, the process ends with the embedded AWS."""
    with _running_lock:
        _running.add(process)
    try:
        yield
    finally:
        with _running_lock:
            _running.discard(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Ends a process that is the first of a session, and whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def end_all() -> None:
    """Ends every function process and removes what was unpacked."""
    with _running_lock:
        processes = list(_running)
    for process in processes:
        kill(process)
    global _cache
    with _cache_lock:
        if _cache is not None:
            shutil.rmtree(_cache, ignore_errors=True)
            _cache = None


_cache: Path | None = None
_cache_lock = threading.Lock()


def cache_folder() -> Path:
    """Where code is unpacked; removed by :func:`end_all`."""
    global _cache
    with _cache_lock:
        if _cache is None:
            _cache = Path(tempfile.mkdtemp(prefix="embedded-aws-functions-"))
        return _cache
