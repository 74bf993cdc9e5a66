"""What EventBridge hears of builds.

https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
"""

import time
from typing import Any

from embedded_aws import events_log
from embedded_aws.delivery.events import emit
from embedded_aws.services.codebuild.state import LOCK, State


def changed(state: State, build: dict[str, Any]) -> None:
    """Publishes the state of the build."""
    with LOCK:
        detail = _detail(build)
    status = detail["build-status"]
    events_log.record("build", state.account_id, state.region, build=build["id"], status=status)
    arn = build["arn"]
    emit(state.account_id, state.region, "aws.codebuild", _TYPE, detail, [arn])


_TYPE = "CodeBuild Build State Change"


def _detail(build: dict[str, Any]) -> dict[str, Any]:
    environment, logs = build["environment"], build["logs"]
    return {
        "build-status": build["buildStatus"],
        "project-name": build["projectName"],
        "build-id": build["arn"],
        "additional-information": {
            "environment": {
                "image": environment["image"],
                "privileged-mode": bool(environment.get("privilegedMode")),
                "compute-type": environment["computeType"],
                "type": environment["type"],
                "environment-variables": environment.get("environmentVariables") or [],
            },
            "timeout-in-minutes": build["timeoutInMinutes"],
            "build-complete": build["buildComplete"],
            "initiator": build["initiator"],
            "build-start-time": _time(build["startTime"]),
            "source": {"location": build["source"]["location"], "type": build["source"]["type"]},
            "logs": {
                "group-name": logs["groupName"],
                "stream-name": logs["streamName"],
                "deep-link": logs["deepLink"],
            },
            "phases": [_phase(phase) for phase in build["phases"]],
        },
        "current-phase": build["currentPhase"],
        "current-phase-context": "[]",
        "version": "1",
    }


def _phase(phase: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "phase-type": phase["phaseType"],
        "start-time": _time(phase["startTime"]),
    }
    if "endTime" in phase:
        told |= {
            "phase-context": [f"{c['statusCode']}: {c['message']}" for c in phase["contexts"]],
            "phase-status": phase["phaseStatus"],
            "duration-in-seconds": phase["durationInSeconds"],
            "end-time": _time(phase["endTime"]),
        }
    return told


def _time(seconds: float) -> str:
    """Such as Sep 1, 2017 4:12:29 PM."""
    at = time.gmtime(seconds)
    hour = at.tm_hour % 12 or 12
    return time.strftime(f"%b {at.tm_mday}, %Y {hour}:%M:%S %p", at)
