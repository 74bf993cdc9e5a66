"""Config: results of rules, their events, and the reads of one account."""

import json

import pytest
from config_under_test import (
    Recorded,
    delegate,
    error_text,
    evaluate,
    organization_rule,
    own_rule,
    recording,
)
from organizations_under_test import REGION, code_of

QUEUE_POLICY = {
    "Effect": "Allow",
    "Principal": {"Service": "events.amazonaws.com"},
    "Action": "sqs:SendMessage",
    "Resource": "*",
}


@pytest.fixture
def organization(aws):
    found = Recorded(aws)
    recording(found, found.member)
    return found


def queue_of_events(organization):
    account = organization.member
    sqs, events = organization.client("sqs", account), organization.client("events", account)
    url = sqs.create_queue(QueueName="compliance")["QueueUrl"]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [QUEUE_POLICY]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    events.put_rule(Name="compliance", EventPattern='{"source": ["aws.config"]}')
    arn = f"arn:aws:sqs:{REGION}:{account}:compliance"
    events.put_targets(Rule="compliance", Targets=[{"Id": "queue", "Arn": arn}])

    def received():
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(message["Body"]) for message in found]

    return received


def result(event, which):
    """An evaluation result of an event without its times, which must be there."""
    expected = dict(event["detail"][which])
    identifier = dict(expected.pop("evaluationResultIdentifier"))
    times = [expected.pop("resultRecordedTime"), expected.pop("configRuleInvokedTime")]
    assert all(time.endswith("Z") for time in [*times, identifier.pop("orderingTimestamp")])
    return {**identifier["evaluationResultQualifier"], **expected}


def test_the_first_result_is_an_event(organization):
    config = own_rule(organization)
    [rule] = config.describe_config_rules()["ConfigRules"]
    received = queue_of_events(organization)

    answer = evaluate(organization, "NON_COMPLIANT", annotation="It has no versions.")

    [event] = received()
    detail = event["detail"]
    assert answer["changed"] is True
    assert answer["eventId"] == event["id"]
    assert (event["source"], event["detail-type"], event["resources"]) == (
        "aws.config",
        "Config Rules Compliance Change",
        [],
    )
    assert result(event, "newEvaluationResult") == {
        "configRuleName": "own",
        "resourceType": "AWS::S3::Bucket",
        "resourceId": "bucket",
        "complianceType": "NON_COMPLIANT",
        "annotation": "It has no versions.",
    }
    assert detail.pop("newEvaluationResult") and detail.pop("notificationCreationTime")
    assert detail == {
        "resourceId": "bucket",
        "awsRegion": REGION,
        "awsAccountId": organization.member,
        "configRuleName": "own",
        "recordVersion": "1.0",
        "configRuleARN": rule["ConfigRuleArn"],
        "messageType": "ComplianceChangeNotification",
        "resourceType": "AWS::S3::Bucket",
    }


def test_a_result_that_stays_is_no_event(organization):
    own_rule(organization)
    received = queue_of_events(organization)
    evaluate(organization, "NON_COMPLIANT")
    assert len(received()) == 1

    answer = evaluate(organization, "NON_COMPLIANT", annotation="Still.")

    assert (answer["changed"], answer["eventId"], answer["deliveries"]) == (False, None, [])
    assert received() == []


def test_a_result_that_changes_is_an_event_with_the_old_one(organization):
    own_rule(organization)
    evaluate(organization, "NON_COMPLIANT", annotation="It has no versions.")
    received = queue_of_events(organization)

    evaluate(organization, "COMPLIANT")

    [event] = received()
    assert result(event, "newEvaluationResult")["complianceType"] == "COMPLIANT"
    assert result(event, "oldEvaluationResult") == {
        "configRuleName": "own",
        "resourceType": "AWS::S3::Bucket",
        "resourceId": "bucket",
        "complianceType": "NON_COMPLIANT",
        "annotation": "It has no versions.",
    }


def test_every_resource_has_a_result_of_its_own(organization):
    own_rule(organization)
    evaluate(organization, "COMPLIANT")

    assert evaluate(organization, "COMPLIANT", resourceId="other")["changed"] is True


def test_an_organization_rule_goes_by_its_own_name_too(organization):
    admin = delegate(organization, organization.member)
    others = [organization.management, organization.archive]
    admin.put_organization_config_rule(**organization_rule(ExcludedAccounts=others))

    answer = evaluate(organization, "NON_COMPLIANT", rule="mfa")

    assert answer["configRuleName"].startswith("OrgConfigRule-mfa-")


def test_the_name_of_an_organization_rule_is_not_the_beginning_of_another(organization):
    admin = delegate(organization, organization.member)
    others = [organization.management, organization.archive]
    longer = organization_rule(OrganizationConfigRuleName="mfa-root", ExcludedAccounts=others)
    admin.put_organization_config_rule(**longer)

    assert "there is no rule mfa in" in error_text(evaluate, organization, "COMPLIANT", rule="mfa")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"accountId": "999999999999"}, "there is no account 999999999999"),
        ({"region": "eu-nowhere-1"}, "eu-nowhere-1 is not a region"),
        ({"region": "us-east-1"}, "does not record"),
        ({"rule": "other"}, "there is no rule other"),
        ({"compliance": "INSUFFICIENT_DATA"}, "use one of COMPLIANT, NON_COMPLIANT"),
        ({"resourceId": ""}, "needs resourceId"),
        ({"annotation": "x" * 257}, "257 characters"),
    ],
)
def test_an_evaluation_of_what_is_not_there_is_refused(organization, changes, expected):
    own_rule(organization)

    assert expected in error_text(evaluate, organization, "COMPLIANT", **changes)


def test_nothing_is_evaluated_while_the_recorder_is_off(organization):
    config = own_rule(organization)
    config.stop_configuration_recorder(ConfigurationRecorderName="default")

    assert "does not record" in error_text(evaluate, organization, "COMPLIANT")


def test_a_rule_complies_when_all_its_resources_do(organization):
    config = own_rule(organization)
    own_rule(organization, "never")
    own_rule(organization, "good")
    for number in range(26):
        evaluate(organization, "NON_COMPLIANT", resourceId=f"bad-{number}")
    evaluate(organization, "COMPLIANT")
    evaluate(organization, "COMPLIANT", rule="good")
    evaluate(organization, "NOT_APPLICABLE", rule="never")

    found = config.describe_compliance_by_config_rule()["ComplianceByConfigRules"]
    bad = config.describe_compliance_by_config_rule(ComplianceTypes=["NON_COMPLIANT"])

    assert {item["ConfigRuleName"]: item["Compliance"] for item in found} == {
        "good": {"ComplianceType": "COMPLIANT"},
        "never": {"ComplianceType": "INSUFFICIENT_DATA"},
        "own": {
            "ComplianceType": "NON_COMPLIANT",
            "ComplianceContributorCount": {"CappedCount": 25, "CapExceeded": True},
        },
    }
    assert [item["ConfigRuleName"] for item in bad["ComplianceByConfigRules"]] == ["own"]


def test_a_resource_complies_when_it_does_with_all_rules(organization):
    config = own_rule(organization)
    own_rule(organization, "second")
    evaluate(organization, "COMPLIANT")
    evaluate(organization, "NON_COMPLIANT", rule="second")
    evaluate(organization, "COMPLIANT", resourceId="good")

    found = config.describe_compliance_by_resource(ResourceType="AWS::S3::Bucket")
    topics = config.describe_compliance_by_resource(ResourceType="AWS::SNS::Topic")

    assert [
        (item["ResourceId"], item["Compliance"]["ComplianceType"])
        for item in found["ComplianceByResources"]
    ] == [("bucket", "NON_COMPLIANT"), ("good", "COMPLIANT")]
    assert topics["ComplianceByResources"] == []
    assert (
        code_of(config.describe_compliance_by_resource, ResourceId="bucket")
        == "InvalidParameterValueException"
    )


def test_the_results_of_a_rule_are_paged(organization):
    config = own_rule(organization)
    for name in ("a", "b", "c"):
        evaluate(organization, "NON_COMPLIANT", resourceId=name, annotation=f"about {name}")
    evaluate(organization, "COMPLIANT", resourceId="d")
    pages = config.get_paginator("get_compliance_details_by_config_rule").paginate(
        ConfigRuleName="own", ComplianceTypes=["NON_COMPLIANT"], PaginationConfig={"PageSize": 2}
    )

    found = [page["EvaluationResults"] for page in pages]

    qualifier = found[0][0]["EvaluationResultIdentifier"]["EvaluationResultQualifier"]
    assert [len(page) for page in found] == [2, 1]
    assert [r["Annotation"] for page in found for r in page] == ["about a", "about b", "about c"]
    assert (qualifier["ConfigRuleName"], qualifier["ResourceId"]) == ("own", "a")


def test_a_token_of_nobodys_is_refused(organization):
    config = own_rule(organization)

    refusal = code_of(
        config.get_compliance_details_by_config_rule, ConfigRuleName="own", NextToken="!"
    )

    assert refusal == "InvalidNextTokenException"


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("describe_compliance_by_config_rule", {"ConfigRuleNames": ["other"]}),
        ("get_compliance_details_by_config_rule", {"ConfigRuleName": "other"}),
        ("describe_config_rule_evaluation_status", {"ConfigRuleNames": ["other"]}),
    ],
)
def test_compliance_needs_a_rule_that_exists(organization, call, arguments):
    config = own_rule(organization)

    assert code_of(getattr(config, call), **arguments) == "NoSuchConfigRuleException"


def test_a_rule_has_been_evaluated_once_it_has_a_result(organization):
    config = own_rule(organization)
    [before] = config.describe_config_rule_evaluation_status()["ConfigRulesEvaluationStatus"]

    evaluate(organization, "COMPLIANT")
    [after] = config.describe_config_rule_evaluation_status()["ConfigRulesEvaluationStatus"]

    assert before["FirstEvaluationStarted"] is False
    assert "LastSuccessfulEvaluationTime" not in before
    assert after["FirstEvaluationStarted"] is True
    assert after["LastSuccessfulEvaluationTime"] >= after["FirstActivatedTime"]


def test_results_go_with_their_rule(organization):
    config = own_rule(organization)
    evaluate(organization, "NON_COMPLIANT")

    config.delete_config_rule(ConfigRuleName="own")
    own_rule(organization)

    [found] = config.describe_compliance_by_config_rule()["ComplianceByConfigRules"]
    assert found["Compliance"] == {"ComplianceType": "INSUFFICIENT_DATA"}


def test_results_stay_when_the_rule_changes(organization):
    config = own_rule(organization)
    evaluate(organization, "NON_COMPLIANT")

    own_rule(organization)

    [found] = config.describe_compliance_by_config_rule()["ComplianceByConfigRules"]
    assert found["Compliance"]["ComplianceType"] == "NON_COMPLIANT"
