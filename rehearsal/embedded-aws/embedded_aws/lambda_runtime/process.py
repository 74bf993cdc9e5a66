"""How a process of a runtime is started, and where its code is unpacked."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

_HERE = Path(__file__).parent
#: What every function finds in its environment besides; its own settings win.
shared_environment: dict[str, str] = {}
_node = "node"
_tracked: set["subprocess.Popen[bytes]"] = set()
_tracked_lock = threading.Lock()


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


def start(
    runtime: str,
    code: Path,
    environment: Mapping[str, str],
    scratch: str,
    output: BinaryIO,
    events: int,
    answers: int,
) -> "subprocess.Popen[bytes]":
    """A runtime that reads events and writes answers, a line each, by file descriptors.

    It ends when ``events`` does. What the function prints goes to ``output``.
    """
    return subprocess.Popen(
        _command(runtime),
        cwd=code,
        env={
            "PATH": os.environ.get("PATH", ""),
            "HOME": scratch,
            "TMPDIR": scratch,
            "NODE_COMPILE_CACHE": str(cache_folder() / "compiled"),
            **_library(runtime),
            **environment,
            "EMBEDDED_AWS_CHANNEL": f"{events},{answers}",
        },
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        pass_fds=(events, answers),
        start_new_session=True,
    )


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Ends it and what it started: it has a session of its own."""
    # Once it is waited for, its id may be another's.
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def tracked(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Within, a process that is not a sandbox ends with the embedded AWS."""
    with _tracked_lock:
        _tracked.add(process)
    try:
        yield
    finally:
        with _tracked_lock:
            _tracked.discard(process)


def end_tracked() -> None:
    """Ends what is tracked."""
    with _tracked_lock:
        processes = list(_tracked)
    for process in processes:
        kill(process)


_cache: Path | None = None
_cache_lock = threading.Lock()


def cache_folder() -> Path:
    """Where code is unpacked; removed by :func:`remove_cache`."""
    global _cache
    with _cache_lock:
        if _cache is None:
            _cache = Path(tempfile.mkdtemp(prefix="embedded-aws-functions-"))
        return _cache


def remove_cache() -> None:
    """Removes what was unpacked."""
    global _cache
    with _cache_lock:
        if _cache is not None:
            shutil.rmtree(_cache, ignore_errors=True)
            _cache = None
