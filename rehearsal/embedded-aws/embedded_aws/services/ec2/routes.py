"""Routes of stacks, and what they lead through."""

from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request
from embedded_aws.cloudformation.providers.api_calls import client, pick, strict_client

_TARGETS = (
    "CarrierGatewayId",
    "EgressOnlyInternetGatewayId",
    "GatewayId",
    "InstanceId",
    "NatGatewayId",
    "NetworkInterfaceId",
    "TransitGatewayId",
    "VpcEndpointId",
    "VpcPeeringConnectionId",
)


def _way(given: dict[str, Any]) -> dict[str, Any]:
    destinations = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    return pick(given, "RouteTableId", *destinations)


class Route:
    type_name = "AWS::EC2::Route"

    def create(self, request: Request) -> Handled:
        given = request.properties
        with strict_client("ec2", request) as api:
            api.create_route(**_way(given), **pick(given, *_TARGETS))
        table, *destination = _way(given).values()
        return Handled(f"{table}|{destination[0]}", {"CidrBlock": destination[0]})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        given = request.properties
        with client("ec2", request) as api:
            api.replace_route(**_way(given), **pick(given, *_TARGETS))
        return Handled(physical_id, {"CidrBlock": physical_id.split("|")[1]})

    def delete(self, request: Request, physical_id: str) -> None:
        with client("ec2", request) as api:
            api.delete_route(**_way(request.properties))


class GatewayAttachment:
    type_name = "AWS::EC2::VPCGatewayAttachment"

    def create(self, request: Request) -> Handled:
        with strict_client("ec2", request) as api:
            api.attach_internet_gateway(**self._both(request.properties))
        return Handled(f"IGW|{request.properties['VpcId']}", {"AttachmentType": "IGW"})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        with client("ec2", request) as api:
            api.detach_internet_gateway(**self._both(old_properties))
            api.attach_internet_gateway(**self._both(request.properties))
        return Handled(physical_id, {"AttachmentType": "IGW"})

    def delete(self, request: Request, physical_id: str) -> None:
        with client("ec2", request) as api:
            api.detach_internet_gateway(**self._both(request.properties))

    def _both(self, given: dict[str, Any]) -> dict[str, Any]:
        return pick(given, "InternetGatewayId", "VpcId")


class SubnetRouteTableAssociation:
    """Both of its properties replace it, so ``update`` only meets an unchanged one."""

    type_name = "AWS::EC2::SubnetRouteTableAssociation"

    def create(self, request: Request) -> Handled:
        with strict_client("ec2", request) as api:
            made = api.associate_route_table(**pick(request.properties, "RouteTableId", "SubnetId"))
        return self._handled(made["AssociationId"])

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        return self._handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("ec2", request) as api:
            api.disassociate_route_table(AssociationId=physical_id)

    def _handled(self, association_id: str) -> Handled:
        return Handled(association_id, {"Id": association_id})


PROVIDERS = (Route(), GatewayAttachment(), SubnetRouteTableAssociation())
