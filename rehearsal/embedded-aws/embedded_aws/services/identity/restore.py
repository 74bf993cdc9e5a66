"""The roles of a snapshot, with their managed policies; a path makes one service-linked."""

from contextlib import suppress
from typing import Any

from moto.iam.exceptions import NotFoundException
from moto.iam.models import Role, iam_backends
from moto.iam.utils import random_role_id

from embedded_aws.restoring import references
from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import World

_KINDS = ("AWS::IAM::Role", "AWS::IAM::ServiceLinkedRole")
_LINKED = "/aws-service-role/"


def restore(world: World) -> None:
    for account in world.accounts:
        for role in account["roles"]:
            if world.wants_global(account["Id"], role["RoleName"], *_KINDS):
                _put(account["Id"], role)
    for arn in references.roles(world):
        account_id, (_, *path, name) = arn.split(":")[4], arn.split(":")[5].split("/")
        if world.wants_global(account_id, name, *_KINDS):
            _put(account_id, _sufficient(name, "/".join(["", *path, ""])))


def _sufficient(name: str, path: str) -> dict[str, Any]:
    """Whatever it was allowed, it sufficed."""
    return {
        "RoleName": name,
        "Path": path,
        "AssumeRolePolicyDocument": references.statement("sts:AssumeRole"),
        "attachedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
    }


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
