"""Detectors, and members through Organizations."""

import pytest
from organizations_under_test import REGION, Organization, code_of, error_of

SERVICE = "guardduty.amazonaws.com"


@pytest.fixture
def organization(endpoint):
    """Trusts GuardDuty; its first member is the delegated administrator in one region."""
    made = Organization(endpoint, members=3, suspended=True)
    made.client("organizations").enable_aws_service_access(ServicePrincipal=SERVICE)
    made.client("guardduty").enable_organization_admin_account(AdminAccountId=made.members[0])
    return made


def _detector(client) -> str:
    [detector_id] = client.list_detectors()["DetectorIds"]
    return detector_id


def _details(organization: Organization, *accounts: str) -> list[dict[str, str]]:
    return [{"AccountId": a, "Email": organization.email(a)} for a in accounts]


def _configure(client, members: str, **features: str) -> None:
    client.update_organization_configuration(
        DetectorId=_detector(client),
        AutoEnableOrganizationMembers=members,
        Features=[{"Name": name, "AutoEnable": auto} for name, auto in features.items()],
    )


def _member(client, account_id: str) -> dict:
    [member] = client.get_members(DetectorId=_detector(client), AccountIds=[account_id])["Members"]
    return member


def test_a_second_detector_is_refused(endpoint):
    client = Organization(endpoint).client("guardduty")
    client.create_detector(Enable=True)

    error = error_of(client.create_detector, Enable=True)

    assert error["Code"] == "BadRequestException"
    assert error["Message"] == (
        "The request is rejected because a detector already exists for the current account."
    )


def test_a_new_detector_has_every_feature_but_runtime_monitoring(endpoint):
    client = Organization(endpoint).client("guardduty")
    detector_id = client.create_detector(Enable=True)["DetectorId"]

    features = client.get_detector(DetectorId=detector_id)["Features"]

    off = {feature["Name"] for feature in features if feature["Status"] == "DISABLED"}
    assert off == {"RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING"}


def test_a_detector_belongs_to_one_account_and_region(endpoint):
    organization = Organization(endpoint)
    detector_id = organization.client("guardduty").create_detector(Enable=True)["DetectorId"]
    elsewhere = organization.client("guardduty", region="us-east-1")

    assert code_of(elsewhere.get_detector, DetectorId=detector_id) == "BadRequestException"
    assert elsewhere.list_detectors()["DetectorIds"] == []


def test_a_detector_can_be_updated_tagged_and_deleted(endpoint):
    client = Organization(endpoint).client("guardduty")
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


def test_an_administrator_cannot_be_designated_without_trusted_access(endpoint):
    organization = Organization(endpoint)

    code = code_of(
        organization.client("guardduty").enable_organization_admin_account,
        AdminAccountId=organization.members[0],
    )

    assert code == "BadRequestException"


def test_only_the_management_account_designates_the_administrator(organization):
    client = organization.client("guardduty", organization.members[1], region="us-east-1")

    code = code_of(
        client.enable_organization_admin_account, AdminAccountId=organization.members[0]
    )

    assert code == "BadRequestException"


def test_a_suspended_account_cannot_be_the_administrator(organization):
    client = organization.client("guardduty", region="us-east-1")

    code = code_of(
        client.enable_organization_admin_account, AdminAccountId=organization.suspended
    )

    assert code == "BadRequestException"


def test_the_administrator_gets_a_detector_and_is_registered(organization):
    admin = organization.members[0]
    listed = organization.client("organizations").list_delegated_administrators(
        ServicePrincipal=SERVICE
    )

    assert _detector(organization.client("guardduty", admin))
    assert [a["Id"] for a in listed["DelegatedAdministrators"]] == [admin]
    assert organization.client("guardduty").list_organization_admin_accounts()[
        "AdminAccounts"
    ] == [{"AdminAccountId": admin, "AdminStatus": "ENABLED"}]


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


def test_a_member_may_not_ask_for_the_administrator(organization):
    client = organization.client("guardduty", organization.members[1])

    assert code_of(client.list_organization_admin_accounts) == "BadRequestException"


def test_only_the_administrator_configures_the_organization(organization):
    client = organization.client("guardduty")
    detector_id = client.create_detector(Enable=True)["DetectorId"]

    code = code_of(client.describe_organization_configuration, DetectorId=detector_id)

    assert code == "BadRequestException"


def test_created_members_are_enabled_at_once_with_a_detector(organization):
    [admin, member, _] = organization.members
    client = organization.client("guardduty", admin)

    answer = client.create_members(
        DetectorId=_detector(client), AccountDetails=_details(organization, member)
    )

    assert answer["UnprocessedAccounts"] == []
    assert _member(client, member)["RelationshipStatus"] == "Enabled"
    own = organization.client("guardduty", member)
    administrator = own.get_administrator_account(DetectorId=_detector(own))["Administrator"]
    assert administrator["AccountId"] == admin


def test_accounts_that_cannot_be_members_are_answered_with_the_reason(organization):
    [admin, member, _] = organization.members
    client = organization.client("guardduty", admin)
    details = _details(organization, organization.suspended, organization.management)
    details += [{"AccountId": "999999999999", "Email": "nobody@example.com"}]
    details += [{"AccountId": member, "Email": "wrong@example.com"}]

    answer = client.create_members(DetectorId=_detector(client), AccountDetails=details)

    refused = {a["AccountId"]: a["Result"] for a in answer["UnprocessedAccounts"]}
    assert set(refused) == {d["AccountId"] for d in details}
    assert "not enabled in the management account" in refused[organization.management]


def test_the_management_account_joins_once_it_has_a_detector(organization):
    client = organization.client("guardduty", organization.members[0])
    organization.client("guardduty").create_detector(Enable=True)

    answer = client.create_members(
        DetectorId=_detector(client),
        AccountDetails=_details(organization, organization.management),
    )

    assert answer["UnprocessedAccounts"] == []


def test_more_than_fifty_accounts_at_once_are_refused(organization):
    client = organization.client("guardduty", organization.members[0])
    accounts = [{"AccountId": f"{n:012}", "Email": "a@example.com"} for n in range(51)]

    code = code_of(
        client.create_members, DetectorId=_detector(client), AccountDetails=accounts
    )

    assert code == "BadRequestException"


def test_auto_enabled_accounts_join_only_when_aws_gets_to_it(organization):
    [admin, *others] = organization.members
    client = organization.client("guardduty", admin)
    _configure(client, "ALL", S3_DATA_EVENTS="ALL", RUNTIME_MONITORING="ALL")

    before = client.list_members(DetectorId=_detector(client))["Members"]
    organization.control("POST", "/guardduty/settle")
    after = client.list_members(DetectorId=_detector(client))["Members"]

    assert before == []
    assert {member["AccountId"] for member in after} == set(others)
    own = organization.client("guardduty", others[0])
    features = own.get_detector(DetectorId=_detector(own))["Features"]
    status = {feature["Name"]: feature["Status"] for feature in features}
    assert status["RUNTIME_MONITORING"] == status["S3_DATA_EVENTS"] == "ENABLED"
    assert status["RDS_LOGIN_EVENTS"] == "DISABLED"


def test_new_accounts_join_where_only_those_are_auto_enabled(organization):
    client = organization.client("guardduty", organization.members[0])
    _configure(client, "NEW")
    created = organization.client("organizations").create_account(
        AccountName="New", Email=f"new-{organization.id}@example.com"
    )

    organization.control("POST", "/guardduty/settle")

    members = client.list_members(DetectorId=_detector(client))["Members"]
    new = created["CreateAccountStatus"]["AccountId"]
    assert [member["AccountId"] for member in members] == [new]


def test_members_cannot_be_removed_while_all_accounts_are_kept_enabled(organization):
    [admin, member, _] = organization.members
    client = organization.client("guardduty", admin)
    arguments = {"DetectorId": _detector(client), "AccountIds": [member]}
    client.create_members(
        DetectorId=_detector(client), AccountDetails=_details(organization, member)
    )
    _configure(client, "ALL")

    assert code_of(client.disassociate_members, **arguments) == "BadRequestException"
    assert code_of(client.delete_members, **arguments) == "BadRequestException"
    assert code_of(client.stop_monitoring_members, **arguments) == "BadRequestException"


def test_a_member_of_the_organization_can_neither_leave_nor_delete_its_detector(organization):
    [admin, member, _] = organization.members
    client = organization.client("guardduty", admin)
    client.create_members(
        DetectorId=_detector(client), AccountDetails=_details(organization, member)
    )
    own = organization.client("guardduty", member)
    detector_id = _detector(own)

    leave = code_of(own.disassociate_from_administrator_account, DetectorId=detector_id)
    delete = code_of(own.delete_detector, DetectorId=detector_id)

    assert (leave, delete) == ("BadRequestException", "BadRequestException")


def test_removed_members_keep_their_detector(organization):
    [admin, member, _] = organization.members
    client = organization.client("guardduty", admin)
    arguments = {"DetectorId": _detector(client), "AccountIds": [member]}
    client.create_members(
        DetectorId=_detector(client), AccountDetails=_details(organization, member)
    )

    client.disassociate_members(**arguments)
    client.delete_members(**arguments)

    assert client.list_members(DetectorId=_detector(client))["Members"] == []
    own = organization.client("guardduty", member)
    assert own.get_detector(DetectorId=_detector(own))["Status"] == "ENABLED"


@pytest.mark.parametrize("by_organizations", [False, True])
def test_without_its_administrator_the_accounts_keep_their_detectors(
    organization, by_organizations
):
    [admin, member, _] = organization.members
    client = organization.client("guardduty", admin)
    client.create_members(
        DetectorId=_detector(client), AccountDetails=_details(organization, member)
    )

    if by_organizations:
        organization.client("organizations").deregister_delegated_administrator(
            AccountId=admin, ServicePrincipal=SERVICE
        )
    else:
        organization.client("guardduty").disable_organization_admin_account(AdminAccountId=admin)

    management = organization.client("guardduty")
    own = organization.client("guardduty", member)
    assert management.list_organization_admin_accounts()["AdminAccounts"] == []
    assert "Administrator" not in own.get_administrator_account(DetectorId=_detector(own))
    assert own.get_detector(DetectorId=_detector(own))["Status"] == "ENABLED"
    assert client.list_members(DetectorId=_detector(client))["Members"] == []


def test_members_are_listed_in_pages(endpoint):
    organization = Organization(endpoint, members=60)
    organization.client("organizations").enable_aws_service_access(ServicePrincipal=SERVICE)
    admin = organization.members[0]
    organization.client("guardduty").enable_organization_admin_account(AdminAccountId=admin)
    client = organization.client("guardduty", admin)
    _configure(client, "ALL")
    organization.control("POST", "/guardduty/settle")

    pages = client.get_paginator("list_members").paginate(DetectorId=_detector(client))

    assert [len(page["Members"]) for page in pages] == [50, 9]


def test_the_administrator_sets_the_features_of_its_members(organization):
    [admin, member, _] = organization.members
    client = organization.client("guardduty", admin)
    client.create_members(
        DetectorId=_detector(client), AccountDetails=_details(organization, member)
    )
    feature = {"Name": "LAMBDA_NETWORK_LOGS", "Status": "ENABLED"}
    own = organization.client("guardduty", member)

    client.update_member_detectors(
        DetectorId=_detector(client), AccountIds=[member], Features=[feature]
    )
    refused = code_of(
        own.update_detector,
        DetectorId=_detector(own),
        Features=[{"Name": "LAMBDA_NETWORK_LOGS", "Status": "DISABLED"}],
    )

    features = own.get_detector(DetectorId=_detector(own))["Features"]
    assert {"LAMBDA_NETWORK_LOGS": "ENABLED"}.items() <= {
        f["Name"]: f["Status"] for f in features
    }.items()
    assert refused == "BadRequestException"


def test_a_finding_is_seen_by_the_member_and_by_its_administrator(organization):
    [admin, member, _] = organization.members
    client = organization.client("guardduty", admin)
    client.create_members(
        DetectorId=_detector(client), AccountDetails=_details(organization, member)
    )
    finding = {"accountId": member, "region": REGION, "severity": 8.2}

    made = organization.control("POST", "/guardduty/findings", finding)

    severe = {"Criterion": {"severity": {"GreaterThanOrEqual": 7}}}
    for account in (member, admin):
        observer = organization.client("guardduty", account)
        listed = observer.list_findings(DetectorId=_detector(observer), FindingCriteria=severe)
        assert listed["FindingIds"] == [made["id"]]
        [found] = observer.get_findings(
            DetectorId=_detector(observer), FindingIds=[made["id"]]
        )["Findings"]
        assert (found["AccountId"], found["Severity"]) == (member, 8.2)


def test_a_finding_is_an_event_in_both_accounts(organization):
    [admin, member, _] = organization.members
    client = organization.client("guardduty", admin)
    client.create_members(
        DetectorId=_detector(client), AccountDetails=_details(organization, member)
    )
    queues = {account: _queue_of_findings(organization, account) for account in (admin, member)}

    organization.control("POST", "/guardduty/findings", {"accountId": member, "region": REGION})

    for account, url in queues.items():
        messages = organization.client("sqs", account).receive_message(QueueUrl=url)["Messages"]
        assert len(messages) == 1
        assert f'"accountId": "{member}"' in messages[0]["Body"].replace('":"', '": "')


def _queue_of_findings(organization: Organization, account: str) -> str:
    sqs, events = organization.client("sqs", account), organization.client("events", account)
    url = sqs.create_queue(QueueName="findings")["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:{account}:findings"
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": _QUEUE_POLICY % arn})
    events.put_rule(Name="findings", EventPattern='{"source": ["aws.guardduty"]}')
    events.put_targets(Rule="findings", Targets=[{"Id": "queue", "Arn": arn}])
    return url


_QUEUE_POLICY = """{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": {"Service": "events.amazonaws.com"},
    "Action": "sqs:SendMessage",
    "Resource": "%s"
  }]
}"""
