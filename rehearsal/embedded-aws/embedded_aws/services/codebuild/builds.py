"""Builds: each runs in the background, as its project was when it began.

https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
"""

import copy
import json
import threading
import time
import uuid
from typing import Any

from moto.sts.models import AssumedRole

from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.services.codebuild import docker, events, phases, projects, role
from embedded_aws.services.codebuild.state import LOCK, State, invalid

_TOKEN_SECONDS = 300
_TAKEN = {"projectName", "idempotencyToken"}


@evidence("codebuild-token-for-five-minutes")
def start(state: State, given: dict[str, Any]) -> dict[str, Any]:
    """A build; the one of before for a token that is not older than five minutes."""
    if set(given) - _TAKEN:
        raise Refusal("NotImplemented", "The embedded AWS takes no overrides of a build", 501)
    project = projects.find(state, str(given.get("projectName")))
    name, token = project["name"], given.get("idempotencyToken")
    asked = json.dumps({key: given[key] for key in sorted(given)})
    session = role.session(state, name, project["serviceRole"])
    with LOCK:
        used, request, build_id = state.tokens.get((name, token or ""), (0.0, "", ""))
        if token and time.time() - used < _TOKEN_SECONDS:
            if request != asked:
                raise invalid("The idempotency token was used with other parameters")
            return state.builds[build_id]
        build = _begin(state, project)
        if token:
            state.tokens[name, token] = (time.time(), asked, build["id"])
    threading.Thread(
        target=_work, args=(state, build, session), daemon=True, name=f"build {build['id']}"
    ).start()
    return build


def _begin(state: State, project: dict[str, Any]) -> dict[str, Any]:
    name, number = project["name"], str(uuid.uuid4())
    now = time.time()
    group = ((project.get("logsConfig") or {}).get("cloudWatchLogs") or {}).get("groupName")
    group = group or f"/aws/codebuild/{name}"
    link = f"https://console.aws.amazon.com/cloudwatch/home?region={state.region}#logsV2:log-groups"
    build = {
        "id": f"{name}:{number}",
        "arn": state.arn("build", f"{name}:{number}"),
        "buildNumber": 1 + sum(one["projectName"] == name for one in state.builds.values()),
        "startTime": now,
        "currentPhase": "QUEUED",
        "buildStatus": "IN_PROGRESS",
        "buildComplete": False,
        "projectName": name,
        "phases": [{"phaseType": "SUBMITTED", "startTime": now}],
        "initiator": "embedded-aws",
        "logs": {"groupName": group, "streamName": number, "deepLink": link},
        **copy.deepcopy(
            {
                key: project[key]
                for key in ("source", "environment", "serviceRole", "timeoutInMinutes")
            }
        ),
    }
    state.builds[build["id"]] = build
    return build


def _work(state: State, build: dict[str, Any], session: AssumedRole) -> None:
    events.changed(state, build)
    name, failure = build["projectName"], None
    try:
        docker.open_logs(state, build, session)
        source = docker.download(state, build, session)
        held = state.held.get(name)
        if held is not None:
            held.wait()
        if name in state.failures:
            raise phases.command_failed("docker build", state.failures[name])
        docker.run(state, build, session, source)
    except phases.BuildFailed as error:
        failure = error
    except Exception as error:  # noqa: BLE001 a fault of the embedded AWS: the build has it as its reason
        failure = phases.BuildFailed("BUILD", "INTERNAL", f"{type(error).__name__}: {error}")
    phases.end(build, failure)
    events.changed(state, build)


def get(state: State, ids: list[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """Those that are there, and the ids of the others."""
    if any(":" not in one for one in ids):
        raise invalid("Invalid build ID provided")
    with LOCK:
        wanted = [one.rpartition("build/")[2] for one in ids]
        found = [copy.deepcopy(state.builds[one]) for one in wanted if one in state.builds]
    return found, [one for one in wanted if one not in state.builds]


def of_project(state: State, name: str, order: str | None) -> list[str]:
    """The ids of its builds, the newest first unless it is asked otherwise."""
    known = projects.find(state, name)
    ids = [id for id, one in state.builds.items() if one["projectName"] == known["name"]]
    return ids if order == "ASCENDING" else ids[::-1]
