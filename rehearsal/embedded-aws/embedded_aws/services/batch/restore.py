"""Environments, queues and definitions that a snapshot knows by their names."""

from collections.abc import Mapping
from typing import Any

from embedded_aws.restoring.parts import Named
from embedded_aws.services.batch import state
from embedded_aws.services.batch.state import State


def _environment(here: State, name: str) -> None:
    arn = here.arn("compute-environment", name)
    here.environments[arn] = _valid("computeEnvironment", name, arn) | {
        "type": "MANAGED",
        "computeResources": {},
    }


def _queue(here: State, name: str) -> None:
    arn = here.arn("job-queue", name)
    here.queues[arn] = _valid("jobQueue", name, arn) | {
        "priority": 1,
        "computeEnvironmentOrder": [],
        "jobStateTimeLimitActions": [],
    }


def _definition(here: State, name: str) -> None:
    arn = here.arn("job-definition", f"{name}:1")
    here.definitions[arn] = {
        "jobDefinitionName": name,
        "jobDefinitionArn": arn,
        "revision": 1,
        "status": "ACTIVE",
        "type": "container",
        "parameters": {},
        "containerProperties": {},
    }


def _valid(kind: str, name: str, arn: str) -> dict[str, Any]:
    return {f"{kind}Name": name, f"{kind}Arn": arn, "state": "DISABLED", "status": "VALID"}


NAMED: Mapping[str, Named] = {
    "AWS::Batch::ComputeEnvironment": lambda account_id, region, name: _environment(
        state.of(account_id, region), name
    ),
    "AWS::Batch::JobQueue": lambda account_id, region, name: _queue(
        state.of(account_id, region), name
    ),
    "AWS::Batch::JobDefinition": lambda account_id, region, name: _definition(
        state.of(account_id, region), name
    ),
}
