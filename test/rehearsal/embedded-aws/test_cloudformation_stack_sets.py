"""Stack sets make real stacks in their target accounts."""

import pytest
from botocore.exceptions import ClientError
from stacks import template

BODY = template({"T": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "t"}}})


@pytest.fixture
def stack_set(cloudformation):
    cloudformation.create_stack_set(StackSetName="set", TemplateBody=BODY)
    return cloudformation


def instances(api):
    return api.list_stack_instances(StackSetName="set")["Summaries"]


def admit(client, account_id):
    client("iam", account_id).create_role(
        RoleName="AWSCloudFormationStackSetExecutionRole", AssumeRolePolicyDocument="{}"
    )


def test_deploys_to_an_account_that_has_the_execution_role(client, stack_set, other_account_id):
    admit(client, other_account_id)

    operation_id = stack_set.create_stack_instances(
        StackSetName="set", Accounts=[other_account_id], Regions=["us-east-1"]
    )["OperationId"]

    operation = stack_set.describe_stack_set_operation(
        StackSetName="set", OperationId=operation_id
    )["StackSetOperation"]
    assert operation["Status"] == "SUCCEEDED"
    assert instances(stack_set)[0]["Status"] == "CURRENT"
    topics = client("sns", other_account_id, "us-east-1").list_topics()["Topics"]
    assert len(topics) == 1


def test_fails_where_the_execution_role_is_missing(stack_set, other_account_id):
    stack_set.create_stack_instances(
        StackSetName="set", Accounts=[other_account_id], Regions=["us-east-1"]
    )

    found = instances(stack_set)[0]
    assert found["Status"] == "OUTDATED"
    assert "AWSCloudFormationStackSetExecutionRole" in found["StatusReason"]


def test_updates_and_removes_its_stacks(client, stack_set, other_account_id):
    admit(client, other_account_id)
    where = {"Accounts": [other_account_id], "Regions": ["us-east-1"]}
    stack_set.create_stack_instances(StackSetName="set", **where)

    stack_set.update_stack_set(StackSetName="set", TemplateBody=BODY.replace('"t"', '"u"'))
    sns = client("sns", other_account_id, "us-east-1")
    changed = sns.list_topics()["Topics"]
    stack_set.delete_stack_instances(StackSetName="set", RetainStacks=False, **where)
    stack_set.delete_stack_set(StackSetName="set")

    assert [topic["TopicArn"].rsplit(":")[-1] for topic in changed] == ["u"]
    assert sns.list_topics()["Topics"] == []


def test_refuses_to_delete_a_set_that_has_instances(client, stack_set, other_account_id):
    stack_set.create_stack_instances(
        StackSetName="set", Accounts=[other_account_id], Regions=["us-east-1"]
    )

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
    organizations.enable_aws_service_access(
        ServicePrincipal="member.org.stacksets.cloudformation.amazonaws.com"
    )
    member = organizations.create_account(AccountName="m", Email="m@example.com")
    member_id = member["CreateAccountStatus"]["AccountId"]
    root = organizations.list_roots()["Roots"][0]["Id"]
    api = client("cloudformation")
    api.create_stack_set(StackSetName="set", TemplateBody=BODY, PermissionModel="SERVICE_MANAGED")

    api.create_stack_instances(
        StackSetName="set",
        DeploymentTargets={"OrganizationalUnitIds": [root]},
        Regions=["eu-west-1"],
    )

    assert [found["Account"] for found in instances(api)] == [member_id]
