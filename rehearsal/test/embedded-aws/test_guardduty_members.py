"""GuardDuty members through Organizations."""

import pytest
from guardduty_under_test import (
    administered,
    configure,
    create_member,
    details,
    detector_of,
    features_of,
)
from organizations_under_test import code_of


@pytest.fixture
def organization(aws):
    return administered(aws)


def test_created_members_are_enabled_at_once_with_a_detector(organization):
    [admin, member, _] = organization.members
    client = organization.client("guardduty", admin)

    answer = client.create_members(
        DetectorId=detector_of(client), AccountDetails=details(organization, member)
    )

    assert answer["UnprocessedAccounts"] == []
    [found] = client.list_members(DetectorId=detector_of(client))["Members"]
    assert (found["AccountId"], found["RelationshipStatus"]) == (member, "Enabled")
    own = organization.client("guardduty", member)
    administrator = own.get_administrator_account(DetectorId=detector_of(own))["Administrator"]
    assert administrator["AccountId"] == admin


def test_accounts_that_cannot_be_members_are_answered_with_the_reason(organization):
    [admin, member, _] = organization.members
    client = organization.client("guardduty", admin)
    accounts = details(organization, organization.suspended, organization.management)
    accounts += [{"AccountId": "999999999999", "Email": "unknown@example.com"}]
    accounts += [{"AccountId": member, "Email": "wrong@example.com"}]

    answer = client.create_members(DetectorId=detector_of(client), AccountDetails=accounts)

    refused = {a["AccountId"]: a["Result"] for a in answer["UnprocessedAccounts"]}
    assert set(refused) == {d["AccountId"] for d in accounts}
    assert "master must first enable GuardDuty" in refused[organization.management]


def test_the_management_account_joins_once_it_has_a_detector(organization):
    client = organization.client("guardduty", organization.members[0])
    organization.client("guardduty").create_detector(Enable=True)

    answer = client.create_members(
        DetectorId=detector_of(client),
        AccountDetails=details(organization, organization.management),
    )

    assert answer["UnprocessedAccounts"] == []


def test_more_than_fifty_accounts_at_once_are_refused(organization):
    client = organization.client("guardduty", organization.members[0])
    accounts = [{"AccountId": f"{n:012}", "Email": "a@example.com"} for n in range(51)]

    code = code_of(client.create_members, DetectorId=detector_of(client), AccountDetails=accounts)

    assert code == "BadRequestException"


def test_auto_enabled_accounts_join_only_when_aws_gets_to_it(organization):
    [admin, *others] = organization.members
    client = organization.client("guardduty", admin)
    configure(client, "ALL", S3_DATA_EVENTS="ALL", RUNTIME_MONITORING="ALL")

    before = client.list_members(DetectorId=detector_of(client))["Members"]
    organization.control("POST", "/guardduty/settle")
    after = client.list_members(DetectorId=detector_of(client))["Members"]

    assert before == []
    assert {member["AccountId"] for member in after} == set(others)
    own = organization.client("guardduty", others[0])
    status = features_of(own)
    assert status["RUNTIME_MONITORING"] == status["S3_DATA_EVENTS"] == "ENABLED"
    assert status["RDS_LOGIN_EVENTS"] == "DISABLED"


def test_new_accounts_join_where_only_those_are_auto_enabled(organization):
    client = organization.client("guardduty", organization.members[0])
    configure(client, "NEW")
    created = organization.client("organizations").create_account(
        AccountName="New", Email=f"new-{organization.id}@example.com"
    )

    organization.control("POST", "/guardduty/settle")

    members = client.list_members(DetectorId=detector_of(client))["Members"]
    new = created["CreateAccountStatus"]["AccountId"]
    assert [member["AccountId"] for member in members] == [new]


def test_members_cannot_be_removed_while_all_accounts_are_kept_enabled(organization):
    [admin, member, _] = organization.members
    client = create_member(organization, member)
    arguments = {"DetectorId": detector_of(client), "AccountIds": [member]}
    configure(client, "ALL")

    assert code_of(client.disassociate_members, **arguments) == "BadRequestException"
    assert code_of(client.delete_members, **arguments) == "BadRequestException"
    assert code_of(client.stop_monitoring_members, **arguments) == "BadRequestException"


def test_a_member_of_the_organization_can_neither_leave_nor_delete_its_detector(organization):
    [admin, member, _] = organization.members
    create_member(organization, member)
    own = organization.client("guardduty", member)
    detector_id = detector_of(own)

    leave = code_of(own.disassociate_from_administrator_account, DetectorId=detector_id)
    delete = code_of(own.delete_detector, DetectorId=detector_id)

    assert (leave, delete) == ("BadRequestException", "BadRequestException")


def test_removed_members_keep_their_detectors(organization):
    [admin, member, _] = organization.members
    client = create_member(organization, member)
    arguments = {"DetectorId": detector_of(client), "AccountIds": [member]}

    client.disassociate_members(**arguments)
    client.delete_members(**arguments)

    assert client.list_members(DetectorId=detector_of(client))["Members"] == []
    own = organization.client("guardduty", member)
    assert own.get_detector(DetectorId=detector_of(own))["Status"] == "ENABLED"


def test_members_are_listed_in_pages(aws):
    organization = administered(aws, members=60)
    client = organization.client("guardduty", organization.members[0])
    configure(client, "ALL")
    organization.control("POST", "/guardduty/settle")

    pages = client.get_paginator("list_members").paginate(DetectorId=detector_of(client))

    assert [len(page["Members"]) for page in pages] == [50, 9]


def test_the_administrator_sets_the_features_of_its_members(organization):
    [admin, member, _] = organization.members
    client = create_member(organization, member)
    feature = {"Name": "LAMBDA_NETWORK_LOGS", "Status": "ENABLED"}
    own = organization.client("guardduty", member)

    client.update_member_detectors(
        DetectorId=detector_of(client), AccountIds=[member], Features=[feature]
    )
    refused = code_of(
        own.update_detector,
        DetectorId=detector_of(own),
        Features=[{"Name": "LAMBDA_NETWORK_LOGS", "Status": "DISABLED"}],
    )

    assert features_of(own)["LAMBDA_NETWORK_LOGS"] == "ENABLED"
    assert refused == "BadRequestException"


def test_auto_enablement_happens_at_once_when_it_is_asked_to(organization):
    """AWS says within 24 hours, and no more: it may be at once.

    https://docs.aws.amazon.com/guardduty/latest/ug/set-guardduty-auto-enable-preferences.html
    """
    client = organization.client("guardduty", organization.members[0])
    organization.client("guardduty").create_detector(Enable=True)

    organization.control("POST", "/guardduty/pace", {"atOnce": True})
    try:
        configure(client, "ALL")
    finally:
        organization.control("POST", "/guardduty/pace", {"atOnce": False})

    found = client.list_members(DetectorId=detector_of(client))["Members"]
    others = {organization.management, *organization.members[1:]}
    assert {member["AccountId"] for member in found} == others
