"""Config: what an aggregator sees of its organization."""

import json

import pytest
from config_under_test import (
    CONFIG,
    Recorded,
    aggregate,
    delegate,
    evaluate,
    own_rule,
    recording,
)
from organizations_under_test import REGION, code_of

NAME = {"ConfigurationAggregatorName": "organization"}
OTHER_REGION = "us-east-1"
POLICY = "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations"


@pytest.fixture
def organization(aws):
    found = Recorded(aws, suspended=True)
    found.admin = delegate(found, found.member)
    found.places = [found.management, found.archive, found.member]
    return found


def role(organization, policies=(POLICY,), **trusted):
    iam = organization.client("iam", organization.member)
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": CONFIG},
        "Action": "sts:AssumeRole",
        **trusted,
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    arn = iam.create_role(RoleName="aggregator", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    for policy in policies:
        iam.attach_role_policy(RoleName="aggregator", PolicyArn=policy)
    return arn


def aggregator(organization, policies=(POLICY,), trusted=None, **source):
    settings = aggregate()
    settings["OrganizationAggregationSource"] = {
        "RoleArn": role(organization, policies, **(trusted or {})),
        **(source or {"AwsRegions": [REGION, OTHER_REGION]}),
    }
    organization.admin.put_configuration_aggregator(**settings)


def test_an_aggregator_has_every_active_account_in_each_region(organization):
    aggregator(organization)

    found = organization.admin.describe_configuration_aggregator_sources_status(**NAME)
    [whole, *accounts] = found["AggregatedSourceStatusList"]

    assert (whole["SourceId"], whole["SourceType"], whole["LastUpdateStatus"]) == (
        organization.id,
        "ORGANIZATION",
        "SUCCEEDED",
    )
    assert sorted((a["SourceId"], a["AwsRegion"]) for a in accounts) == sorted(
        (account, region) for account in organization.places for region in (REGION, OTHER_REGION)
    )


def test_all_regions_are_those_that_the_account_has_enabled(organization):
    aggregator(organization, AllAwsRegions=True)
    pages = organization.admin.get_paginator(
        "describe_configuration_aggregator_sources_status"
    ).paginate(**NAME, PaginationConfig={"PageSize": 20})

    found = [
        source["AwsRegion"]
        for page in pages
        for source in page["AggregatedSourceStatusList"]
        if source["SourceId"] == organization.archive
    ]

    assert len(found) == 17
    assert "af-south-1" not in found


@pytest.mark.parametrize("key", ["aws:SourceAccount", "aws:SourceArn"])
def test_an_aggregator_whose_role_asks_for_the_source_of_the_call_sees_no_account(
    organization, key
):
    """AWS documents these keys for the recorder's role, and not for this one.

    https://docs.aws.amazon.com/config/latest/developerguide/iamrole-permissions.html
    """
    trusted = {"Condition": {"StringLike": {key: "*"}}}

    aggregator(organization, trusted=trusted)

    found = organization.admin.describe_configuration_aggregator_sources_status(**NAME)
    [whole] = found["AggregatedSourceStatusList"]
    assert (whole["LastUpdateStatus"], whole["LastErrorCode"]) == ("FAILED", "AccessDenied")


def test_an_aggregator_whose_role_may_not_list_accounts_sees_none(organization):
    aggregator(organization, policies=())

    failed = organization.admin.describe_configuration_aggregator_sources_status(
        **NAME, UpdateStatus=["FAILED"]
    )
    all_of_them = organization.admin.describe_configuration_aggregator_sources_status(**NAME)

    [whole] = all_of_them["AggregatedSourceStatusList"]
    assert failed["AggregatedSourceStatusList"][0]["SourceType"] == "ORGANIZATION"
    assert (whole["LastUpdateStatus"], whole["LastErrorCode"]) == ("FAILED", "AccessDenied")


def test_an_account_of_a_list_must_authorize(organization):
    source = {
        "AccountIds": [organization.member, organization.archive],
        "AwsRegions": [REGION],
    }
    organization.admin.put_configuration_aggregator(**NAME, AccountAggregationSources=[source])
    status = organization.admin.describe_configuration_aggregator_sources_status

    before = [s["LastUpdateStatus"] for s in status(**NAME)["AggregatedSourceStatusList"]]
    organization.client("config", organization.archive).put_aggregation_authorization(
        AuthorizedAccountId=organization.member, AuthorizedAwsRegion=REGION
    )
    after = [s["LastUpdateStatus"] for s in status(**NAME)["AggregatedSourceStatusList"]]

    assert before == ["SUCCEEDED", "FAILED"]
    assert after == ["SUCCEEDED", "SUCCEEDED"]


@pytest.fixture
def evaluated(organization):
    """A rule in two accounts and regions, with a result in each; and one outside."""
    aggregator(organization)
    for account, region in (
        (organization.archive, REGION),
        (organization.archive, OTHER_REGION),
        (organization.member, REGION),
        (organization.member, "us-west-2"),
    ):
        recording(organization, account, region=region)
        own_rule(organization, account=account, region=region)
        own_rule(organization, "never", account, region)
    bad = {"resourceId": "bad", "annotation": "bad"}
    evaluate(organization, "COMPLIANT", accountId=organization.archive)
    evaluate(organization, "NON_COMPLIANT", accountId=organization.archive, **bad)
    evaluate(
        organization, "NON_COMPLIANT", accountId=organization.archive, region=OTHER_REGION, **bad
    )
    evaluate(organization, "COMPLIANT")
    evaluate(organization, "NON_COMPLIANT", region="us-west-2", **bad)
    return organization


def test_an_aggregator_sees_the_rules_of_its_accounts_and_regions(evaluated):
    pages = evaluated.admin.get_paginator("describe_aggregate_compliance_by_config_rules").paginate(
        **NAME, PaginationConfig={"PageSize": 2}
    )

    found = [item for page in pages for item in page["AggregateComplianceByConfigRules"]]

    assert {
        (i["AccountId"], i["AwsRegion"], i["ConfigRuleName"], i["Compliance"]["ComplianceType"])
        for i in found
    } == {
        (evaluated.archive, REGION, "own", "NON_COMPLIANT"),
        (evaluated.archive, OTHER_REGION, "own", "NON_COMPLIANT"),
        (evaluated.member, REGION, "own", "COMPLIANT"),
    }
    assert {i["Compliance"]["ComplianceContributorCount"]["CappedCount"] for i in found} == {1}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"AwsRegion": OTHER_REGION}, 1),
        ({"ComplianceType": "NON_COMPLIANT"}, 2),
        ({"ConfigRuleName": "own"}, 3),
        ({"ConfigRuleName": "never"}, 0),
    ],
)
def test_aggregated_rules_are_filtered(evaluated, filters, expected):
    found = evaluated.admin.describe_aggregate_compliance_by_config_rules(**NAME, Filters=filters)

    assert len(found["AggregateComplianceByConfigRules"]) == expected


def test_an_aggregator_sees_the_results_of_a_rule(evaluated):
    place = {"AccountId": evaluated.archive, "AwsRegion": REGION, "ConfigRuleName": "own"}
    details = evaluated.admin.get_aggregate_compliance_details_by_config_rule

    every = details(**NAME, **place)["AggregateEvaluationResults"]
    [bad] = details(**NAME, **place, ComplianceType="NON_COMPLIANT")["AggregateEvaluationResults"]
    outside = details(**NAME, **{**place, "AwsRegion": "us-west-2"})["AggregateEvaluationResults"]

    assert [r["ComplianceType"] for r in every] == ["COMPLIANT", "NON_COMPLIANT"]
    assert (bad["AccountId"], bad["AwsRegion"], bad["Annotation"]) == (
        evaluated.archive,
        REGION,
        "bad",
    )
    assert outside == []


def test_an_aggregator_counts_rules_by_account_or_region(evaluated):
    summary = evaluated.admin.get_aggregate_config_rule_compliance_summary

    def counted(**grouping):
        return {
            item.get("GroupName"): (
                item["ComplianceSummary"]["CompliantResourceCount"]["CappedCount"],
                item["ComplianceSummary"]["NonCompliantResourceCount"]["CappedCount"],
            )
            for item in summary(**NAME, **grouping)["AggregateComplianceCounts"]
        }

    assert counted() == {None: (1, 2)}
    assert counted(GroupByKey="ACCOUNT_ID") == {evaluated.archive: (0, 2), evaluated.member: (1, 0)}
    assert counted(GroupByKey="AWS_REGION") == {REGION: (1, 1), OTHER_REGION: (0, 1)}
    assert counted(Filters={"AwsRegion": OTHER_REGION}) == {None: (0, 1)}


def test_an_aggregator_does_not_see_another_organization(evaluated, aws):
    stranger = Recorded(aws)
    recording(stranger, stranger.member)
    own_rule(stranger)
    evaluate(stranger, "NON_COMPLIANT")

    found = evaluated.admin.describe_aggregate_compliance_by_config_rules(**NAME)

    accounts = {i["AccountId"] for i in found["AggregateComplianceByConfigRules"]}
    assert stranger.member not in accounts


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("describe_aggregate_compliance_by_config_rules", {}),
        (
            "get_aggregate_compliance_details_by_config_rule",
            {"ConfigRuleName": "own", "AccountId": "111111111111", "AwsRegion": REGION},
        ),
        ("get_aggregate_config_rule_compliance_summary", {}),
        ("describe_configuration_aggregator_sources_status", {}),
    ],
)
def test_aggregated_compliance_needs_an_aggregator_that_exists(organization, call, arguments):
    refusal = code_of(getattr(organization.admin, call), **NAME, **arguments)

    assert refusal == "NoSuchConfigurationAggregatorException"


def test_a_page_has_a_largest_size(organization):
    aggregator(organization)

    refusal = code_of(
        organization.admin.describe_configuration_aggregator_sources_status, **NAME, Limit=101
    )

    assert refusal == "InvalidLimitException"
