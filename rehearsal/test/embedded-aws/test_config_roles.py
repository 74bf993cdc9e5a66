"""Config: service-linked roles, who makes them, and what recorders need."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from config_under_test import (
    CONFIG,
    CONFORMS,
    MULTI_ACCOUNT,
    Recorded,
    delegate,
    deploy,
    organization_pack,
    organization_rule,
    recorder,
    recording,
)
from organizations_under_test import code_of, error_of

NAMES = {
    CONFIG: "AWSServiceRoleForConfig",
    MULTI_ACCOUNT: "AWSServiceRoleForConfigMultiAccountSetup",
    CONFORMS: "AWSServiceRoleForConfigConforms",
}


@pytest.fixture
def organization(aws):
    return Recorded(aws)


def linked(organization, account):
    """The services that have a role in the account."""
    paginator = organization.client("iam", account).get_paginator("list_roles")
    roles = [role for page in paginator.paginate() for role in page["Roles"]]
    return {r["Path"].split("/")[2] for r in roles if r["Path"].startswith("/aws-service-role/")}


@pytest.mark.parametrize(("service", "name"), NAMES.items())
def test_a_role_is_named_after_its_service(organization, service, name):
    iam = organization.client("iam", organization.member)

    role = iam.create_service_linked_role(AWSServiceName=service)["Role"]

    path = f"aws-service-role/{service}/{name}"
    assert role["Arn"] == f"arn:aws:iam::{organization.member}:role/{path}"


@pytest.mark.parametrize(("service", "name"), NAMES.items())
def test_a_second_role_of_a_service_is_refused(organization, service, name):
    iam = organization.client("iam", organization.member)
    iam.create_service_linked_role(AWSServiceName=service)

    error = error_of(iam.create_service_linked_role, AWSServiceName=service)

    assert (error["Code"], error["Message"]) == (
        "InvalidInput",
        f"Service role name {name} has been taken in this account, please try a different suffix.",
    )


def linked_role_stack():
    properties = {"AWSServiceName": CONFIG}
    return {"Role": {"Type": "AWS::IAM::ServiceLinkedRole", "Properties": properties}}


def test_a_stack_makes_a_service_linked_role(organization):
    status, reasons = deploy(organization, organization.member, linked_role_stack())

    assert status == "CREATE_COMPLETE", reasons
    assert linked(organization, organization.member) == {CONFIG}


def test_a_stack_takes_its_service_linked_role_away(organization):
    deploy(organization, organization.member, linked_role_stack())
    cloudformation = organization.client("cloudformation", organization.member)

    cloudformation.delete_stack(StackName="config")
    cloudformation.get_waiter("stack_delete_complete").wait(StackName="config")

    assert linked(organization, organization.member) == set()


def test_a_stack_fails_where_the_service_linked_role_exists(organization):
    iam = organization.client("iam", organization.member)
    iam.create_service_linked_role(AWSServiceName=CONFIG)

    status, reasons = deploy(organization, organization.member, linked_role_stack())

    assert status == "ROLLBACK_COMPLETE"
    assert "has been taken in this account" in reasons
    assert linked(organization, organization.member) == {CONFIG}


CALLS = [
    ("put_organization_config_rule", organization_rule(), {MULTI_ACCOUNT}),
    ("put_organization_conformance_pack", organization_pack(), {MULTI_ACCOUNT, CONFORMS}),
]


def statuses(config):
    """Account to status and error code of the one rule or pack."""
    rules = config.describe_organization_config_rules()["OrganizationConfigRules"]
    if rules:
        found = config.get_organization_config_rule_detailed_status(
            OrganizationConfigRuleName="mfa"
        )["OrganizationConfigRuleDetailedStatus"]
        return {d["AccountId"]: (d["MemberAccountRuleStatus"], d.get("ErrorCode")) for d in found}
    found = config.get_organization_conformance_pack_detailed_status(
        OrganizationConformancePackName="baseline"
    )["OrganizationConformancePackDetailedStatuses"]
    return {d["AccountId"]: (d["Status"], d.get("ErrorCode")) for d in found}


@pytest.mark.parametrize(("call", "arguments", "services"), CALLS)
def test_the_management_accounts_call_makes_the_roles_it_needs(
    organization, call, arguments, services
):
    recording(organization, organization.management, *organization.members)
    config = organization.client("config")

    getattr(config, call)(**arguments)

    assert set(statuses(config).values()) == {("CREATE_SUCCESSFUL", None)}
    for account in (organization.management, *organization.members):
        assert linked(organization, account) == {CONFIG, *services}


@pytest.mark.parametrize(("call", "arguments", "services"), CALLS)
def test_the_management_account_needs_its_roles_before_a_delegated_administrator_calls(
    organization, call, arguments, services
):
    recording(organization, organization.management, *organization.members)
    config = delegate(organization, organization.member, linked=())

    getattr(config, call)(**arguments)

    assert statuses(config) == {
        organization.management: ("CREATE_FAILED", "InsufficientPermissions"),
        organization.archive: ("CREATE_SUCCESSFUL", None),
        organization.member: ("CREATE_SUCCESSFUL", None),
    }
    assert linked(organization, organization.management) == {CONFIG}
    assert linked(organization, organization.archive) == {CONFIG, *services}


def test_a_pack_needs_both_roles_in_the_management_account(organization):
    recording(organization, organization.management, *organization.members)
    config = delegate(organization, organization.member, linked=(MULTI_ACCOUNT,))

    config.put_organization_conformance_pack(**organization_pack())

    assert statuses(config)[organization.management] == (
        "CREATE_FAILED",
        "InsufficientPermissions",
    )


@pytest.mark.parametrize(("call", "arguments", "services"), CALLS)
def test_once_the_management_account_has_its_roles_a_second_call_succeeds(
    organization, call, arguments, services
):
    recording(organization, organization.management, *organization.members)
    config = delegate(organization, organization.member, linked=())
    getattr(config, call)(**arguments)
    for service in services:
        organization.client("iam").create_service_linked_role(AWSServiceName=service)

    getattr(config, call)(**arguments)

    assert set(statuses(config).values()) == {("UPDATE_SUCCESSFUL", None)}


def test_a_delegated_administrators_call_makes_the_role_in_its_own_account(organization):
    config = delegate(organization, organization.member)
    everybody = [organization.management, *organization.members]

    config.put_organization_config_rule(**organization_rule(ExcludedAccounts=everybody))

    assert linked(organization, organization.member) == {MULTI_ACCOUNT}


def test_a_rule_that_a_service_made_lies_in_its_folder(organization):
    recording(organization, organization.member)
    config = delegate(organization, organization.member)
    config.put_organization_config_rule(**organization_rule())

    [rule] = config.describe_config_rules()["ConfigRules"]

    assert f":config-rule/aws-service-rule/{MULTI_ACCOUNT}/config-rule-" in rule["ConfigRuleArn"]


@pytest.mark.parametrize("account", ["member", "archive"])
def test_a_recorder_needs_the_service_linked_role_of_its_own_account(organization, account):
    config = organization.client("config", organization.member)
    path = f"role/aws-service-role/{CONFIG}/{NAMES[CONFIG]}"
    arn = f"arn:aws:iam::{getattr(organization, account)}:{path}"
    organization.client("iam", organization.archive).create_service_linked_role(
        AWSServiceName=CONFIG
    )

    error = error_of(
        config.put_configuration_recorder,
        ConfigurationRecorder={"name": "default", "roleARN": arn},
    )

    assert (error["Code"], error["Message"]) == (
        "InvalidRoleException",
        "The role does not exist in the account",
    )


def test_a_recorder_needs_a_role(organization):
    config = organization.client("config", organization.member)

    refusal = code_of(config.put_configuration_recorder, ConfigurationRecorder={"name": "default"})

    assert refusal == "InvalidRoleException"


TYPES = {"resourceTypes": ["AWS::S3::Bucket"]}


@pytest.mark.parametrize(
    "group",
    [
        {},
        {"allSupported": False},
        {"allSupported": False, "includeGlobalResourceTypes": True},
        {"allSupported": True, **TYPES},
        {"allSupported": True, "exclusionByResourceTypes": TYPES},
        {"allSupported": True, "recordingStrategy": {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"}},
        {"allSupported": True, "recordingStrategy": {"useOnly": "INCLUSION_BY_RESOURCE_TYPES"}},
        {"recordingStrategy": {"useOnly": "ALL_SUPPORTED_RESOURCE_TYPES"}},
        {"recordingStrategy": {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"}},
        {"exclusionByResourceTypes": TYPES},
        {
            "exclusionByResourceTypes": TYPES,
            "recordingStrategy": {"useOnly": "ALL_SUPPORTED_RESOURCE_TYPES"},
        },
        {
            "includeGlobalResourceTypes": True,
            "exclusionByResourceTypes": TYPES,
            "recordingStrategy": {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"},
        },
        {**TYPES, "recordingStrategy": {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"}},
        {**TYPES, "includeGlobalResourceTypes": True},
    ],
)
def test_a_recording_group_that_contradicts_itself_is_refused(organization, group):
    config = organization.client("config", organization.member)
    settings = {**recorder(organization), "recordingGroup": group}

    refusal = code_of(config.put_configuration_recorder, ConfigurationRecorder=settings)

    assert refusal == "InvalidRecordingGroupException"


@pytest.mark.parametrize(
    ("group", "strategy"),
    [
        ({"allSupported": True, "includeGlobalResourceTypes": True}, "ALL_SUPPORTED"),
        (
            {
                "exclusionByResourceTypes": TYPES,
                "recordingStrategy": {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"},
            },
            "EXCLUSION_BY",
        ),
        (TYPES, "INCLUSION_BY"),
    ],
)
def test_a_recording_group_has_one_strategy(organization, group, strategy):
    config = organization.client("config", organization.member)
    settings = {**recorder(organization), "recordingGroup": group}

    config.put_configuration_recorder(ConfigurationRecorder=settings)

    [shown] = config.describe_configuration_recorders()["ConfigurationRecorders"]
    assert shown["recordingGroup"]["recordingStrategy"] == {"useOnly": f"{strategy}_RESOURCE_TYPES"}


def mode(*overrides, frequency="DAILY"):
    return {
        "recordingFrequency": frequency,
        **({"recordingModeOverrides": list(overrides)} if overrides else {}),
    }


@pytest.mark.parametrize(
    "given",
    [
        mode(),
        mode(frequency="CONTINUOUS"),
        mode({"resourceTypes": ["AWS::S3::Bucket"], "recordingFrequency": "CONTINUOUS"}),
    ],
)
def test_a_recorder_shows_how_often_it_records(organization, given):
    config = organization.client("config", organization.member)

    config.put_configuration_recorder(
        ConfigurationRecorder={**recorder(organization), "recordingMode": given}
    )

    [shown] = config.describe_configuration_recorders()["ConfigurationRecorders"]
    assert shown["recordingMode"] == given


@pytest.mark.parametrize(
    "given",
    [
        mode(frequency="HOURLY"),
        mode({"resourceTypes": ["AWS::S3::Bucket"], "recordingFrequency": "HOURLY"}),
        mode({"resourceTypes": ["AWS::No::Thing"], "recordingFrequency": "DAILY"}),
        mode({"resourceTypes": ["AWS::Config::ResourceCompliance"], "recordingFrequency": "DAILY"}),
    ],
)
def test_a_frequency_that_is_none_is_refused(organization, given):
    config = organization.client("config", organization.member)
    settings = {**recorder(organization), "recordingMode": given}

    refusal = code_of(config.put_configuration_recorder, ConfigurationRecorder=settings)

    assert refusal == "ValidationException"


def test_regions_that_need_a_role_at_once_make_it_once(organization, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor

    from embedded_aws.lookup import linked_roles

    exists = linked_roles.exists
    together = Barrier(4, timeout=0.2)

    def exists_for_all(*args):
        found = exists(*args)
        with suppress(BrokenBarrierError):
            together.wait()
        return found

    monkeypatch.setattr(linked_roles, "exists", exists_for_all)
    with ThreadPoolExecutor(4) as regions:
        made = [
            regions.submit(
                linked_roles.ensure, organization.member, "us-east-1", linked_roles.CONFORMS
            )
            for _ in range(4)
        ]

    assert [one.exception() for one in made] == [None] * 4
