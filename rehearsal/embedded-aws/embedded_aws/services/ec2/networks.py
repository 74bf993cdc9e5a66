"""VPCs, subnets, gateways and routes of stacks; moto's models of them leave things behind.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_EC2.html
"""

from typing import Any

from embedded_aws.cloudformation.providers.api_calls import (
    pick,
)
from embedded_aws.services.ec2.tagged import Tagged


class Vpc(Tagged):
    type_name = "AWS::EC2::VPC"
    kind = "vpc"
    changeable = ("EnableDnsHostnames", "EnableDnsSupport")

    def make(self, api: Any, given: dict[str, Any], tagging: dict[str, Any]) -> str:
        made = api.create_vpc(**pick(given, "CidrBlock", "InstanceTenancy"), **tagging)
        return str(made["Vpc"]["VpcId"])

    def configure(self, api: Any, made: str, given: dict[str, Any], old: dict[str, Any]) -> None:
        defaults = {"EnableDnsSupport": True, "EnableDnsHostnames": False}
        for name, default in defaults.items():
            value = str(given.get(name, default)).lower() == "true"
            api.modify_vpc_attribute(VpcId=made, **{name: {"Value": value}})

    def attributes(self, api: Any, made: str) -> dict[str, Any]:
        here = [{"Name": "vpc-id", "Values": [made]}]
        [vpc] = api.describe_vpcs(VpcIds=[made])["Vpcs"]
        groups = api.describe_security_groups(Filters=here)["SecurityGroups"]
        default = next((one["GroupId"] for one in groups if one["GroupName"] == "default"), None)
        acls = api.describe_network_acls(Filters=here)["NetworkAcls"]
        acl = next((one["NetworkAclId"] for one in acls if one["IsDefault"]), None)
        blocks = [one["AssociationId"] for one in vpc.get("CidrBlockAssociationSet", [])]
        found = {
            "VpcId": made,
            "CidrBlock": vpc["CidrBlock"],
            "CidrBlockAssociations": blocks,
            "DefaultSecurityGroup": default,
            "DefaultNetworkAcl": acl,
        }
        return {name: value for name, value in found.items() if value is not None}

    def remove(self, api: Any, physical_id: str) -> None:
        api.delete_vpc(VpcId=physical_id)


class Subnet(Tagged):
    type_name = "AWS::EC2::Subnet"
    kind = "subnet"
    changeable = ("MapPublicIpOnLaunch",)

    def make(self, api: Any, given: dict[str, Any], tagging: dict[str, Any]) -> str:
        names = ("AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "VpcId")
        return str(api.create_subnet(**pick(given, *names), **tagging)["Subnet"]["SubnetId"])

    def configure(self, api: Any, made: str, given: dict[str, Any], old: dict[str, Any]) -> None:
        value = str(given.get("MapPublicIpOnLaunch", False)).lower() == "true"
        api.modify_subnet_attribute(SubnetId=made, MapPublicIpOnLaunch={"Value": value})

    def attributes(self, api: Any, made: str) -> dict[str, Any]:
        [subnet] = api.describe_subnets(SubnetIds=[made])["Subnets"]
        names = ("AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "SubnetId", "VpcId")
        return pick(subnet, *names)

    def remove(self, api: Any, physical_id: str) -> None:
        api.delete_subnet(SubnetId=physical_id)


class InternetGateway(Tagged):
    type_name = "AWS::EC2::InternetGateway"
    kind = "internet-gateway"

    def make(self, api: Any, given: dict[str, Any], tagging: dict[str, Any]) -> str:
        made = api.create_internet_gateway(**tagging)
        return str(made["InternetGateway"]["InternetGatewayId"])

    def attributes(self, api: Any, made: str) -> dict[str, Any]:
        return {"InternetGatewayId": made}

    def remove(self, api: Any, physical_id: str) -> None:
        api.delete_internet_gateway(InternetGatewayId=physical_id)


class RouteTable(Tagged):
    type_name = "AWS::EC2::RouteTable"
    kind = "route-table"

    def make(self, api: Any, given: dict[str, Any], tagging: dict[str, Any]) -> str:
        made = api.create_route_table(VpcId=given["VpcId"], **tagging)
        return str(made["RouteTable"]["RouteTableId"])

    def attributes(self, api: Any, made: str) -> dict[str, Any]:
        return {"RouteTableId": made}

    def remove(self, api: Any, physical_id: str) -> None:
        api.delete_route_table(RouteTableId=physical_id)


PROVIDERS = (Vpc(), Subnet(), InternetGateway(), RouteTable())
