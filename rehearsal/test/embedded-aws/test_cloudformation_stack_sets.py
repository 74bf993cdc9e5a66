"""Stack sets make real stacks in their target accounts."""

import json

import pytest
from botocore.exceptions import ClientError
from functions import TRUST, eventually
from stacks import template

BODY = template({"T": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "t"}}})


@pytest.fixture
def stack_set(cloudformation):
    cloudformation.create_stack_set(StackSetName="set", TemplateBody=BODY)
    return cloudformation


def instances(api):
    return api.list_stack_instances(StackSetName="set")["Summaries"]


def ended(api, answer, **options):
    """The operation once it has ended."""

    def look():
        found = api.describe_stack_set_operation(
            StackSetName="set", OperationId=answer["OperationId"], **options
        )["StackSetOperation"]
        return found if "EndTimestamp" in found else None

    return eventually(look)


def results(api, operation, status=None):
    """Status by account; only of those that ended so, if given."""
    filters = [{"Name": "OPERATION_RESULT_STATUS", "Values": status}] if status else []
    found = api.list_stack_set_operation_results(
        StackSetName="set", OperationId=operation["OperationId"], Filters=filters
    )["Summaries"]
    return {one["Account"]: one["Status"] for one in found}


def admit(client, account_id):
    client("iam", account_id).create_role(
        RoleName="AWSCloudFormationStackSetExecutionRole",
        AssumeRolePolicyDocument=json.dumps(TRUST),
    )


def test_deploys_to_an_account_that_has_the_execution_role(client, stack_set, other_account_id):
    admit(client, other_account_id)

    answer = stack_set.create_stack_instances(
        StackSetName="set", Accounts=[other_account_id], Regions=["us-east-1"]
    )

    operation = ended(stack_set, answer)
    assert operation["Status"] == "SUCCEEDED"
    assert instances(stack_set)[0]["Status"] == "CURRENT"
    topics = client("sns", other_account_id, "us-east-1").list_topics()["Topics"]
    assert len(topics) == 1


def test_fails_where_the_execution_role_is_missing(stack_set, other_account_id):
    answer = stack_set.create_stack_instances(
        StackSetName="set", Accounts=[other_account_id], Regions=["us-east-1"]
    )

    operation = ended(stack_set, answer)
    found = instances(stack_set)[0]
    assert operation["Status"] == "FAILED"
    assert found["Status"] == "OUTDATED"
    assert "AWSCloudFormationStackSetExecutionRole" in found["StatusReason"]


def test_updates_and_removes_its_stacks(client, stack_set, other_account_id):
    admit(client, other_account_id)
    where = {"Accounts": [other_account_id], "Regions": ["us-east-1"]}
    ended(stack_set, stack_set.create_stack_instances(StackSetName="set", **where))

    body = BODY.replace('"t"', '"u"')
    ended(stack_set, stack_set.update_stack_set(StackSetName="set", TemplateBody=body))
    sns = client("sns", other_account_id, "us-east-1")
    changed = sns.list_topics()["Topics"]
    deletion = stack_set.delete_stack_instances(StackSetName="set", RetainStacks=False, **where)
    ended(stack_set, deletion)
    stack_set.delete_stack_set(StackSetName="set")

    assert [topic["TopicArn"].rsplit(":")[-1] for topic in changed] == ["u"]
    assert sns.list_topics()["Topics"] == []


def test_refuses_to_delete_a_set_that_has_instances(client, stack_set, other_account_id):
    answer = stack_set.create_stack_instances(
        StackSetName="set", Accounts=[other_account_id], Regions=["us-east-1"]
    )
    ended(stack_set, answer)

    with pytest.raises(ClientError) as caught:
        stack_set.delete_stack_set(StackSetName="set")

    assert caught.value.response["Error"]["Code"] == "StackSetNotEmptyException"


def test_refuses_a_service_managed_set_without_trusted_access(cloudformation):
    with pytest.raises(ClientError, match="You must enable organizations access"):
        cloudformation.create_stack_set(
            StackSetName="set", TemplateBody=BODY, PermissionModel="SERVICE_MANAGED"
        )


def test_refuses_a_delegated_administrator_that_is_none(cloudformation):
    with pytest.raises(ClientError) as caught:
        cloudformation.list_stack_sets(CallAs="DELEGATED_ADMIN")

    assert caught.value.response["Error"]["Code"] == "ValidationError"


def test_deploys_to_a_unit_but_never_to_the_management_account(client, account_id):
    organizations = client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    member = organizations.create_account(AccountName="m", Email="m@example.com")
    member_id = member["CreateAccountStatus"]["AccountId"]
    root = organizations.list_roots()["Roots"][0]["Id"]
    api = client("cloudformation")
    api.activate_organizations_access()
    api.create_stack_set(StackSetName="set", TemplateBody=BODY, PermissionModel="SERVICE_MANAGED")

    answer = api.create_stack_instances(
        StackSetName="set",
        DeploymentTargets={"OrganizationalUnitIds": [root]},
        Regions=["eu-west-1"],
    )
    ended(api, answer)

    assert [found["Account"] for found in instances(api)] == [member_id]
