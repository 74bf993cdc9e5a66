"""Compute environments, of Fargate.

https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateComputeEnvironment.html
"""

import re
import uuid
from typing import Any

from moto.ec2.exceptions import InvalidSubnetIdError
from moto.ec2.models import ec2_backends

from embedded_aws.gate import Refusal
from embedded_aws.lookup import linked_roles
from embedded_aws.services.batch import fargate
from embedded_aws.services.batch.refusals import found, invalid, refused, selected
from embedded_aws.services.batch.state import State

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}")
STATES = ("ENABLED", "DISABLED")
_FARGATE = ("FARGATE", "FARGATE_SPOT")
_SERVICE = "batch.amazonaws.com"


def get(state: State, name_or_arn: str) -> dict[str, Any]:
    return found(state.environments, "Compute environment", name_or_arn)


def create(state: State, given: dict[str, Any]) -> dict[str, Any]:
    name = str(given.get("computeEnvironmentName") or "")
    if not NAME.fullmatch(name):
        raise invalid(f"computeEnvironmentName {name} should match valid pattern")
    arn = state.arn("compute-environment", name)
    if arn in state.environments:
        raise invalid(f"Object already exists, computeEnvironmentName {name}")
    resources = dict(given.get("computeResources") or {})
    _check(state, given, resources)
    state.environments[arn] = {
        "computeEnvironmentName": name,
        "computeEnvironmentArn": arn,
        "ecsClusterArn": _cluster(state, name),
        "type": "MANAGED",
        "state": given.get("state") or "ENABLED",
        "status": "VALID",
        "statusReason": "ComputeEnvironment Healthy",
        "computeResources": resources,
        "serviceRole": given.get("serviceRole") or _linked_role(state),
        "containerOrchestrationType": "ECS",
        "uuid": str(uuid.uuid4()),
    }
    state.tag(arn, given.get("tags"))
    return state.environments[arn]


def update(state: State, given: dict[str, Any]) -> dict[str, Any]:
    known = get(state, str(given.get("computeEnvironment")))
    resources = {**known["computeResources"], **(given.get("computeResources") or {})}
    _check_state(given)
    # A network that is gone meanwhile does not prevent disabling it.
    if given.get("computeResources"):
        _check(state, {"type": "MANAGED"}, resources)
    known["computeResources"] = resources
    for name in ("state", "serviceRole"):
        known[name] = given.get(name) or known[name]
    return known


def delete(state: State, name_or_arn: str) -> None:
    known = get(state, name_or_arn)
    if known["state"] != "DISABLED":
        raise refused("Cannot delete, compute environment must be in the DISABLED state")
    arn = known["computeEnvironmentArn"]
    for queue in state.queues.values():
        if arn in environments_of(queue):
            raise refused("Cannot delete, found existing JobQueue relationship")
    del state.environments[arn]


def describe(state: State, wanted: list[str] | None) -> list[dict[str, Any]]:
    return [
        {**one, "tags": state.tags(one["computeEnvironmentArn"])}
        for one in selected(state.environments, wanted)
    ]


def environments_of(queue: dict[str, Any]) -> list[str]:
    """The ARNs of a queue's compute environments, in the order in which it tries them."""
    order = sorted(queue["computeEnvironmentOrder"], key=lambda one: int(one["order"]))
    return [one["computeEnvironment"] for one in order]


def _check(state: State, given: dict[str, Any], resources: dict[str, Any]) -> None:
    if str(given.get("type")).upper() != "MANAGED" or resources.get("type") not in _FARGATE:
        message = "The embedded AWS has managed compute environments of Fargate only"
        raise Refusal("NotImplemented", message, 501)
    _check_state(given)
    fargate.check_resources(resources)
    ec2 = ec2_backends[state.account_id][state.region]
    for subnet in resources["subnets"]:
        try:
            ec2.get_subnet(subnet)
        except InvalidSubnetIdError as error:
            raise invalid(f"The subnet ID '{subnet}' does not exist") from error
    for group in resources["securityGroupIds"]:
        if ec2.get_security_group_from_id(group) is None:
            raise invalid(f"The security group '{group}' does not exist")


def _check_state(given: dict[str, Any]) -> None:
    if given.get("state") not in (None, *STATES):
        raise invalid(f"state {given['state']} must be one of ENABLED, DISABLED")


def _cluster(state: State, name: str) -> str:
    arn = state.arn("cluster", f"AWSBatch-{name}-{uuid.uuid4()}")
    return arn.replace(":batch:", ":ecs:")


def _linked_role(state: State) -> str:
    """Batch makes its role where no other is named.

    https://docs.aws.amazon.com/batch/latest/userguide/using-service-linked-roles.html
    """
    linked_roles.ensure(state.account_id, state.region, _SERVICE)
    return linked_roles.arn(state.account_id, state.region, _SERVICE)
