"""StackSets: trusted access, which CloudFormation switches on and off."""

import pytest
from organizations_under_test import Organization, code_of

PRINCIPAL = "member.org.stacksets.cloudformation.amazonaws.com"


@pytest.fixture
def organization(aws):
    return Organization(aws)


def trusted(organization):
    organizations = organization.client("organizations", organization.management)
    listed = organizations.list_aws_service_access_for_organization()
    return PRINCIPAL in [one["ServicePrincipal"] for one in listed["EnabledServicePrincipals"]]


def test_activating_it_gives_stack_sets_trusted_access(organization):
    cloudformation = organization.client("cloudformation", organization.management)

    cloudformation.activate_organizations_access()

    assert trusted(organization)
    assert cloudformation.describe_organizations_access()["Status"] == "ENABLED"


def test_deactivating_it_takes_trusted_access_away(organization):
    cloudformation = organization.client("cloudformation", organization.management)
    cloudformation.activate_organizations_access()

    cloudformation.deactivate_organizations_access()

    assert not trusted(organization)
    assert cloudformation.describe_organizations_access()["Status"] == "DISABLED"


def test_a_member_does_not_activate_it(organization):
    cloudformation = organization.client("cloudformation", organization.members[0])

    assert code_of(cloudformation.activate_organizations_access) == "ValidationError"
