"""Whether a task in the subnets of its environment reaches a registry.

https://docs.aws.amazon.com/batch/latest/userguide/fargate.html
"""

from typing import Any

from moto.ec2.models import ec2_backends

from embedded_aws.services.batch.state import Job

_EVERYWHERE = "0.0.0.0/0"


def missing(job: Job, environment: dict[str, Any]) -> str | None:
    """What keeps the task from the internet; None when nothing does.

    A VPC with an endpoint of the registry is held to have what else it needs.
    """
    network = job.request.container.get("networkConfiguration") or {}
    public = network.get("assignPublicIp") == "ENABLED"
    ec2 = ec2_backends[job.state.account_id][job.state.region]
    for subnet_id in environment["computeResources"]["subnets"]:
        subnet = ec2.get_subnet(subnet_id)
        if _has_endpoint(ec2, subnet.vpc_id):
            continue
        gateway, nat = _way_out(ec2, subnet)
        if nat or (gateway and public):
            continue
        if gateway:
            return f"a task in {subnet_id} has no public IP address"
        return f"{subnet_id} has no route to an internet or NAT gateway"
    return None


def _has_endpoint(ec2: Any, vpc_id: str) -> bool:
    endpoints = list(ec2.vpc_end_points.values())
    return any(
        one.vpc_id == vpc_id and str(one.service_name).endswith(".ecr.dkr") for one in endpoints
    )


def _way_out(ec2: Any, subnet: Any) -> tuple[bool, bool]:
    """Whether the subnet's default route is an internet gateway, and whether a NAT gateway."""
    tables = [table for table in ec2.route_tables.values() if table.vpc_id == subnet.vpc_id]
    own = [t for t in tables if any(a.get("SubnetId") == subnet.id for a in t.associations)]
    main = [table for table in tables if table.main_association_id]
    routes = [
        route
        for table in (own or main)[:1]
        for route in table.routes
        if route.destination_cidr_block == _EVERYWHERE
    ]
    gateway = any(route.gateway and not route.local for route in routes)
    return gateway, any(route.nat_gateway for route in routes)
