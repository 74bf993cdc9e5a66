"""The organization as its management account and its members see it."""

import pytest
from organizations_under_test import Organization, code_of, error_of

CONFIG = "config.amazonaws.com"


def test_accounts_have_the_ids_they_were_given(aws):
    organization = Organization(aws)

    accounts = organization.client("organizations").list_accounts()["Accounts"]

    assert [a["Id"] for a in accounts] == [organization.management, *organization.members]


def test_accounts_are_listed_in_pages_of_twenty(aws):
    organization = Organization(aws, members=44)
    paginator = organization.client("organizations").get_paginator("list_accounts")

    pages = [[a["Id"] for a in page["Accounts"]] for page in paginator.paginate()]

    assert [len(page) for page in pages] == [20, 20, 5]
    assert len(set(sum(pages, []))) == 45


def test_accounts_carry_their_state_and_not_the_retired_status(aws):
    organization = Organization(aws, suspended=True)
    client = organization.client("organizations")

    account = client.describe_account(AccountId=organization.suspended)["Account"]

    assert account["State"] == "SUSPENDED"
    assert "Status" not in account


def test_the_retired_status_can_be_had_back(aws):
    organization = Organization(aws)
    client = organization.client("organizations")
    client.close_account(AccountId=organization.members[0])

    organization.control("POST", "/organization/legacy-status", {"sent": True})
    account = client.describe_account(AccountId=organization.members[0])["Account"]
    organization.control("POST", "/organization/legacy-status", {"sent": False})

    assert (account["State"], account["Status"]) == ("CLOSED", "SUSPENDED")


@pytest.mark.parametrize("state", ["PENDING_ACTIVATION", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"])
def test_an_account_can_be_put_into_any_state(aws, state):
    organization = Organization(aws)
    [member, _] = organization.members

    organization.control("POST", f"/accounts/{member}/state", {"state": state})

    account = organization.client("organizations").describe_account(AccountId=member)["Account"]
    assert account["State"] == state


def test_an_account_that_left_is_described_to_nobody(aws):
    organization = Organization(aws)
    [member, _] = organization.members
    client = organization.client("organizations")
    client.remove_account_from_organization(AccountId=member)

    code = code_of(client.describe_account, AccountId=member)

    assert code == "AccountNotFoundException"


def test_a_new_account_lets_the_management_account_in_by_the_role_it_names(aws):
    organization = Organization(aws)
    client = organization.client("organizations")

    created = client.create_account(
        AccountName="New", Email=f"new-{organization.id}@example.com", RoleName="Landing"
    )["CreateAccountStatus"]
    status = client.describe_create_account_status(CreateAccountRequestId=created["Id"])

    new = status["CreateAccountStatus"]
    assert new["State"] == "SUCCEEDED"
    session = organization.client("sts").assume_role(
        RoleArn=organization.role_arn(new["AccountId"], "Landing"), RoleSessionName="test"
    )
    iam = organization.client("iam", keys=organization.keys(session["Credentials"]))
    attached = iam.list_attached_role_policies(RoleName="Landing")["AttachedPolicies"]
    assert [policy["PolicyName"] for policy in attached] == ["AdministratorAccess"]


def test_an_email_that_an_account_has_fails_the_request_for_another(aws):
    organization = Organization(aws)
    email = organization.email(organization.members[0])

    created = organization.client("organizations").create_account(AccountName="New", Email=email)

    assert created["CreateAccountStatus"]["State"] == "FAILED"
    assert created["CreateAccountStatus"]["FailureReason"] == "EMAIL_ALREADY_EXISTS"


def test_an_account_is_made_with_a_name_of_printable_ascii_only(aws):
    create = Organization(aws).client("organizations").create_account

    for name in ("☕ Café", "x" * 51):
        error = error_of(create, AccountName=name, Email="new@example.com")
        assert (error["Code"], error["Reason"]) == ("InvalidInputException", "INVALID_PATTERN")


def test_a_member_sees_its_organization_and_may_not_list_it(aws):
    organization = Organization(aws)
    client = organization.client("organizations", organization.members[0])

    described = client.describe_organization()["Organization"]

    assert described["MasterAccountId"] == organization.management
    assert code_of(client.list_accounts) == "AccessDeniedException"


def test_an_account_outside_any_organization_is_told_so(aws):
    organization = Organization(aws)
    client = organization.client("organizations")
    client.remove_account_from_organization(AccountId=organization.members[0])
    keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "none"}

    code = code_of(organization.client("organizations", keys=keys).describe_organization)

    assert code == "AWSOrganizationsNotInUseException"


def test_the_management_account_cannot_be_closed(aws):
    organization = Organization(aws)

    error = error_of(
        organization.client("organizations").close_account, AccountId=organization.management
    )

    assert error["Reason"] == "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"


def test_an_injected_fault_fails_as_many_calls_as_it_says(aws):
    organization = Organization(aws)
    client = organization.client("organizations")
    fault = {
        "service": "organizations",
        "action": "EnableAWSServiceAccess",
        "error": "ConcurrentModificationException",
        "times": 2,
        "accountId": organization.management,
    }

    organization.control("POST", "/faults", fault)

    codes = [code_of(client.enable_aws_service_access, ServicePrincipal=CONFIG) for _ in range(2)]
    assert codes == ["ConcurrentModificationException"] * 2
    client.enable_aws_service_access(ServicePrincipal=CONFIG)


def test_accounts_admit_the_management_account_by_the_role_that_the_organization_has(aws):
    organization = Organization(aws, role="AWSControlTowerExecution")
    [member, *_] = organization.members
    default = organization.role_arn(member, "OrganizationAccountAccessRole")

    [role] = organization.client("iam", member).list_roles()["Roles"]

    assert role["RoleName"] == "AWSControlTowerExecution"
    sts = organization.client("sts")
    assert code_of(sts.assume_role, RoleArn=default, RoleSessionName="test") == "AccessDenied"
