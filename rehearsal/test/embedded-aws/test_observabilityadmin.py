"""Rules that copy a log group to another account of the organization."""

import time

import pytest
import stacks
from organizations_under_test import REGION, Organization, code_of

PRINCIPAL = "observabilityadmin.amazonaws.com"
WRITER = f"logs-centralization.{PRINCIPAL}"
TYPE = "AWS::ObservabilityAdmin::OrganizationCentralizationRule"


@pytest.fixture
def organization(aws):
    found = Organization(aws, members=2)
    found.archive, found.other = found.members
    found.client("organizations").enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    found.client("iam").create_service_linked_role(AWSServiceName=PRINCIPAL)
    found.client("iam", found.archive).create_service_linked_role(AWSServiceName=WRITER)
    return found


def rule_of(organization, **destination):
    return {
        "Source": {
            "Regions": [REGION],
            "Scope": f"AccountId = '{organization.management}'",
            "SourceLogsConfiguration": {
                "LogGroupSelectionCriteria": "LogGroupName = 'trail'",
                "EncryptedLogGroupStrategy": "ALLOW",
            },
        },
        "Destination": {"Account": organization.archive, "Region": REGION, **destination},
    }


def make(organization, rule=None, account=None, name="copy"):
    api = organization.client("observabilityadmin", account)
    rule = rule or rule_of(organization)
    return api.create_centralization_rule_for_organization(RuleName=name, Rule=rule)["RuleArn"]


def log(organization, *messages, account=None, group="trail"):
    logs = organization.client("logs", account)
    if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
        logs.create_log_group(logGroupName=group)
        logs.create_log_stream(logGroupName=group, logStreamName="one")
    events = [{"timestamp": int(time.time() * 1000), "message": text} for text in messages]
    logs.put_log_events(logGroupName=group, logStreamName="one", logEvents=events)


def copied(organization, group="trail"):
    logs = organization.client("logs", organization.archive)
    if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
        return None
    events = logs.filter_log_events(logGroupName=group)["events"]
    return [(event["message"], event["logStreamName"]) for event in events]


def test_new_events_of_the_group_are_copied_with_their_origin(organization):
    log(organization, "before")
    arn = make(organization)
    log(organization, "after")

    suffix = f"{organization.management}_{REGION}"
    owner = f"arn:aws:observabilityadmin:{REGION}:{organization.management}"
    assert arn == f"{owner}:organization-centralization-rule/copy"
    assert copied(organization) == [("after", f"one_{suffix}")]


def test_other_groups_and_accounts_are_not_copied(organization):
    make(organization)
    log(organization, "other group", group="trails")
    log(organization, "other account", account=organization.other)

    assert copied(organization) is None


def test_the_group_of_the_copy_may_have_another_name_and_keeps_its_retention(organization):
    logs = organization.client("logs", organization.archive)
    logs.create_log_group(logGroupName="copy-of-trail")
    logs.put_retention_policy(logGroupName="copy-of-trail", retentionInDays=90)
    pattern = {"LogGroupNameConfiguration": {"LogGroupNamePattern": "copy-of-${source.logGroup}"}}
    make(organization, rule_of(organization, DestinationLogsConfiguration=pattern))
    log(organization, "event")

    [group] = logs.describe_log_groups(logGroupNamePrefix="copy")["logGroups"]
    assert [text for text, _ in copied(organization, "copy-of-trail")] == ["event"]
    assert group["retentionInDays"] == 90


def test_a_copy_is_not_copied(organization):
    rule = rule_of(organization)
    rule["Source"]["Scope"] = f"OrganizationId = '{organization.id}'"
    rule["Source"]["SourceLogsConfiguration"]["LogGroupSelectionCriteria"] = "*"
    pattern = {"LogGroupNameConfiguration": {"LogGroupNamePattern": "all/${source.logGroup}"}}
    rule["Destination"]["DestinationLogsConfiguration"] = pattern
    make(organization, rule)
    log(organization, "event")

    logs = organization.client("logs", organization.archive)
    names = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    assert names == ["all/trail"]


def test_a_copy_outlives_its_source_and_its_rule(organization):
    make(organization)
    log(organization, "event")
    organization.client("logs").delete_log_group(logGroupName="trail")
    api = organization.client("observabilityadmin")
    api.delete_centralization_rule_for_organization(RuleIdentifier="copy")

    assert [text for text, _ in copied(organization)] == ["event"]
    assert code_of(api.get_centralization_rule_for_organization, RuleIdentifier="copy") == (
        "ResourceNotFoundException"
    )


def test_a_member_neither_makes_nor_deletes_rules_unless_it_administers_the_service(organization):
    make(organization)
    api = organization.client("observabilityadmin", organization.other)

    refused = code_of(api.delete_centralization_rule_for_organization, RuleIdentifier="copy")
    organization.client("organizations").register_delegated_administrator(
        AccountId=organization.other, ServicePrincipal=PRINCIPAL
    )
    make(organization, account=organization.other, name="own")

    assert refused == "AccessDeniedException"


def test_without_trusted_access_a_rule_is_unhealthy_and_copies_nothing(organization):
    access = organization.client("organizations")
    access.disable_aws_service_access(ServicePrincipal=PRINCIPAL)
    make(organization)
    log(organization, "event")

    api = organization.client("observabilityadmin")
    [found] = api.list_centralization_rules_for_organization()["CentralizationRuleSummaries"]
    assert (found["RuleHealth"], found["FailureReason"]) == (
        "Unhealthy",
        "TRUSTED_ACCESS_NOT_ENABLED",
    )
    assert copied(organization) is None


@pytest.mark.parametrize("account", ["management", "archive"])
def test_without_a_service_linked_role_nothing_is_copied(aws, account):
    found = Organization(aws, members=2)
    found.archive, found.other = found.members
    found.client("organizations").enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    if account == "management":
        found.client("iam", found.archive).create_service_linked_role(AWSServiceName=WRITER)
    else:
        found.client("iam").create_service_linked_role(AWSServiceName=PRINCIPAL)
    make(found)
    log(found, "event")

    assert copied(found) is None


def test_a_group_with_a_key_is_skipped_where_the_rule_says_so(organization):
    rule = rule_of(organization)
    rule["Source"]["SourceLogsConfiguration"]["EncryptedLogGroupStrategy"] = "SKIP"
    logs, kms = organization.client("logs"), organization.client("kms")
    logs.create_log_group(logGroupName="trail", kmsKeyId=kms.create_key()["KeyMetadata"]["Arn"])
    logs.create_log_stream(logGroupName="trail", logStreamName="one")
    make(organization, rule)
    log(organization, "event")

    assert copied(organization) is None


def test_a_name_is_taken_once_in_all_regions(organization):
    make(organization)
    elsewhere = organization.client("observabilityadmin", region="us-east-1")

    assert (
        code_of(
            elsewhere.create_centralization_rule_for_organization,
            RuleName="copy",
            Rule=rule_of(organization),
        )
        == "ConflictException"
    )


def test_a_stack_does_not_take_over_a_rule(organization):
    api = organization.client("cloudformation")
    make(organization)
    properties = {"RuleName": "copy", "Rule": rule_of(organization)}
    body = stacks.template({"Copy": {"Type": TYPE, "Properties": properties}})

    status = stacks.create(api, "copy", body)["StackStatus"]

    assert status == "ROLLBACK_COMPLETE"
    assert f"Resource of type '{TYPE}' with identifier 'copy' already exists." in stacks.reason(
        api, "copy", "CREATE_FAILED"
    )


def test_a_stack_makes_changes_and_deletes_a_rule(organization):
    api, made = organization.client("cloudformation"), organization.client("observabilityadmin")

    def body(scope):
        rule = rule_of(organization)
        rule["Source"]["Scope"] = scope
        properties = {"RuleName": "copy", "Rule": rule}
        return stacks.template({"Copy": {"Type": TYPE, "Properties": properties}})

    def scope_of():
        found = made.get_centralization_rule_for_organization(RuleIdentifier="copy")
        return found["CentralizationRule"]["Source"]["Scope"]

    stacks.create(api, "copy", body("*"))
    first = scope_of()
    stacks.update(api, "copy", body(f"OrganizationId = '{organization.id}'"))
    second = scope_of()
    api.delete_stack(StackName="copy")

    assert (first, second) == ("*", f"OrganizationId = '{organization.id}'")
    assert (
        made.list_centralization_rules_for_organization(AllRegions=True)[
            "CentralizationRuleSummaries"
        ]
        == []
    )
