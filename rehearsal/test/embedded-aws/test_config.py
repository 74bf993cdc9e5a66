"""Config: recorders, channels, and what an organization's administrator may do."""

import json

import pytest
from config_under_test import (
    CONFIG,
    MULTI_ACCOUNT,
    Recorded,
    aggregate,
    bucket_policy,
    channel,
    delegate,
    deploy,
    organization_pack,
    organization_rule,
    recorder,
    recording,
    role,
)
from organizations_under_test import code_of


@pytest.fixture
def organization(aws):
    return Recorded(aws)


def test_a_second_recorder_is_refused(organization):
    config = organization.client("config", organization.member)
    config.put_configuration_recorder(ConfigurationRecorder=recorder(organization))

    refusal = code_of(
        config.put_configuration_recorder,
        ConfigurationRecorder=recorder(organization, name="other"),
    )

    assert refusal == "MaxNumberOfConfigurationRecordersExceededException"


def test_a_channel_needs_a_recorder(organization):
    config = organization.client("config", organization.member)

    refusal = code_of(config.put_delivery_channel, DeliveryChannel=channel(organization))

    assert refusal == "NoAvailableConfigurationRecorderException"


@pytest.fixture
def recorded(organization):
    config = organization.client("config", organization.member)
    config.put_configuration_recorder(ConfigurationRecorder=recorder(organization))
    return config


def test_a_second_channel_is_refused(organization, recorded):
    recorded.put_delivery_channel(DeliveryChannel=channel(organization))
    other = channel(organization, name="other")

    refusal = code_of(recorded.put_delivery_channel, DeliveryChannel=other)

    assert refusal == "MaxNumberOfDeliveryChannelsExceededException"


def test_a_channel_needs_a_bucket_that_exists(organization, recorded):
    missing = channel(organization, s3BucketName="bucket-that-is-not-there")

    assert (
        code_of(recorded.put_delivery_channel, DeliveryChannel=missing) == "NoSuchBucketException"
    )


@pytest.mark.parametrize(
    "policy",
    [
        {"folder": "AWSLogs/*/CloudTrail/*"},
        {"actions": ["s3:ListBucket"]},
        {"actions": ["s3:GetBucketAcl"]},
    ],
)
def test_a_channel_needs_a_bucket_that_lets_config_write(organization, recorded, policy):
    s3 = organization.client("s3", organization.archive)
    document = bucket_policy(organization, organization.bucket, **policy)
    s3.put_bucket_policy(Bucket=organization.bucket, Policy=document)

    refusal = code_of(recorded.put_delivery_channel, DeliveryChannel=channel(organization))

    assert refusal == "InsufficientDeliveryPolicyException"


def test_the_prefix_is_part_of_where_config_writes(organization, recorded):
    prefixed = channel(organization, s3KeyPrefix="p")

    refusal = code_of(recorded.put_delivery_channel, DeliveryChannel=prefixed)

    assert refusal == "InsufficientDeliveryPolicyException"


def test_a_prefix_must_not_contain_the_folder_of_logs(organization, recorded):
    prefixed = channel(organization, s3KeyPrefix="AWSLogs/x")

    refusal = code_of(recorded.put_delivery_channel, DeliveryChannel=prefixed)

    assert refusal == "InvalidS3KeyPrefixException"


def test_a_role_of_the_account_may_write_instead_of_the_service(organization):
    account = organization.archive
    s3 = organization.client("s3", account)
    s3.delete_bucket_policy(Bucket=organization.bucket)
    iam = organization.client("iam", account)
    trust = {"Effect": "Allow", "Principal": {"Service": CONFIG}, "Action": "sts:AssumeRole"}
    arn = iam.create_role(
        RoleName="recorder", AssumeRolePolicyDocument=json.dumps({"Statement": [trust]})
    )["Role"]["Arn"]
    config = organization.client("config", account)
    config.put_configuration_recorder(ConfigurationRecorder={"name": "default", "roleARN": arn})
    write = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [write]})

    before = code_of(config.put_delivery_channel, DeliveryChannel=channel(organization))
    iam.put_role_policy(RoleName="recorder", PolicyName="write", PolicyDocument=document)
    config.put_delivery_channel(DeliveryChannel=channel(organization))

    assert before == "InsufficientDeliveryPolicyException"


def test_a_recorder_does_not_start_without_a_channel(recorded):
    refusal = code_of(recorded.start_configuration_recorder, ConfigurationRecorderName="default")

    assert refusal == "NoAvailableDeliveryChannelException"


def test_the_channel_of_a_recorder_that_runs_stays(organization):
    recording(organization, organization.member)
    config = organization.client("config", organization.member)

    refusal = code_of(config.delete_delivery_channel, DeliveryChannelName="default")

    assert refusal == "LastDeliveryChannelDeleteFailedException"


def test_a_rule_needs_a_recorder(organization):
    config = organization.client("config", organization.member)
    source = {"Owner": "AWS", "SourceIdentifier": "ROOT_ACCOUNT_MFA_ENABLED"}

    refusal = code_of(
        config.put_config_rule, ConfigRule={"ConfigRuleName": "mfa", "Source": source}
    )

    assert refusal == "NoAvailableConfigurationRecorderException"


ORGANIZATION_CALLS = [
    ("put_configuration_aggregator", aggregate()),
    ("put_organization_config_rule", organization_rule()),
    ("put_organization_conformance_pack", organization_pack()),
]


@pytest.mark.parametrize(("call", "arguments"), ORGANIZATION_CALLS)
def test_a_member_does_not_speak_for_the_organization(organization, call, arguments):
    config = organization.client("config", organization.member)

    assert code_of(getattr(config, call), **arguments) == "OrganizationAccessDeniedException"


@pytest.mark.parametrize(("call", "arguments"), ORGANIZATION_CALLS)
def test_a_delegated_administrator_of_the_other_half_does_not_either(organization, call, arguments):
    other = MULTI_ACCOUNT if "aggregator" in call else CONFIG
    config = delegate(organization, organization.member, other)

    assert code_of(getattr(config, call), **arguments) == "OrganizationAccessDeniedException"


@pytest.mark.parametrize(("call", "arguments"), ORGANIZATION_CALLS)
def test_a_delegated_administrator_may(organization, call, arguments):
    config = delegate(organization, organization.member)

    assert getattr(config, call)(**arguments)


def test_the_management_accounts_call_turns_trusted_access_on(organization):
    organization.client("config").put_organization_config_rule(**organization_rule())

    services = organization.client("organizations").list_aws_service_access_for_organization()

    assert MULTI_ACCOUNT in [s["ServicePrincipal"] for s in services["EnabledServicePrincipals"]]


def test_an_organization_rule_appears_in_every_targeted_account(organization):
    recording(organization, organization.management, *organization.members)
    admin = delegate(organization, organization.member)

    admin.put_organization_config_rule(**organization_rule(ExcludedAccounts=[organization.archive]))
    [status] = admin.describe_organization_config_rule_statuses()["OrganizationConfigRuleStatuses"]
    rules = {
        account: organization.client("config", account).describe_config_rules()["ConfigRules"]
        for account in (organization.management, *organization.members)
    }

    assert status["OrganizationRuleStatus"] == "CREATE_SUCCESSFUL"
    assert [len(found) for found in rules.values()] == [1, 0, 1]
    assert rules[organization.member][0]["ConfigRuleName"].startswith("OrgConfigRule-mfa-")


def test_an_organization_rule_fails_where_there_is_no_recorder(organization):
    recording(organization, organization.management, organization.member)
    admin = delegate(organization, organization.member)

    admin.put_organization_config_rule(**organization_rule())
    [status] = admin.describe_organization_config_rule_statuses()["OrganizationConfigRuleStatuses"]
    detailed = admin.get_organization_config_rule_detailed_status(
        OrganizationConfigRuleName="mfa", Filters={"MemberAccountRuleStatus": "CREATE_FAILED"}
    )["OrganizationConfigRuleDetailedStatus"]

    assert status["OrganizationRuleStatus"] == "CREATE_FAILED"
    assert status["ErrorCode"] == "NoAvailableConfigurationRecorder"
    assert [(d["AccountId"], d["ErrorCode"]) for d in detailed] == [
        (organization.archive, "NoAvailableConfigurationRecorder")
    ]


def test_an_organization_pack_appears_in_every_targeted_account(organization):
    recording(organization, organization.management, organization.member)
    admin = delegate(organization, organization.member)

    admin.put_organization_conformance_pack(
        **organization_pack(ExcludedAccounts=[organization.archive])
    )
    config = organization.client("config")
    [pack] = config.describe_conformance_packs()["ConformancePackDetails"]
    [rule] = config.describe_config_rules()["ConfigRules"]

    assert pack["ConformancePackName"].startswith("OrgConformsPack-baseline-")
    assert rule["ConfigRuleName"].startswith("rotation-conformance-pack-")
    assert json.loads(rule["InputParameters"]) == {"maxAccessKeyAge": "90"}


def test_an_organization_pack_fails_where_there_is_no_recorder(organization):
    recording(organization, organization.management, organization.member)
    admin = delegate(organization, organization.member)

    admin.put_organization_conformance_pack(**organization_pack())
    [status] = admin.describe_organization_conformance_pack_statuses()[
        "OrganizationConformancePackStatuses"
    ]

    assert (status["Status"], status["ErrorCode"]) == (
        "CREATE_FAILED",
        "NoAvailableConfigurationRecorder",
    )


def test_deleting_an_organization_rule_takes_it_from_every_account(organization):
    recording(organization, organization.management, *organization.members)
    admin = delegate(organization, organization.member)
    admin.put_organization_config_rule(**organization_rule())

    admin.delete_organization_config_rule(OrganizationConfigRuleName="mfa")

    assert organization.client("config").describe_config_rules()["ConfigRules"] == []
    missing = code_of(
        admin.describe_organization_config_rule_statuses, OrganizationConfigRuleNames=["mfa"]
    )
    assert missing == "NoSuchOrganizationConfigRuleException"


@pytest.mark.parametrize("names", [("A", "B"), ("B", "A")])
def test_a_stack_starts_its_recorder_whatever_comes_first(organization, names):
    account = organization.member
    recorder_name, channel_name = names
    made = {
        recorder_name: {
            "Type": "AWS::Config::ConfigurationRecorder",
            "Properties": {
                "RoleARN": role(organization, account),
                "RecordingGroup": {"AllSupported": True, "IncludeGlobalResourceTypes": True},
            },
        },
        channel_name: {
            "Type": "AWS::Config::DeliveryChannel",
            "Properties": {"S3BucketName": organization.bucket},
        },
    }
    resources = {name: made[name] for name in sorted(made)}

    status, reasons = deploy(organization, account, resources)
    config = organization.client("config", account)
    [state] = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]

    assert status == "CREATE_COMPLETE", reasons
    assert state["recording"] is True


def test_a_stack_with_a_channel_alone_fails(organization):
    properties = {"S3BucketName": organization.bucket}
    resources = {"Channel": {"Type": "AWS::Config::DeliveryChannel", "Properties": properties}}

    status, reasons = deploy(organization, organization.member, resources)

    assert status == "ROLLBACK_COMPLETE"
    assert "NoAvailableConfigurationRecorderException" in reasons


def test_a_stack_with_an_organization_rule_fails_where_an_account_fails(organization):
    recording(organization, organization.management, organization.member)
    delegate(organization, organization.member)
    resources = {
        "Rule": {"Type": "AWS::Config::OrganizationConfigRule", "Properties": organization_rule()}
    }

    status, reasons = deploy(organization, organization.member, resources)

    assert status == "ROLLBACK_COMPLETE"
    assert "NoAvailableConfigurationRecorder" in reasons
    assert organization.archive in reasons


def test_a_stack_makes_aggregator_rule_pack_and_query(organization):
    recording(organization, organization.management, *organization.members)
    delegate(organization, organization.member)
    aggregator = aggregate()
    query = {"QueryName": "all", "QueryExpression": "SELECT resourceId"}
    resources = {
        "Aggregator": {"Type": "AWS::Config::ConfigurationAggregator", "Properties": aggregator},
        "Rule": {"Type": "AWS::Config::OrganizationConfigRule", "Properties": organization_rule()},
        "Pack": {
            "Type": "AWS::Config::OrganizationConformancePack",
            "Properties": organization_pack(),
        },
        "Query": {"Type": "AWS::Config::StoredQuery", "Properties": query},
    }

    status, reasons = deploy(organization, organization.member, resources)
    admin = organization.client("config", organization.member)

    assert status == "CREATE_COMPLETE", reasons
    assert len(admin.describe_configuration_aggregators()["ConfigurationAggregators"]) == 1
    assert len(admin.describe_config_rules()["ConfigRules"]) == 2
    assert admin.get_stored_query(QueryName="all")["StoredQuery"]["QueryName"] == "all"
