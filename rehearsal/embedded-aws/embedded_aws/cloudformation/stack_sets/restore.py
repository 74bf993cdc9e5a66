"""The stack sets of a snapshot, with their instances."""

from typing import Any

from embedded_aws.cloudformation.stack_sets import model
from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import World

_TYPE = "AWS::CloudFormation::StackSet"


def restore(world: World) -> None:
    management, home = world.management_account_id, str(world.snapshot["homeRegion"])
    templates = world.snapshot.get("templates", {})
    for given in world.snapshot["stackSets"]:
        name = given["StackSetName"]
        if not world.wants_anywhere(_TYPE, name):
            continue
        made = model.StackSet(
            management,
            home,
            name,
            templates.get(given.get("template"), "{}"),
            given.get("Description", ""),
            [{"ParameterKey": k, "ParameterValue": v} for k, v in given["Parameters"].items()],
            list(given["Capabilities"]),
            dict(given["Tags"]),
            given["PermissionModel"],
            None,
            "AWSCloudFormationStackSetExecutionRole",
            given.get("AutoDeployment"),
            given.get("ManagedExecution") or {"Active": False},
            status=given["Status"],
        )
        for one in given["instances"]:
            made.instances[one["Account"], one["Region"]] = _instance(one)
        model.table(management, home)[name] = made


def _instance(given: dict[str, Any]) -> model.StackInstance:
    current = given["Status"] == "CURRENT"
    return model.StackInstance(
        given["Account"],
        given["Region"],
        given.get("OrganizationalUnitId", ""),
        stack_id=given.get("StackId"),
        status=given["Status"],
        detail="SUCCEEDED" if current else "FAILED",
    )


PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
