"""The resources and condition keys of calls to EC2, and what they need besides.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
"""

from collections.abc import Iterator
from typing import Any

from moto.ec2.models import ec2_backends

from embedded_aws.authorization import dependents, reference, registry
from embedded_aws.authorization.call import Call
from embedded_aws.authorization.dependents import Demand
from embedded_aws.evidence import evidence

#: Type of resource to the parameters that hold its ids.
_IDS = {
    "instance": ("InstanceId", "InstanceIds"),
    "internet-gateway": ("InternetGatewayId",),
    "network-interface": ("NetworkInterfaceId",),
    "route-table": ("RouteTableId",),
    "security-group": ("GroupId", "SecurityGroupIds"),
    "snapshot": ("SnapshotId",),
    "subnet": ("SubnetId", "SubnetIds"),
    "volume": ("VolumeId",),
    "vpc": ("VpcId",),
    "vpc-endpoint": ("VpcEndpointId", "VpcEndpointIds"),
    "vpc-flow-log": ("FlowLogIds",),
}
#: How ids of these types begin, where a parameter holds ids of any.
_BEGINNINGS = {
    "eni-": "network-interface",
    "fl-": "vpc-flow-log",
    "i-": "instance",
    "igw-": "internet-gateway",
    "rtb-": "route-table",
    "sg-": "security-group",
    "snap-": "snapshot",
    "subnet-": "subnet",
    "vol-": "volume",
    "vpc-": "vpc",
    "vpce-": "vpc-endpoint",
}
_FLOW_LOGS = "ec2:CreateFlowLogs"
_ECS_LISTS = ("Clusters", "ContainerInstances", "Services", "TaskDefinitions", "Tasks")


def _resources(call: Call) -> list[str] | None:
    """By the ids that parameters have; what the call makes has none yet, and is ``*``."""
    action = reference.action(call.action)
    found = [
        call.fill(one, **{one.variables[0]: identifier})
        for one in (action.types if action else ())
        for identifier in _ids(call, one)
    ]
    return found or None


def _ids(call: Call, one: reference.ResourceType) -> Iterator[str]:
    if call.action == _FLOW_LOGS and one.name == "vpc-flow-log":
        yield "*"
        return
    for value in (call.param(name) for name in _IDS.get(one.name, ())):
        yield from map(str, value if isinstance(value, list) else [value] if value else ())
    for identifier in [*(call.param("ResourceIds") or []), *(call.param("Resources") or [])]:
        beginning = f"{str(identifier).split('-', 1)[0]}-"
        if _BEGINNINGS.get(beginning) == one.name:
            yield str(identifier)


@evidence("ec2-resource-tags")
def _context(call: Call, resource: str) -> dict[str, Any]:
    """The tags that the resource has."""
    identifier = resource.rsplit("/", 1)[-1]
    tags = ec2_backends[call.account_id][call.region].tags.get(identifier, {})
    return {
        f"{prefix}:ResourceTag/{key}": value
        for prefix in ("aws", "ec2")
        for key, value in tags.items()
    }


@evidence("ec2-create-tags-with-a-creation")
def _tagging(call: Call) -> list[Demand]:
    """CreateTags on what the call makes, where it tags it."""
    found = []
    for one in call.param("TagSpecifications") or []:
        kind = one.get("ResourceType")
        arn = f"arn:{call.partition}:ec2:{call.region}:{call.account_id}:{kind}/*"
        context = {
            "ec2:CreateAction": call.operation,
            "aws:TagKeys": sorted(call.tags),
            **{f"aws:RequestTag/{key}": value for key, value in call.tags.items()},
        }
        found.append(Demand("ec2:CreateTags", arn, context))
    return found


@evidence("ec2-flow-logs-log-delivery")
def _delivery(name: str) -> dependents.Trigger:
    """Always: wherever the flow log delivers to."""
    return lambda call: [Demand(name)]


@evidence("ec2-flow-logs-ecs-fields")
def _ecs(name: str) -> dependents.Trigger:
    """Where the format of the flow log has fields of ECS."""
    return lambda call: [Demand(name)] if "${ecs-" in str(call.param("LogFormat")) else []


@evidence("ec2-launch-template-resolves-alias")
def _resolving(call: Call) -> list[Demand]:
    """Where the parameter that stands for an image is to be resolved."""
    wanted = str(call.param("ResolveAlias")).lower() == "true"
    return [Demand("ssm:GetParameters")] if wanted else []


def install() -> None:
    registry.resources_of("ec2")(_resources)
    registry.context_of("ec2")(_context)
    dependents.judged_with("ec2:CreateTags")(_tagging)
    dependents.judged_with("ssm:GetParameters", "ec2:DescribeLaunchTemplateVersions")(_resolving)
    create, delete = "logs:CreateLogDelivery", "logs:DeleteLogDelivery"
    dependents.judged_with(create, _FLOW_LOGS)(_delivery(create))
    dependents.judged_with(delete, "ec2:DeleteFlowLogs")(_delivery(delete))
    for noun in _ECS_LISTS:
        dependents.judged_with(f"ecs:List{noun}", _FLOW_LOGS)(_ecs(f"ecs:List{noun}"))
