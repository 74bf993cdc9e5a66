"""Job definitions: each one is a revision of its name.

https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html
"""

import copy
import re
from typing import Any

from embedded_aws.gate import Refusal
from embedded_aws.services.batch import fargate
from embedded_aws.services.batch.refusals import invalid, refused
from embedded_aws.services.batch.state import State

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
#: https://docs.aws.amazon.com/batch/latest/APIReference/API_JobTimeout.html
_MIN_TIMEOUT_SECONDS = 60
_PROTECTED = "AWS_BATCH"


def register(state: State, given: dict[str, Any]) -> dict[str, Any]:
    name = str(given.get("jobDefinitionName") or "")
    if not NAME.fullmatch(name):
        raise invalid(f"jobDefinitionName {name} should match valid pattern")
    if given.get("type") != "container" or "containerProperties" not in given:
        message = "The embedded AWS has job definitions with containerProperties only"
        raise Refusal("NotImplemented", message, 501)
    if given.get("platformCapabilities") != ["FARGATE"]:
        message = "The embedded AWS has job definitions of Fargate only"
        raise Refusal("NotImplemented", message, 501)
    container = _container(given["containerProperties"])
    fargate.check_container(container, state.account_id)
    check_environment(container)
    retry = check_retry(given.get("retryStrategy"))
    check_timeout(given.get("timeout"))
    revision = 1 + max((one["revision"] for one in _revisions(state, name)), default=0)
    arn = state.arn("job-definition", f"{name}:{revision}")
    state.definitions[arn] = {
        "jobDefinitionName": name,
        "jobDefinitionArn": arn,
        "revision": revision,
        "status": "ACTIVE",
        "type": "container",
        "parameters": given.get("parameters") or {},
        "retryStrategy": retry,
        "containerProperties": container,
        "propagateTags": bool(given.get("propagateTags")),
        "platformCapabilities": ["FARGATE"],
        "containerOrchestrationType": "ECS",
        **({"timeout": given["timeout"]} if given.get("timeout") else {}),
    }
    state.tag(arn, given.get("tags"))
    return state.definitions[arn]


def get(state: State, identifier: str) -> dict[str, Any]:
    """By ARN, name and revision, or name alone: then the newest one that is active.

    :raises Refusal: ClientException when there is none, or it is not active any more.
    """
    name = identifier.split("job-definition/")[-1]
    known = state.definitions.get(state.arn("job-definition", name))
    if ":" not in name:
        active = [one for one in _revisions(state, name) if one["status"] == "ACTIVE"]
        known = max(active, key=lambda one: int(one["revision"]), default=None)
    if known is None or known["status"] != "ACTIVE":
        raise invalid(f"Job definition {identifier} does not exist or is not ACTIVE")
    return known


def deregister(state: State, identifier: str) -> None:
    name = identifier.split("job-definition/")[-1]
    known = state.definitions.get(state.arn("job-definition", name))
    if known is None:
        raise invalid(f"Job definition {identifier} does not exist")
    known["status"] = "INACTIVE"


def describe(state: State, given: dict[str, Any]) -> list[dict[str, Any]]:
    wanted = given.get("jobDefinitions")
    if wanted:
        arns = {state.arn("job-definition", one.split("job-definition/")[-1]) for one in wanted}
        chosen = [one for arn, one in state.definitions.items() if arn in arns]
    elif given.get("jobDefinitionName"):
        chosen = _revisions(state, given["jobDefinitionName"])
    else:
        chosen = list(state.definitions.values())
    status = given.get("status")
    return [
        {**one, "tags": state.tags(one["jobDefinitionArn"])}
        for one in sorted(chosen, key=lambda one: -int(one["revision"]))
        if status in (None, one["status"])
    ]


def _revisions(state: State, name: str) -> list[dict[str, Any]]:
    return [one for one in state.definitions.values() if one["jobDefinitionName"] == name]


def _container(given: dict[str, Any]) -> dict[str, Any]:
    lists = ("command", "environment", "mountPoints", "resourceRequirements", "secrets", "volumes")
    return {
        **{name: [] for name in lists},
        "fargatePlatformConfiguration": {"platformVersion": "LATEST"},
        **copy.deepcopy(given),
    }


def check_environment(container: dict[str, Any]) -> None:
    """https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html

    :raises Refusal: a variable has a name that Batch keeps for itself.
    """
    for variable in container.get("environment") or []:
        if str(variable.get("name")).startswith(_PROTECTED):
            raise refused(f"Environment variables must not start with {_PROTECTED}")


def check_retry(given: dict[str, Any] | None) -> dict[str, Any]:
    """https://docs.aws.amazon.com/batch/latest/APIReference/API_RetryStrategy.html"""
    strategy = {"attempts": 1, "evaluateOnExit": [], **(given or {})}
    if not 1 <= int(strategy["attempts"]) <= 10:
        raise refused("retryStrategy.attempts must be from 1 to 10")
    conditions = strategy["evaluateOnExit"]
    if conditions and "attempts" not in (given or {}):
        raise refused("retryStrategy.attempts is required with evaluateOnExit")
    if len(conditions) > 5:
        raise refused("retryStrategy.evaluateOnExit must have 5 conditions at most")
    for condition in conditions:
        if str(condition.get("action")).upper() not in ("RETRY", "EXIT"):
            raise refused("retryStrategy.evaluateOnExit: action must be RETRY or EXIT")
    return strategy


def check_timeout(given: dict[str, Any] | None) -> None:
    """:raises Refusal: a timeout below the least that there is."""
    if given and int(given.get("attemptDurationSeconds") or 0) < _MIN_TIMEOUT_SECONDS:
        raise refused(f"Timeout attemptDurationSeconds must be at least {_MIN_TIMEOUT_SECONDS}")
