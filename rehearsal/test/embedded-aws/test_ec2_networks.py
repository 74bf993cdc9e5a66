"""Networks and registries of stacks: changed in place, and gone with their stack."""

import copy

import pytest
from batch_stacks_under_test import NETWORK, tags
from stacks import create, describe, reason, resource, template, update


def body(**changed):
    resources = copy.deepcopy(NETWORK)
    for logical_id, properties in changed.items():
        resources[logical_id]["Properties"].update(properties)
    return template(resources)


@pytest.fixture
def network(cloudformation):
    return create(cloudformation, "network", body())


def physical(cloudformation, logical_id):
    return resource(cloudformation, "network", logical_id)["PhysicalResourceId"]


def test_a_subnet_has_the_way_out_of_its_route_table(network, cloudformation, client):
    subnet = [{"Name": "association.subnet-id", "Values": [physical(cloudformation, "Subnet")]}]

    [table] = client("ec2").describe_route_tables(Filters=subnet)["RouteTables"]

    ways = {route["DestinationCidrBlock"]: route["GatewayId"] for route in table["Routes"]}
    assert ways["0.0.0.0/0"] == physical(cloudformation, "Gateway")
    assert table["RouteTableId"] == physical(cloudformation, "RouteTable")


def test_a_group_lets_out_what_its_template_says_and_nothing_else(network, cloudformation, client):
    ids = [physical(cloudformation, "SecurityGroup")]

    def ports():
        [group] = client("ec2").describe_security_groups(GroupIds=ids)["SecurityGroups"]
        return [one.get("FromPort") for one in group["IpPermissionsEgress"]]

    before = ports()
    rule = {"IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "CidrIp": "10.0.0.0/24"}
    update(cloudformation, "network", body(SecurityGroup={"SecurityGroupEgress": [rule]}))

    assert (before, ports()) == ([443], [53])


def test_a_network_and_its_tags_change_in_place(network, cloudformation, client):
    before = physical(cloudformation, "Vpc")
    changed = update(
        cloudformation,
        "network",
        body(
            Vpc={"EnableDnsHostnames": True, "Tags": tags(c="d")},
            Subnet={"MapPublicIpOnLaunch": True},
        ),
    )

    ec2 = client("ec2")
    [vpc] = ec2.describe_vpcs(VpcIds=[before])["Vpcs"]
    names = ec2.describe_vpc_attribute(VpcId=before, Attribute="enableDnsHostnames")
    [subnet] = ec2.describe_subnets(SubnetIds=[physical(cloudformation, "Subnet")])["Subnets"]
    assert changed["StackStatus"] == "UPDATE_COMPLETE"
    assert physical(cloudformation, "Vpc") == before
    assert {"Key": "c", "Value": "d"} in vpc["Tags"]
    assert "a" not in {tag["Key"] for tag in vpc["Tags"]}
    assert names["EnableDnsHostnames"]["Value"]
    assert subnet["MapPublicIpOnLaunch"]


def test_a_change_that_is_not_modelled_is_refused(network, cloudformation):
    update(cloudformation, "network", body(Vpc={"InstanceTenancy": "dedicated"}))

    assert "cannot change InstanceTenancy" in reason(cloudformation, "network", "UPDATE_FAILED")


def test_a_repository_keeps_its_policies_until_its_template_drops_them(
    network, cloudformation, client, account_id
):
    ecr = client("ecr")
    lifecycle = '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged",'
    lifecycle += '"countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}'
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
        "Action": "ecr:BatchGetImage",
    }
    policies = {
        "LifecyclePolicy": {"LifecyclePolicyText": lifecycle},
        "RepositoryPolicyText": {"Version": "2012-10-17", "Statement": [statement]},
        "Tags": tags(a="b"),
    }

    update(cloudformation, "network", body(Repository=policies))
    kept = ecr.get_lifecycle_policy(repositoryName="audit")["lifecyclePolicyText"]
    allowed = ecr.get_repository_policy(repositoryName="audit")["policyText"]
    update(cloudformation, "network", body(Repository={"ImageTagMutability": "MUTABLE"}))

    assert "imageCountMoreThan" in kept
    assert "ecr:BatchGetImage" in allowed
    for read in (ecr.get_lifecycle_policy, ecr.get_repository_policy):
        with pytest.raises(ecr.exceptions.ClientError, match="NotFound"):
            read(repositoryName="audit")
    [repository] = ecr.describe_repositories()["repositories"]
    assert repository["imageTagMutability"] == "MUTABLE"
    assert repository["imageScanningConfiguration"] == {"scanOnPush": True}
    arn = repository["repositoryArn"]
    assert "a" not in {tag["Key"] for tag in ecr.list_tags_for_resource(resourceArn=arn)["tags"]}


@pytest.mark.parametrize(("emptied", "status"), [(True, "COMPLETE"), (False, "FAILED")])
def test_a_repository_with_images_goes_if_it_may_be_emptied(
    cloudformation, client, emptied, status
):
    made = create(cloudformation, "network", body(Repository={"EmptyOnDelete": emptied}))
    client("ecr").put_image(
        repositoryName="audit",
        imageManifest="{}",
        imageManifestMediaType="application/vnd.oci.image.manifest.v1+json",
        imageTag="1",
    )

    cloudformation.delete_stack(StackName="network")

    assert describe(cloudformation, made["StackId"])["StackStatus"] == f"DELETE_{status}"


def test_what_is_gone_already_does_not_keep_a_network(network, cloudformation, client):
    ec2, names = client("ec2"), ("Vpc", "Gateway", "RouteTable", "Subnet", "SecurityGroup")
    vpc, gateway, table, subnet, group = (physical(cloudformation, name) for name in names)
    association = physical(cloudformation, "SubnetRoute")
    ec2.disassociate_route_table(AssociationId=association)
    ec2.delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")
    ec2.delete_route_table(RouteTableId=table)
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_security_group(GroupId=group)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)
    ec2.delete_vpc(VpcId=vpc)
    client("ecr").delete_repository(repositoryName="audit")

    cloudformation.delete_stack(StackName="network")

    assert describe(cloudformation, network["StackId"])["StackStatus"] == "DELETE_COMPLETE"
