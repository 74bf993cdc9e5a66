"""The roles of a snapshot, with their managed policies; a path makes one service-linked."""

from contextlib import suppress
from typing import Any

from moto.iam.exceptions import NotFoundException
from moto.iam.models import Role, iam_backends
from moto.iam.utils import random_role_id

from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import World

_ROLE = "AWS::IAM::Role"
_LINKED = "/aws-service-role/"


def restore(world: World) -> None:
    for account in world.accounts:
        for role in account["roles"]:
            kinds = (_ROLE, "AWS::IAM::ServiceLinkedRole")
            if all(world.wants_global(account["Id"], kind, role["RoleName"]) for kind in kinds):
                _put(account["Id"], role)


def _put(account_id: str, given: dict[str, Any]) -> None:
    backend = iam_backends[account_id]["aws"]
    if any(role.name == given["RoleName"] for role in backend.roles.values()):
        return
    path = given["Path"]
    # moto makes them itself, whatever it declares of its models for CloudFormation.
    role = Role(  # type: ignore[abstract]
        account_id=account_id,
        partition=backend.partition,
        role_id=random_role_id(account_id),
        name=given["RoleName"],
        assume_role_policy_document=given["AssumeRolePolicyDocument"],
        path=path,
        permissions_boundary=None,
        description="",
        tags=[],
        max_session_duration="3600",
        linked_service=path.removeprefix(_LINKED).strip("/") if path.startswith(_LINKED) else None,
    )
    backend.roles[role.id] = role
    for arn in given["attachedPolicyArns"]:
        # A customer's own policy is not in the snapshot: the role is without it.
        with suppress(NotFoundException):
            backend.attach_role_policy(arn, role.name)


PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
