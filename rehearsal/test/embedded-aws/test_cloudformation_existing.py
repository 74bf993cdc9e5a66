"""A stack does not take over what exists already: Create of a registry type answers AlreadyExists.

https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
"""

import pytest
from config_under_test import (
    Recorded,
    delegate,
    organization_pack,
    organization_rule,
    recording,
    role,
)
from embedded_aws.cloudformation import provider
from embedded_aws.cloudformation.providers import existing
from existing_under_test import BASE, ELSEWHERE, NAMED, OUTPUTS, UNNAMED, of_account
from stacks import create, reason, template

RULE = {
    "ConfigRuleName": "own",
    "Source": {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"},
}
PACK = {
    "ConformancePackName": "own",
    "TemplateBody": template({"R": {"Type": "AWS::Config::ConfigRule", "Properties": RULE}}),
}
#: AWS Config needs a recorder, or is one.
CONFIG = {
    "AWS::Config::AggregationAuthorization": {
        "AuthorizedAccountId": "111111111111",
        "AuthorizedAwsRegion": "eu-west-1",
    },
    "AWS::Config::ConfigRule": RULE,
    "AWS::Config::ConfigurationAggregator": {
        "ConfigurationAggregatorName": "own",
        "AccountAggregationSources": [{"AccountIds": ["111111111111"], "AllAwsRegions": True}],
    },
    "AWS::Config::ConformancePack": PACK,
    "AWS::Config::StoredQuery": {"QueryName": "own", "QueryExpression": "SELECT resourceId"},
}


@pytest.fixture
def api(cloudformation, account_id):
    body = template(of_account(BASE, account_id), Outputs=OUTPUTS)
    made = create(cloudformation, "base", body)
    assert made["StackStatus"] == "CREATE_COMPLETE", made.get("StackStatusReason")
    return cloudformation


def twice(api, type_name, properties):
    """What becomes of two stacks with the same resource, and why the second one fails."""
    body = template({"Own": {"Type": type_name, "Properties": properties}})
    statuses = [create(api, name, body)["StackStatus"] for name in ("first", "second")]
    assert statuses == ["CREATE_COMPLETE", "ROLLBACK_COMPLETE"]
    return reason(api, "second", "CREATE_FAILED")


@pytest.mark.parametrize("type_name", NAMED)
def test_a_second_stack_does_not_take_it_over(api, account_id, type_name):
    why = twice(api, type_name, of_account(NAMED[type_name], account_id))

    assert "already exist" in why


@pytest.mark.parametrize("type_name", CONFIG)
def test_a_second_stack_does_not_take_over_what_config_has(aws, type_name):
    organization = Recorded(aws)
    recording(organization, organization.member)
    api = organization.client("cloudformation", organization.member)

    why = twice(api, type_name, CONFIG[type_name])

    assert f"Resource of type '{type_name}' with identifier '" in why
    assert "' already exists." in why


ORGANIZATION = {
    "AWS::Config::OrganizationConfigRule": organization_rule(),
    "AWS::Config::OrganizationConformancePack": organization_pack(),
}


@pytest.mark.parametrize("type_name", ORGANIZATION)
def test_a_second_stack_does_not_take_over_what_the_organization_has(aws, type_name):
    organization = Recorded(aws)
    recording(organization, organization.management, *organization.members)
    delegate(organization, organization.member)
    api = organization.client("cloudformation", organization.member)

    why = twice(api, type_name, ORGANIZATION[type_name])

    assert f"Resource of type '{type_name}' with identifier '" in why


@pytest.mark.parametrize(
    ("type_name", "properties"),
    [
        ("AWS::Config::ConfigurationRecorder", {"Name": "default"}),
        ("AWS::Config::DeliveryChannel", {"Name": "default"}),
    ],
)
def test_a_stack_does_not_take_over_the_recorder_of_an_account(aws, type_name, properties):
    organization = Recorded(aws)
    recording(organization, organization.member)
    properties |= (
        {"RoleARN": role(organization, organization.member)}
        if type_name.endswith("Recorder")
        else {"S3BucketName": organization.bucket}
    )
    api = organization.client("cloudformation", organization.member)
    body = template({"Own": {"Type": type_name, "Properties": properties}})

    status = create(api, "own", body)["StackStatus"]

    assert status == "ROLLBACK_COMPLETE"
    assert "with identifier 'default' already exists." in reason(api, "own", "CREATE_FAILED")


def test_a_resource_that_no_stack_made_is_not_taken_over_either(client, cloudformation):
    client("sqs").create_queue(QueueName="own")
    body = template({"Own": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "own"}}})

    status = create(cloudformation, "own", body)["StackStatus"]

    assert status == "ROLLBACK_COMPLETE"
    assert client("sqs").list_queues(QueueNamePrefix="own")["QueueUrls"]


def test_every_type_is_looked_at(aws):
    """A provider that is new needs a row above, or a reason why its resources have no name."""
    made = {*provider._providers, *existing.LOOKUPS}
    looked_at = {*NAMED, *CONFIG, *ORGANIZATION, *UNNAMED, *ELSEWHERE}
    others = ("AWS::Config::ConfigurationRecorder", "AWS::Config::DeliveryChannel")

    # Of GuardDuty's types, its own tests say which adopt what, and by which evidence.
    missing = {t for t in made - looked_at - {*others} if not t.startswith("AWS::GuardDuty::")}

    assert missing == set()
