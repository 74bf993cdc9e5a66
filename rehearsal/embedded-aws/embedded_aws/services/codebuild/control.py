"""What becomes of builds, for scenarios."""

import threading
from typing import Any

from embedded_aws import control
from embedded_aws.services.codebuild import state


def _set(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``POST /codebuild/builds`` {accountId, region, project, failure?, hold?}"""
    found, project = state.of(body["accountId"], body["region"]), body["project"]
    with state.LOCK:
        found.failures.pop(project, None)
        if body.get("failure"):
            found.failures[project] = str(body["failure"])
        held = found.held.pop(project, None)
        if held is not None:
            held.set()
        if body.get("hold"):
            found.held[project] = threading.Event()
    return {"project": project}


ROUTES: tuple[control.Route, ...] = (("POST", "/codebuild/builds", _set),)
