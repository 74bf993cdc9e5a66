"""The organization as its management account and its members see it."""

import pytest
from organizations_under_test import Organization, code_of, error_of

CONFIG = "config.amazonaws.com"
GUARDDUTY = "guardduty.amazonaws.com"


def _trusting(endpoint: str, principal: str = CONFIG, **options: object) -> Organization:
    organization = Organization(endpoint, **options)  # type: ignore[arg-type]
    client = organization.client("organizations")
    client.enable_aws_service_access(ServicePrincipal=principal)
    return organization


def test_accounts_have_the_ids_they_were_given(endpoint):
    organization = Organization(endpoint)

    accounts = organization.client("organizations").list_accounts()["Accounts"]

    assert [a["Id"] for a in accounts] == [organization.management, *organization.members]


def test_accounts_are_listed_in_pages_of_twenty(endpoint):
    organization = Organization(endpoint, members=44)
    paginator = organization.client("organizations").get_paginator("list_accounts")

    pages = [[a["Id"] for a in page["Accounts"]] for page in paginator.paginate()]

    assert [len(page) for page in pages] == [20, 20, 5]
    assert len(set(sum(pages, []))) == 45


def test_accounts_carry_their_state_and_not_the_retired_status(endpoint):
    organization = Organization(endpoint, suspended=True)
    client = organization.client("organizations")

    account = client.describe_account(AccountId=organization.suspended)["Account"]

    assert account["State"] == "SUSPENDED"
    assert "Status" not in account


def test_the_retired_status_can_be_had_back(endpoint):
    organization = Organization(endpoint)
    client = organization.client("organizations")
    client.close_account(AccountId=organization.members[0])

    organization.control("POST", "/organization/legacy-status", {"sent": True})
    account = client.describe_account(AccountId=organization.members[0])["Account"]
    organization.control("POST", "/organization/legacy-status", {"sent": False})

    assert (account["State"], account["Status"]) == ("CLOSED", "SUSPENDED")


@pytest.mark.parametrize("state", ["PENDING_ACTIVATION", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"])
def test_an_account_can_be_put_into_any_state(endpoint, state):
    organization = Organization(endpoint)
    [member, _] = organization.members

    organization.control("POST", f"/accounts/{member}/state", {"state": state})

    account = organization.client("organizations").describe_account(AccountId=member)["Account"]
    assert account["State"] == state


def test_a_new_account_lets_the_management_account_in_by_the_role_it_names(endpoint):
    organization = Organization(endpoint)
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


def test_an_email_that_an_account_has_fails_the_request_for_another(endpoint):
    organization = Organization(endpoint)
    email = organization.email(organization.members[0])

    created = organization.client("organizations").create_account(AccountName="New", Email=email)

    assert created["CreateAccountStatus"]["State"] == "FAILED"
    assert created["CreateAccountStatus"]["FailureReason"] == "EMAIL_ALREADY_EXISTS"


def test_a_member_sees_its_organization_and_may_not_list_it(endpoint):
    organization = Organization(endpoint)
    client = organization.client("organizations", organization.members[0])

    described = client.describe_organization()["Organization"]

    assert described["MasterAccountId"] == organization.management
    assert code_of(client.list_accounts) == "AccessDeniedException"


def test_an_account_outside_any_organization_is_told_so(endpoint):
    organization = Organization(endpoint)
    client = organization.client("organizations")
    client.remove_account_from_organization(AccountId=organization.members[0])
    keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "none"}

    code = code_of(organization.client("organizations", keys=keys).describe_organization)

    assert code == "AWSOrganizationsNotInUseException"


def test_only_the_management_account_enables_trusted_access(endpoint):
    organization = Organization(endpoint)
    client = organization.client("organizations", organization.members[0])

    code = code_of(client.enable_aws_service_access, ServicePrincipal=CONFIG)

    assert code == "AccessDeniedException"


def test_trusted_access_can_be_enabled_twice_and_disabled_twice(endpoint):
    client = Organization(endpoint).client("organizations")

    def enabled() -> list[str]:
        listed = client.list_aws_service_access_for_organization()
        return [s["ServicePrincipal"] for s in listed["EnabledServicePrincipals"]]

    client.enable_aws_service_access(ServicePrincipal=CONFIG)
    client.enable_aws_service_access(ServicePrincipal=CONFIG)
    assert enabled() == [CONFIG]
    client.disable_aws_service_access(ServicePrincipal=CONFIG)
    client.disable_aws_service_access(ServicePrincipal=CONFIG)
    assert enabled() == []


def test_a_principal_that_is_no_service_is_refused(endpoint):
    client = Organization(endpoint).client("organizations")

    code = code_of(client.enable_aws_service_access, ServicePrincipal="nobody.amazonaws.com")

    assert code == "InvalidInputException"


def test_a_delegated_administrator_needs_trusted_access_first(endpoint):
    organization = Organization(endpoint)
    client = organization.client("organizations")

    error = error_of(
        client.register_delegated_administrator,
        AccountId=organization.members[0],
        ServicePrincipal=CONFIG,
    )

    assert error["Code"] == "ConstraintViolationException"
    assert error["Reason"] == "SERVICE_ACCESS_NOT_ENABLED"


def test_a_delegated_administrator_reads_the_organization_and_does_not_change_it(endpoint):
    organization = _trusting(endpoint)
    [member, _] = organization.members
    management = organization.client("organizations")
    management.register_delegated_administrator(AccountId=member, ServicePrincipal=CONFIG)
    client = organization.client("organizations", member)

    accounts = client.list_accounts()["Accounts"]
    administrators = client.list_delegated_administrators(ServicePrincipal=CONFIG)
    refused = code_of(client.disable_aws_service_access, ServicePrincipal=CONFIG)

    assert len(accounts) == 3
    assert [a["Id"] for a in administrators["DelegatedAdministrators"]] == [member]
    assert refused == "AccessDeniedException"


def test_registering_the_same_administrator_twice_is_refused(endpoint):
    organization = _trusting(endpoint)
    client = organization.client("organizations")
    arguments = {"AccountId": organization.members[0], "ServicePrincipal": CONFIG}
    client.register_delegated_administrator(**arguments)

    code = code_of(client.register_delegated_administrator, **arguments)

    assert code == "AccountAlreadyRegisteredException"


def test_a_service_with_one_administrator_refuses_a_second(endpoint):
    organization = _trusting(endpoint, GUARDDUTY)
    [first, second] = organization.members
    client = organization.client("organizations")
    client.register_delegated_administrator(AccountId=first, ServicePrincipal=GUARDDUTY)

    error = error_of(
        client.register_delegated_administrator, AccountId=second, ServicePrincipal=GUARDDUTY
    )

    assert error["Reason"] == "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE"


def test_the_management_account_cannot_be_its_own_delegate(endpoint):
    organization = _trusting(endpoint)

    error = error_of(
        organization.client("organizations").register_delegated_administrator,
        AccountId=organization.management,
        ServicePrincipal=CONFIG,
    )

    assert error["Code"] == "ConstraintViolationException"
    assert error["Reason"] == "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"


def test_a_suspended_account_cannot_be_a_delegated_administrator(endpoint):
    organization = _trusting(endpoint, suspended=True)

    error = error_of(
        organization.client("organizations").register_delegated_administrator,
        AccountId=organization.suspended,
        ServicePrincipal=CONFIG,
    )

    assert error["Code"] == "ConstraintViolationException"
    assert error["Reason"] == "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR"


def test_an_unknown_account_cannot_be_a_delegated_administrator(endpoint):
    organization = _trusting(endpoint)

    code = code_of(
        organization.client("organizations").register_delegated_administrator,
        AccountId="999999999999",
        ServicePrincipal=CONFIG,
    )

    assert code == "AccountNotFoundException"


def test_an_account_that_is_no_administrator_cannot_be_deregistered(endpoint):
    organization = _trusting(endpoint)

    code = code_of(
        organization.client("organizations").deregister_delegated_administrator,
        AccountId=organization.members[0],
        ServicePrincipal=CONFIG,
    )

    assert code == "AccountNotRegisteredException"


def test_the_management_account_cannot_be_closed(endpoint):
    organization = Organization(endpoint)

    error = error_of(
        organization.client("organizations").close_account, AccountId=organization.management
    )

    assert error["Reason"] == "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"


def test_an_injected_fault_fails_as_many_calls_as_it_says(endpoint):
    organization = Organization(endpoint)
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
