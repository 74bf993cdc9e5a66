"""Detectors, and the administrator of an organization."""

import pytest
from guardduty_under_test import SERVICE, administered, create_member, detector_of
from organizations_under_test import Organization, code_of, error_of


@pytest.fixture
def organization(aws):
    return administered(aws)


def test_a_second_detector_is_refused(aws):
    client = Organization(aws).client("guardduty")
    client.create_detector(Enable=True)

    error = error_of(client.create_detector, Enable=True)

    assert error["Code"] == "BadRequestException"
    assert error["Message"] == (
        "The request is rejected because a detector already exists for the current account."
    )


def test_a_new_detector_has_every_feature_but_those_to_opt_in_to(aws):
    client = Organization(aws).client("guardduty")
    detector_id = client.create_detector(Enable=True)["DetectorId"]

    features = client.get_detector(DetectorId=detector_id)["Features"]

    off = {feature["Name"] for feature in features if feature["Status"] == "DISABLED"}
    assert off == {"RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING", "AI_PROTECTION"}


def test_a_detector_belongs_to_one_account_and_region(aws):
    organization = Organization(aws)
    detector_id = organization.client("guardduty").create_detector(Enable=True)["DetectorId"]
    elsewhere = organization.client("guardduty", region="us-east-1")

    assert code_of(elsewhere.get_detector, DetectorId=detector_id) == "BadRequestException"
    assert elsewhere.list_detectors()["DetectorIds"] == []


def test_a_detector_can_be_updated_tagged_and_deleted(aws):
    client = Organization(aws).client("guardduty")
    detector_id = client.create_detector(Enable=True, Tags={"a": "1"})["DetectorId"]

    client.update_detector(
        DetectorId=detector_id,
        FindingPublishingFrequency="FIFTEEN_MINUTES",
        Features=[{"Name": "RDS_LOGIN_EVENTS", "Status": "DISABLED"}],
    )

    detector = client.get_detector(DetectorId=detector_id)
    status = {feature["Name"]: feature["Status"] for feature in detector["Features"]}
    assert detector["FindingPublishingFrequency"] == "FIFTEEN_MINUTES"
    assert (status["RDS_LOGIN_EVENTS"], status["S3_DATA_EVENTS"]) == ("DISABLED", "ENABLED")
    assert detector["Tags"] == {"a": "1"}
    client.delete_detector(DetectorId=detector_id)
    assert client.list_detectors()["DetectorIds"] == []


def test_an_administrator_cannot_be_designated_without_trusted_access(aws):
    organization = Organization(aws)

    code = code_of(
        organization.client("guardduty").enable_organization_admin_account,
        AdminAccountId=organization.members[0],
    )

    assert code == "BadRequestException"


def test_only_the_management_account_designates_the_administrator(organization):
    client = organization.client("guardduty", organization.members[1], region="us-east-1")

    code = code_of(client.enable_organization_admin_account, AdminAccountId=organization.members[0])

    assert code == "BadRequestException"


def test_a_suspended_account_cannot_be_the_administrator(organization):
    client = organization.client("guardduty", region="us-east-1")

    code = code_of(client.enable_organization_admin_account, AdminAccountId=organization.suspended)

    assert code == "BadRequestException"


def test_the_administrator_gets_a_detector_and_is_registered(organization):
    admin = organization.members[0]
    listed = organization.client("organizations").list_delegated_administrators(
        ServicePrincipal=SERVICE
    )

    assert detector_of(organization.client("guardduty", admin))
    assert [a["Id"] for a in listed["DelegatedAdministrators"]] == [admin]
    assert organization.client("guardduty").list_organization_admin_accounts()["AdminAccounts"] == [
        {"AdminAccountId": admin, "AdminStatus": "ENABLED"}
    ]


@pytest.mark.parametrize("which", [0, 1])
def test_designating_an_administrator_again_is_refused(organization, which):
    code = code_of(
        organization.client("guardduty").enable_organization_admin_account,
        AdminAccountId=organization.members[which],
    )

    assert code == "BadRequestException"


def test_every_region_has_the_same_administrator(organization):
    client = organization.client("guardduty", region="us-east-1")

    refused = code_of(
        client.enable_organization_admin_account, AdminAccountId=organization.members[1]
    )
    client.enable_organization_admin_account(AdminAccountId=organization.members[0])

    assert refused == "BadRequestException"


@pytest.mark.parametrize("which", [0, 1])
def test_only_the_management_account_asks_for_the_administrator(organization, which):
    client = organization.client("guardduty", organization.members[which])

    assert code_of(client.list_organization_admin_accounts) == "BadRequestException"


def test_only_the_administrator_configures_the_organization(organization):
    client = organization.client("guardduty")
    detector_id = client.create_detector(Enable=True)["DetectorId"]

    error = error_of(client.describe_organization_configuration, DetectorId=detector_id)

    assert error["Code"] == "BadRequestException"
    assert "required AWS Organization master permission" in error["Message"]


@pytest.mark.parametrize("by_organizations", [False, True])
def test_without_its_administrator_the_accounts_keep_their_detectors(
    organization, by_organizations
):
    [admin, member, _] = organization.members
    client = create_member(organization, member)

    if by_organizations:
        organization.client("organizations").deregister_delegated_administrator(
            AccountId=admin, ServicePrincipal=SERVICE
        )
    else:
        organization.client("guardduty").disable_organization_admin_account(AdminAccountId=admin)

    management = organization.client("guardduty")
    own = organization.client("guardduty", member)
    assert management.list_organization_admin_accounts()["AdminAccounts"] == []
    assert "Administrator" not in own.get_administrator_account(DetectorId=detector_of(own))
    assert own.get_detector(DetectorId=detector_of(own))["Status"] == "ENABLED"
    assert client.list_members(DetectorId=detector_of(client))["Members"] == []
