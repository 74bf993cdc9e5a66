"""The phases of a build, and how one fails.

https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
"""

import time
from typing import Any

from embedded_aws.services.codebuild.state import LOCK

ALL = (
    "SUBMITTED",
    "QUEUED",
    "PROVISIONING",
    "DOWNLOAD_SOURCE",
    "INSTALL",
    "PRE_BUILD",
    "BUILD",
    "POST_BUILD",
    "UPLOAD_ARTIFACTS",
    "FINALIZING",
    "COMPLETED",
)


class BuildFailed(Exception):
    """In a phase, with the code and the message of its context."""

    def __init__(self, phase: str, code: str, message: str) -> None:
        super().__init__(message)
        self.phase = phase
        self.code = code


def command_failed(command: str, why: str = "exit status 1") -> BuildFailed:
    text = f"Error while executing command: {command}. Reason: {why}"
    return BuildFailed("BUILD", "COMMAND_EXECUTION_ERROR", text)


def end(build: dict[str, Any], failure: BuildFailed | None) -> None:
    """Puts the build into its last state: those behind a failed phase are not reached."""
    now = time.time()
    reached = ALL[: ALL.index(failure.phase)] if failure else ALL[:-1]
    with LOCK:
        build["phases"] = [_phase(name, "SUCCEEDED", now) for name in reached]
        if failure:
            failed = _phase(failure.phase, "FAILED", now)
            failed["contexts"] = [{"statusCode": failure.code, "message": str(failure)}]
            build["phases"].append(failed)
        build["phases"].append({"phaseType": "COMPLETED", "startTime": now})
        build |= {
            "buildStatus": "FAILED" if failure else "SUCCEEDED",
            "buildComplete": True,
            "currentPhase": "COMPLETED",
            "endTime": now,
        }


def _phase(name: str, status: str, now: float) -> dict[str, Any]:
    times = {"startTime": now, "endTime": now, "durationInSeconds": 0}
    return {"phaseType": name, "phaseStatus": status, "contexts": [], **times}
