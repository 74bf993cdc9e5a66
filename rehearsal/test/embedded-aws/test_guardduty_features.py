"""Features of GuardDuty: what a region lacks, and what a call leaves out."""

import pytest
from guardduty_under_test import administered, configure, detector_of, features_of
from organizations_under_test import Organization, error_of

LACKING = "ap-east-2"


def enable(organization, *accounts):
    for account in accounts:
        body = {"region": LACKING, "status": "ENABLED"}
        organization.control("POST", f"/accounts/{account}/regions", body)


@pytest.mark.parametrize("feature", ["RDS_LOGIN_EVENTS", "S3_DATA_EVENTS"])
def test_a_feature_that_the_region_lacks_is_refused(aws, feature):
    """https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html"""
    organization = Organization(aws)
    [account, _] = organization.members
    enable(organization, account)
    guardduty = organization.client("guardduty", account, LACKING)
    guardduty.create_detector(Enable=True)

    def update():
        features = [{"Name": feature, "Status": "ENABLED"}]
        guardduty.update_detector(DetectorId=detector_of(guardduty), Features=features)

    if feature == "S3_DATA_EVENTS":
        update()
        assert "RDS_LOGIN_EVENTS" not in features_of(guardduty)
    else:
        error = error_of(update)
        assert error["Code"] == "BadRequestException"
        assert "an invalid or out-of-range value" in error["Message"]


def test_the_configuration_of_the_organization_refuses_it_too(aws):
    """https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html"""
    organization = administered(aws)
    administrator = organization.members[0]
    enable(organization, administrator, organization.management)
    organization.client("guardduty", region=LACKING).enable_organization_admin_account(
        AdminAccountId=administrator
    )
    guardduty = organization.client("guardduty", administrator, LACKING)

    error = error_of(lambda: configure(guardduty, "ALL", RDS_LOGIN_EVENTS="ALL"))

    assert error["Code"] == "BadRequestException"
    found = guardduty.describe_organization_configuration(DetectorId=detector_of(guardduty))
    assert "RDS_LOGIN_EVENTS" not in {feature["Name"] for feature in found["Features"]}


def additional(client):
    detector = client.get_detector(DetectorId=detector_of(client))
    [found] = [f for f in detector["Features"] if f["Name"] == "RUNTIME_MONITORING"]
    return {one["Name"]: one["Status"] for one in found["AdditionalConfiguration"]}


def test_a_feature_that_is_written_without_its_additional_configuration_loses_it(aws):
    """No source says that it keeps it: evidence row guardduty-additional-kept."""
    organization = Organization(aws)
    guardduty = organization.client("guardduty", organization.members[0])
    guardduty.create_detector(Enable=True)
    runtime = {"Name": "RUNTIME_MONITORING", "Status": "ENABLED"}
    addon = {"Name": "EKS_ADDON_MANAGEMENT", "Status": "ENABLED"}

    def write(feature):
        guardduty.update_detector(DetectorId=detector_of(guardduty), Features=[feature])

    write({**runtime, "AdditionalConfiguration": [addon]})
    before = additional(guardduty)
    write({"Name": "S3_DATA_EVENTS", "Status": "DISABLED"})
    untouched = additional(guardduty)
    write(runtime)

    assert before["EKS_ADDON_MANAGEMENT"] == untouched["EKS_ADDON_MANAGEMENT"] == "ENABLED"
    assert additional(guardduty)["EKS_ADDON_MANAGEMENT"] == "DISABLED"
