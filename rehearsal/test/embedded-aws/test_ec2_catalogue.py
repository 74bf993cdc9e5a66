"""What EC2 sells, read when it is asked for."""

import pytest


@pytest.mark.parametrize(
    ("location_type", "location"),
    [("region", "eu-west-1"), ("availability-zone", "eu-west-1a")],
)
def test_instance_types_are_on_offer(client, location_type, location):
    answer = client("ec2").describe_instance_type_offerings(LocationType=location_type)

    offered = [o for o in answer["InstanceTypeOfferings"] if o["InstanceType"] == "t3.micro"]
    assert location in [o["Location"] for o in offered]
    assert {o["LocationType"] for o in offered} == {location_type}


def test_an_instance_can_be_run(client):
    answer = client("ec2").run_instances(
        ImageId="ami-12345678", InstanceType="t3.micro", MinCount=1, MaxCount=1
    )

    assert answer["Instances"][0]["InstanceType"] == "t3.micro"


def test_no_account_gets_the_images_of_amazon(client):
    assert client("ec2").describe_images()["Images"] == []


def test_what_ec2_sells_is_read_only_for_the_regions_that_are_asked_about(client):
    from moto.ec2.models.instance_types import INSTANCE_TYPE_OFFERINGS

    client("ec2").describe_instance_type_offerings(LocationType="region")

    by_region = INSTANCE_TYPE_OFFERINGS["region"]
    read = [region for region in by_region if dict.__getitem__(by_region, region) is not None]
    assert "eu-west-1" in read
    assert len(read) < len(by_region)
