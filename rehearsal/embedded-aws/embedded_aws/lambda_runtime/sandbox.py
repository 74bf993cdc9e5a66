"""One process that serves invocations of one function, one after the other.

Between them it waits for the next and does nothing else: it is frozen, as on AWS.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import contextlib
import json
import os
import selectors
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded_aws.lambda_runtime import process

#: How often to see whether a process has ended, when a child of it keeps its pipe open.
_LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Settings:
    """Two that are equal can have each other's sandboxes."""

    arn: str
    runtime: str
    code: Path
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """``result`` is what the runtime answered; None when it never got there.

    ``exit_code`` is below zero when a signal ended the process, None while it lives.
    """

    result: dict[str, Any] | None
    exit_code: int | None
    output: str
    timed_out: bool


class Sandbox:
    """Serves one invocation at a time."""

    def __init__(self, settings: Settings, log_stream: str) -> None:
        self.settings = settings
        self.log_stream = log_stream
        self.idle_since = 0.0
        #: Not for another invocation.
        self.spent = False
        self._printed = 0
        with contextlib.ExitStack() as made:
            scratch = tempfile.mkdtemp(prefix="embedded-aws-")
            made.callback(shutil.rmtree, scratch, ignore_errors=True)
            # A file, not a pipe: what was printed before an answer is in it by then.
            self._output = made.enter_context(open(Path(scratch) / "output", "ab+"))
            their_events, self._events = os.pipe()
            self._answers, their_answers = os.pipe()
            made.callback(os.close, self._events)
            made.callback(os.close, self._answers)
            environment = {**settings.environment, "AWS_LAMBDA_LOG_STREAM_NAME": log_stream}
            try:
                self._process = process.start(
                    settings.runtime,
                    settings.code,
                    environment,
                    scratch,
                    self._output,
                    their_events,
                    their_answers,
                )
            finally:
                os.close(their_events)
                os.close(their_answers)
            self._made = made.pop_all()

    def alive(self) -> bool:
        return self._process.poll() is None

    def invoke(self, payload: dict[str, Any], timeout_seconds: float) -> Outcome:
        """Waits for the function to answer, crash or exceed its timeout."""
        deadline = time.monotonic() + timeout_seconds
        answer = b""
        with contextlib.suppress(BrokenPipeError):  # It has ended, which is reported below.
            _write(self._events, json.dumps(payload).encode() + b"\n")
            answer = self._answer(deadline)
        if answer:
            result = json.loads(answer)
            self.spent = self.spent or bool(result.get("last"))
            return Outcome(result, None, self._new_output(), False)
        timed_out = self.alive()
        self.kill()
        self.spent = True
        return Outcome(None, self._process.wait(), self._new_output(), timed_out)

    def _answer(self, deadline: float) -> bytes:
        """A line; nothing when there is none in time, or the process has ended."""
        found = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self._answers, selectors.EVENT_READ)
            while (left := deadline - time.monotonic()) > 0:
                if selector.select(min(left, _LOOK_SECONDS)):
                    chunk = os.read(self._answers, 1 << 16)
                    found += chunk
                    if found.endswith(b"\n"):
                        return found
                    if not chunk:
                        with contextlib.suppress(subprocess.TimeoutExpired):
                            self._process.wait(left)
                        return b""
                elif not self.alive():
                    return b""
        return b""

    def _new_output(self) -> str:
        self._output.seek(self._printed)
        found = self._output.read()
        self._printed += len(found)
        return found.decode("utf-8", "replace")

    def kill(self) -> None:
        """Ends the process, also in the middle of an invocation."""
        process.kill(self._process)

    def close(self) -> None:
        """Ends the process and removes what it had; no invocation may be under way."""
        self.kill()
        self._process.wait()
        self._made.close()


def _write(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
