"""Operations on stack sets of an organization: in the background, one at a time."""

import json
import threading

import pytest
from embedded_aws.cloudformation.stack_sets import work
from organizations_under_test import REGION, Organization, code_of, error_of
from stacks import create, template
from test_cloudformation_stack_sets import BODY, ended, results

PRINCIPAL = "member.org.stacksets.cloudformation.amazonaws.com"


class Set:
    """A service-managed stack set named ``set``, of a new organization."""

    def __init__(self, aws, members=3, **options):
        self.organization = Organization(aws, members)
        self.members = self.organization.members
        organizations = self.organization.client("organizations")
        self.root = organizations.list_roots()["Roots"][0]["Id"]
        self.api = self.organization.client("cloudformation")
        self.api.activate_organizations_access()
        self.api.create_stack_set(
            StackSetName="set", TemplateBody=BODY, PermissionModel="SERVICE_MANAGED", **options
        )

    def where(self, *accounts):
        targets = {
            "OrganizationalUnitIds": [self.root],
            "Accounts": list(accounts),
            "AccountFilterType": "INTERSECTION",
        }
        return {"StackSetName": "set", "DeploymentTargets": targets, "Regions": [REGION]}

    def create(self, *accounts, **options):
        return self.api.create_stack_instances(**self.where(*accounts), **options)

    def delete(self, *accounts, retain, **options):
        return self.api.delete_stack_instances(
            **self.where(*accounts), RetainStacks=retain, **options
        )

    def details(self, **options):
        found = self.api.list_stack_instances(StackSetName="set", **options)["Summaries"]
        return {one["Account"]: one["StackInstanceStatus"]["DetailedStatus"] for one in found}

    def topics(self, account_id):
        return self.organization.client("sns", account_id).list_topics()["Topics"]


@pytest.fixture
def held(monkeypatch):
    """Operations begin, and work on nothing until the event is set."""
    event = threading.Event()
    original = work._work_on

    def waiting(*values):
        event.wait(30)
        original(*values)

    monkeypatch.setattr(work, "_work_on", waiting)
    yield event
    event.set()


def test_an_operation_goes_on_after_its_call(aws, held):
    stacks = Set(aws)
    [first, second, _] = stacks.members

    answer = stacks.create(first, second)
    operation = stacks.api.describe_stack_set_operation(
        StackSetName="set", OperationId=answer["OperationId"]
    )["StackSetOperation"]
    during = stacks.details()
    held.set()
    after = ended(stacks.api, answer)

    assert operation["Status"] == "RUNNING"
    assert "EndTimestamp" not in operation
    assert set(during) == {first, second}
    assert set(during.values()) <= {"PENDING", "RUNNING"}
    assert after["Status"] == "SUCCEEDED"
    assert stacks.details() == {first: "SUCCEEDED", second: "SUCCEEDED"}


def test_a_second_operation_is_refused_while_one_runs(aws, held):
    stacks = Set(aws)
    [first, second, _] = stacks.members
    answer = stacks.create(first)

    error = error_of(lambda: stacks.create(second))
    deletion = code_of(stacks.api.delete_stack_set, StackSetName="set")
    held.set()
    ended(stacks.api, answer)

    assert error["Code"] == "OperationInProgressException"
    assert answer["OperationId"] in error["Message"]
    assert deletion == "OperationInProgressException"
    assert ended(stacks.api, stacks.create(second))["Status"] == "SUCCEEDED"


def test_managed_execution_queues_a_second_operation(aws, held):
    stacks = Set(aws, ManagedExecution={"Active": True})
    [first, second, _] = stacks.members
    stacks.create(first)

    answer = stacks.create(second)
    operations = stacks.api.list_stack_set_operations(StackSetName="set")["Summaries"]
    held.set()

    assert [one["Status"] for one in operations] == ["QUEUED", "RUNNING"]
    assert ended(stacks.api, answer)["Status"] == "SUCCEEDED"


def test_an_operation_id_is_used_once(aws):
    stacks = Set(aws)
    ended(stacks.api, stacks.create(stacks.members[0], OperationId="once"))

    code = code_of(lambda: stacks.create(stacks.members[1], OperationId="once"))

    assert code == "OperationIdAlreadyExistsException"
    assert set(stacks.details()) == {stacks.members[0]}


def test_an_operation_needs_trusted_access_still(aws):
    stacks = Set(aws)
    stacks.organization.client("organizations").disable_aws_service_access(
        ServicePrincipal=PRINCIPAL
    )

    error = error_of(lambda: stacks.create(stacks.members[0]))

    assert error["Code"] == "ValidationError"
    assert error["Message"].startswith("You must enable organizations access")


def test_accounts_of_a_unit_need_a_filter_to_be_created(aws):
    stacks = Set(aws)
    where = stacks.where(*stacks.members)
    del where["DeploymentTargets"]["AccountFilterType"]

    assert code_of(stacks.api.create_stack_instances, **where) == "ValidationError"


def test_a_suspended_account_is_skipped(aws):
    stacks = Set(aws)
    [first, second, _] = stacks.members
    stacks.organization.control("POST", f"/accounts/{first}/state", {"state": "SUSPENDED"})

    operation = ended(stacks.api, stacks.create(first, second))

    assert operation["Status"] == "SUCCEEDED"
    assert stacks.details() == {first: "SKIPPED_SUSPENDED_ACCOUNT", second: "SUCCEEDED"}
    skipped = {"Name": "DETAILED_STATUS", "Values": "SKIPPED_SUSPENDED_ACCOUNT"}
    assert list(stacks.details(Filters=[skipped])) == [first]


def test_a_closed_account_leaves_the_set_if_its_stack_is_retained(aws):
    stacks = Set(aws)
    [first, _, _] = stacks.members
    ended(stacks.api, stacks.create(first))
    stacks.organization.client("organizations").close_account(AccountId=first)

    ended(stacks.api, stacks.delete(first, retain=False))
    kept = stacks.details()
    operation = ended(stacks.api, stacks.delete(first, retain=True))

    assert kept == {first: "SKIPPED_SUSPENDED_ACCOUNT"}
    assert operation["RetainStacks"] is True
    assert results(stacks.api, operation) == {first: "SUCCEEDED"}
    assert stacks.details() == {}


def test_a_retained_stack_stays_and_another_one_goes(aws):
    stacks = Set(aws)
    [first, second, _] = stacks.members
    ended(stacks.api, stacks.create(first, second))

    ended(stacks.api, stacks.delete(first, retain=True))
    ended(stacks.api, stacks.delete(second, retain=False))

    assert len(stacks.topics(first)) == 1
    assert stacks.topics(second) == []


def fail_in(stacks, account_id):
    """The topic that the stack would make is there already."""
    name = json.loads(BODY)["Resources"]["T"]["Properties"]["TopicName"]
    stacks.organization.client("sns", account_id).create_topic(Name=name)


def test_a_failure_that_is_not_tolerated_cancels_the_rest(aws):
    stacks = Set(aws)
    [first, second, third] = stacks.members
    fail_in(stacks, second)

    operation = ended(stacks.api, stacks.create(first, second, third))

    assert operation["Status"] == "FAILED"
    assert operation["StatusDetails"]["FailedStackInstancesCount"] == 1
    assert list(results(stacks.api, operation, status="FAILED")) == [second]
    assert results(stacks.api, operation) == {
        first: "SUCCEEDED",
        second: "FAILED",
        third: "CANCELLED",
    }


def test_a_failure_that_is_tolerated_does_not_fail_the_operation(aws):
    stacks = Set(aws)
    [first, second, third] = stacks.members
    fail_in(stacks, second)

    tolerant = {"FailureTolerancePercentage": 100, "MaxConcurrentPercentage": 100}
    answer = stacks.create(first, second, third, OperationPreferences=tolerant)
    operation = ended(stacks.api, answer)

    assert operation["Status"] == "SUCCEEDED"
    assert stacks.details() == {first: "SUCCEEDED", second: "FAILED", third: "SUCCEEDED"}


def test_instances_and_results_are_listed_in_pages_of_a_hundred(aws):
    stacks = Set(aws, members=103)
    operation = ended(stacks.api, stacks.create(*stacks.members))
    instances = stacks.api.get_paginator("list_stack_instances")
    operation_results = stacks.api.get_paginator("list_stack_set_operation_results")

    first = [len(page["Summaries"]) for page in instances.paginate(StackSetName="set")]
    second = [
        len(page["Summaries"])
        for page in operation_results.paginate(
            StackSetName="set", OperationId=operation["OperationId"]
        )
    ]

    assert first == second == [100, 3]


def test_a_delegated_administrator_calls_for_the_management_account(aws):
    stacks = Set(aws)
    [first, second, _] = stacks.members
    stacks.organization.client("organizations").register_delegated_administrator(
        AccountId=first, ServicePrincipal=PRINCIPAL
    )
    api = stacks.organization.client("cloudformation", first)

    itself = code_of(api.describe_stack_set, StackSetName="set")
    answer = api.create_stack_instances(**stacks.where(second), CallAs="DELEGATED_ADMIN")

    assert itself == "StackSetNotFoundException"
    assert ended(api, answer, CallAs="DELEGATED_ADMIN")["Status"] == "SUCCEEDED"


def of_stack(root, account_id, **more):
    properties = {
        "StackSetName": "made",
        "PermissionModel": "SERVICE_MANAGED",
        "AutoDeployment": {"Enabled": False},
        "TemplateBody": BODY,
        "StackInstancesGroup": [
            {
                "Regions": [REGION],
                "DeploymentTargets": {
                    "OrganizationalUnitIds": [root],
                    "Accounts": [account_id],
                    "AccountFilterType": "INTERSECTION",
                },
            }
        ],
        **more,
    }
    made = {"Type": "AWS::CloudFormation::StackSet", "Properties": properties}
    return template({"Set": made})


def test_a_stack_waits_for_the_instances_of_its_set(aws):
    stacks = Set(aws)
    [first, _, _] = stacks.members

    made = create(stacks.api, "central", of_stack(stacks.root, first))

    assert made["StackStatus"] == "CREATE_COMPLETE"
    assert len(stacks.topics(first)) == 1


def test_a_stack_fails_with_the_instances_of_its_set(aws):
    stacks = Set(aws)
    [first, _, _] = stacks.members
    fail_in(stacks, first)

    made = create(stacks.api, "central", of_stack(stacks.root, first))

    assert made["StackStatus"] == "ROLLBACK_COMPLETE"
