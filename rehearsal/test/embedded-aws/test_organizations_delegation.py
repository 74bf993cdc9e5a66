"""Trusted access, and delegated administrators."""

from embedded_aws.lookup import organizations
from embedded_aws.server import Server
from organizations_under_test import Organization, code_of, error_of

CONFIG = "config.amazonaws.com"
GUARDDUTY = "guardduty.amazonaws.com"


def _trusting(aws: Server, principal: str = CONFIG, **options: object) -> Organization:
    organization = Organization(aws, **options)  # type: ignore[arg-type]
    client = organization.client("organizations")
    client.enable_aws_service_access(ServicePrincipal=principal)
    return organization


def test_only_the_management_account_enables_trusted_access(aws):
    organization = Organization(aws)
    client = organization.client("organizations", organization.members[0])

    code = code_of(client.enable_aws_service_access, ServicePrincipal=CONFIG)

    assert code == "AccessDeniedException"


def test_trusted_access_can_be_enabled_twice_and_disabled_twice(aws):
    client = Organization(aws).client("organizations")

    def enabled() -> list[str]:
        listed = client.list_aws_service_access_for_organization()
        return [s["ServicePrincipal"] for s in listed["EnabledServicePrincipals"]]

    client.enable_aws_service_access(ServicePrincipal=CONFIG)
    client.enable_aws_service_access(ServicePrincipal=CONFIG)
    assert enabled() == [CONFIG]
    client.disable_aws_service_access(ServicePrincipal=CONFIG)
    client.disable_aws_service_access(ServicePrincipal=CONFIG)
    assert enabled() == []


def test_a_principal_that_is_no_service_is_refused(aws):
    client = Organization(aws).client("organizations")

    code = code_of(client.enable_aws_service_access, ServicePrincipal="unknown.amazonaws.com")

    assert code == "InvalidInputException"


def test_a_delegated_administrator_needs_trusted_access_first(aws):
    organization = Organization(aws)
    client = organization.client("organizations")

    error = error_of(
        client.register_delegated_administrator,
        AccountId=organization.members[0],
        ServicePrincipal=CONFIG,
    )

    assert error["Code"] == "ConstraintViolationException"
    assert error["Reason"] == "SERVICE_ACCESS_NOT_ENABLED"


def test_a_delegated_administrator_reads_the_organization_and_does_not_change_it(aws):
    organization = _trusting(aws)
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


def test_registering_the_same_administrator_twice_is_refused(aws):
    organization = _trusting(aws)
    client = organization.client("organizations")
    arguments = {"AccountId": organization.members[0], "ServicePrincipal": CONFIG}
    client.register_delegated_administrator(**arguments)

    code = code_of(client.register_delegated_administrator, **arguments)

    assert code == "AccountAlreadyRegisteredException"


def test_a_service_with_one_administrator_refuses_a_second(aws):
    organization = _trusting(aws, GUARDDUTY)
    [first, second] = organization.members
    client = organization.client("organizations")
    client.register_delegated_administrator(AccountId=first, ServicePrincipal=GUARDDUTY)

    error = error_of(
        client.register_delegated_administrator, AccountId=second, ServicePrincipal=GUARDDUTY
    )

    assert error["Reason"] == "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE"


def test_the_management_account_cannot_be_its_own_delegate(aws):
    organization = _trusting(aws)

    error = error_of(
        organization.client("organizations").register_delegated_administrator,
        AccountId=organization.management,
        ServicePrincipal=CONFIG,
    )

    assert error["Code"] == "ConstraintViolationException"
    assert error["Reason"] == "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"


def test_a_suspended_account_cannot_be_a_delegated_administrator(aws):
    organization = _trusting(aws, suspended=True)

    error = error_of(
        organization.client("organizations").register_delegated_administrator,
        AccountId=organization.suspended,
        ServicePrincipal=CONFIG,
    )

    assert error["Code"] == "ConstraintViolationException"
    assert error["Reason"] == "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR"


def test_an_unknown_account_cannot_be_a_delegated_administrator(aws):
    organization = _trusting(aws)

    code = code_of(
        organization.client("organizations").register_delegated_administrator,
        AccountId="999999999999",
        ServicePrincipal=CONFIG,
    )

    assert code == "AccountNotFoundException"


def test_an_account_that_is_no_administrator_cannot_be_deregistered(aws):
    organization = _trusting(aws)

    code = code_of(
        organization.client("organizations").deregister_delegated_administrator,
        AccountId=organization.members[0],
        ServicePrincipal=CONFIG,
    )

    assert code == "AccountNotRegisteredException"


def test_other_services_learn_about_an_organization_from_any_of_its_accounts(aws):
    organization = _trusting(aws, suspended=True)
    [member, other] = organization.members
    organization.client("organizations").register_delegated_administrator(
        AccountId=member, ServicePrincipal=CONFIG
    )

    assert organizations.management_account_id(other) == organization.management
    assert organizations.organization_of(other).account_id == organization.management
    assert organizations.has_trusted_access(other, CONFIG)
    assert not organizations.has_trusted_access(other, GUARDDUTY)
    assert organizations.is_delegated_administrator(member, CONFIG)
    assert not organizations.is_delegated_administrator(other, CONFIG)
    assert organizations.account_state(organization.suspended) == "SUSPENDED"
    active = {account.id for account in organizations.active_accounts(other)}
    assert active == {organization.management, member, other}
    assert organizations.organization_of("999999999999") is None
