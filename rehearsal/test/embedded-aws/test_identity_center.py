"""The instance of IAM Identity Center is where it was enabled, and where it is replicated to."""

from organizations_under_test import Organization


def instances(organization, region):
    return organization.client("sso-admin", region=region).list_instances()["Instances"]


def enable(organization, *regions):
    body = {"accountId": organization.management, "regions": list(regions)}
    organization.control("POST", "/identity-center", body)


def test_an_organization_has_no_instance_until_it_is_enabled(aws):
    organization = Organization(aws)

    assert instances(organization, "eu-west-1") == []


def test_an_instance_is_in_its_own_region_and_in_those_that_it_is_replicated_to(aws):
    organization = Organization(aws)

    enable(organization, "eu-west-1", "us-west-2")

    found = [instances(organization, one) for one in ("eu-west-1", "us-west-2", "us-east-1")]
    owners = [[one["OwnerAccountId"] for one in listed] for listed in found]
    assert owners == [[organization.management], [organization.management], []]
