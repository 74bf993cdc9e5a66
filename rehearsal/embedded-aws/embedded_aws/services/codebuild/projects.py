"""Projects: one source in S3, no artifacts, one environment.

https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
"""

import re
import time
from typing import Any

from moto.codebuild import responses

from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.services.codebuild import role
from embedded_aws.services.codebuild.state import State, invalid

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,149}")
_REQUIRED = ("artifacts", "environment", "name", "serviceRole", "source")
#: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
_MINUTES = {"timeoutInMinutes": (5, 2160, 60), "queuedTimeoutInMinutes": (5, 480, 480)}


def create(state: State, given: dict[str, Any]) -> dict[str, Any]:
    name = str(given.get("name"))
    if name in state.projects:
        raise Refusal(
            "ResourceAlreadyExistsException",
            f"Project already exists: {state.arn('project', name)}",
        )
    _check(state, given)
    now = time.time()
    made = {
        "arn": state.arn("project", name),
        "created": now,
        "lastModified": now,
        "badge": {"badgeEnabled": False},
        "cache": {"type": "NO_CACHE"},
        "tags": [],
        **{key: default for key, (_, _, default) in _MINUTES.items()},
        **given,
    }
    state.projects[name] = made
    return made


def update(state: State, given: dict[str, Any]) -> dict[str, Any]:
    """What the request does not have stays."""
    known = find(state, str(given.get("name")))
    changed = {**known, **given, "lastModified": time.time()}
    _check(state, changed)
    state.projects[changed["name"]] = changed
    return changed


def delete(state: State, name: str) -> None:
    """One that is not there is no error."""
    state.projects.pop(name, None)


def find(state: State, name: str) -> dict[str, Any]:
    found = state.projects.get(name.rpartition("project/")[2])
    if found is None:
        where = state.arn("project", name)
        raise Refusal("ResourceNotFoundException", f"Project cannot be found: {where}")
    return found


@evidence("codebuild-project-checks")
def _check(state: State, given: dict[str, Any]) -> None:
    missing = [name for name in _REQUIRED if not given.get(name)]
    if missing:
        raise invalid(f"Project {', '.join(missing)} is required")
    if not _NAME.fullmatch(str(given["name"])):
        raise invalid("Only alphanumeric characters, dash, and underscore are supported")
    if given["source"].get("type") != "S3" or given["artifacts"].get("type") != "NO_ARTIFACTS":
        message = "The embedded AWS has projects of a source in S3 without artifacts only"
        raise Refusal("NotImplemented", message, 501)
    if "/" not in str(given["source"].get("location")).strip("/"):
        raise invalid("Invalid project source: location must be a valid S3 source")
    responses._validate_required_params_environment(given["environment"])
    if not given["environment"].get("image"):
        raise invalid("Project environment image is required")
    for name, (least, most, default) in _MINUTES.items():
        if not least <= int(given.get(name, default)) <= most:
            raise invalid(f"Invalid {name}: must be between {least} and {most} minutes")
    role.session(state, given["name"], given["serviceRole"])
