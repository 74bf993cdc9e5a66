"""The life of a stack: created, changed, rolled back, kept and removed."""

import json

import pytest
from botocore.exceptions import ClientError
from functions import TRUST
from stacks import create, describe, history, reason, resource, template, update


def topic(name=None, **attributes):
    properties = {"TopicName": name} if name else {}
    return {"Type": "AWS::SNS::Topic", "Properties": properties, **attributes}


def workgroup(name, **properties):
    return {"Type": "AWS::Athena::WorkGroup", "Properties": {"Name": name, **properties}}


def test_creates_in_the_order_of_references(cloudformation):
    second = {
        "Type": "AWS::SNS::Topic",
        "Properties": {"DisplayName": {"Fn::GetAtt": ["First", "TopicName"]}},
    }
    body = template({"Second": second, "First": topic("first")})

    stack = create(cloudformation, "s", body)

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    made = [name for name, status in history(cloudformation, "s") if "COMPLETE" in status]
    assert made == ["First", "Second", "s"]


def test_rolls_back_when_a_resource_fails(client, cloudformation):
    body = template({"Good": topic("good"), "Bad": {**workgroup("x", Nope=1), "DependsOn": "Good"}})

    stack = create(cloudformation, "s", body)

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "failed to create: [Bad]" in stack["StackStatusReason"]
    assert "Model validation failed (#: extraneous key [Nope] is not permitted)" in reason(
        cloudformation, "s", "CREATE_FAILED"
    )
    assert client("sns").list_topics()["Topics"] == []


def test_refuses_to_update_a_stack_that_was_rolled_back(cloudformation):
    create(cloudformation, "s", template({"Bad": workgroup("x", Nope=1)}))

    with pytest.raises(ClientError, match="is in ROLLBACK_COMPLETE state and can not"):
        update(cloudformation, "s", template({"T": topic()}))


def test_keeps_what_it_made_when_rollback_is_disabled(cloudformation):
    body = template({"Good": topic("good"), "Bad": {**workgroup("x", Nope=1), "DependsOn": "Good"}})

    stack = create(cloudformation, "s", body, DisableRollback=True)

    assert stack["StackStatus"] == "CREATE_FAILED"
    assert resource(cloudformation, "s", "Good")["ResourceStatus"] == "CREATE_COMPLETE"


def test_fails_a_required_property_that_is_missing(cloudformation):
    body = template({"Bad": {"Type": "AWS::Athena::WorkGroup"}})

    create(cloudformation, "s", body)

    assert "#: required key [Name] not found" in reason(cloudformation, "s", "CREATE_FAILED")


def test_takes_scalars_as_strings(cloudformation):
    settings = {"EnforceWorkGroupConfiguration": "true"}
    body = template({"W": workgroup("w", WorkGroupConfiguration=settings)})

    assert create(cloudformation, "s", body)["StackStatus"] == "CREATE_COMPLETE"


def test_refuses_a_resource_that_already_exists(cloudformation):
    create(cloudformation, "one", template({"W": workgroup("same")}))

    stack = create(cloudformation, "two", template({"W": workgroup("same")}))

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    failure = reason(cloudformation, "two", "CREATE_FAILED")
    assert "already exists" in failure
    assert "HandlerErrorCode: AlreadyExists" in failure


def test_refuses_a_second_stack_of_the_name(cloudformation):
    create(cloudformation, "s", template({"T": topic()}))

    with pytest.raises(ClientError) as caught:
        create(cloudformation, "s", template({"T": topic()}))

    assert caught.value.response["Error"]["Code"] == "AlreadyExistsException"
    assert caught.value.response["Error"]["Message"] == "Stack [s] already exists"


def test_updates_in_place(client, cloudformation):
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": TRUST,
            "Description": "before",
        },
    }
    create(cloudformation, "s", template({"R": role}))
    before = resource(cloudformation, "s", "R")["PhysicalResourceId"]
    role["Properties"]["Description"] = "after"

    stack = update(cloudformation, "s", template({"R": role}))

    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert resource(cloudformation, "s", "R")["PhysicalResourceId"] == before
    assert client("iam").get_role(RoleName=before)["Role"]["Description"] == "after"


def test_replaces_for_a_create_only_property_and_removes_the_old_one(client, cloudformation):
    create(cloudformation, "s", template({"T": topic("old")}))

    update(cloudformation, "s", template({"T": topic("new")}))

    arns = [t["TopicArn"] for t in client("sns").list_topics()["Topics"]]
    assert [arn.rsplit(":", 1)[1] for arn in arns] == ["new"]
    assert history(cloudformation, "s")[-3:] == [
        ("T", "DELETE_IN_PROGRESS"),
        ("T", "DELETE_COMPLETE"),
        ("s", "UPDATE_COMPLETE"),
    ]


def test_retains_the_replaced_one_when_the_policy_says_so(client, cloudformation):
    kept = {"UpdateReplacePolicy": "Retain"}
    create(cloudformation, "s", template({"T": topic("old", **kept)}))

    update(cloudformation, "s", template({"T": topic("new", **kept)}))

    assert len(client("sns").list_topics()["Topics"]) == 2


def test_removes_a_resource_that_left_the_template(client, cloudformation):
    create(cloudformation, "s", template({"A": topic("a"), "B": topic("b")}))

    update(cloudformation, "s", template({"A": topic("a")}))

    arns = [t["TopicArn"] for t in client("sns").list_topics()["Topics"]]
    assert [arn.rsplit(":", 1)[1] for arn in arns] == ["a"]


def test_rolls_a_failed_update_back(client, cloudformation):
    create(cloudformation, "s", template({"A": topic("a"), "W": workgroup("w")}))
    broken = {**workgroup("w", Nope=1), "DependsOn": ["A", "B"]}

    stack = update(
        cloudformation,
        "s",
        template({"A": topic("a2"), "B": topic("b"), "W": broken}),
    )

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    arns = [t["TopicArn"] for t in client("sns").list_topics()["Topics"]]
    assert [arn.rsplit(":", 1)[1] for arn in arns] == ["a"]
    names = {
        r["LogicalResourceId"]
        for r in cloudformation.describe_stack_resources(StackName="s")["StackResources"]
    }
    assert names == {"A", "W"}


def test_can_be_updated_after_a_rolled_back_update(cloudformation):
    create(cloudformation, "s", template({"W": workgroup("w")}))
    update(cloudformation, "s", template({"W": workgroup("w", Nope=1)}))

    stack = update(cloudformation, "s", template({"W": workgroup("w", Description="d")}))

    assert stack["StackStatus"] == "UPDATE_COMPLETE"


def test_says_when_there_is_nothing_to_update(cloudformation):
    body = template({"T": topic()})
    create(cloudformation, "s", body)

    with pytest.raises(ClientError) as caught:
        update(cloudformation, "s", body)

    error = caught.value.response["Error"]
    assert error["Code"] == "ValidationError"
    assert error["Message"] == "No updates are to be performed."


def test_says_that_an_unknown_stack_does_not_exist(cloudformation):
    with pytest.raises(ClientError, match="Stack with id missing does not exist"):
        update(cloudformation, "missing", template({"T": topic()}))


def test_deletes_in_reverse_and_keeps_what_is_retained(client, cloudformation):
    kept = {"DeletionPolicy": "Retain"}
    body = template({"A": topic("a", **kept), "B": topic("b", DependsOn="A")})
    stack_id = create(cloudformation, "s", body)["StackId"]

    cloudformation.delete_stack(StackName="s")

    assert describe(cloudformation, stack_id)["StackStatus"] == "DELETE_COMPLETE"
    assert history(cloudformation, stack_id)[-4:] == [
        ("B", "DELETE_IN_PROGRESS"),
        ("B", "DELETE_COMPLETE"),
        ("A", "DELETE_SKIPPED"),
        ("s", "DELETE_COMPLETE"),
    ]
    assert len(client("sns").list_topics()["Topics"]) == 1


@pytest.mark.parametrize(
    ("policy", "left"), [("Retain", ["g"]), ("RetainExceptOnCreate", []), ("Delete", [])]
)
def test_keeps_of_a_failed_creation_what_plain_retain_says(client, cloudformation, policy, left):
    good = topic("g", DeletionPolicy=policy)
    bad = {**workgroup("x", Nope=1), "DependsOn": "Good"}

    create(cloudformation, "s", template({"Good": good, "Bad": bad}))

    assert topic_names(client) == left


@pytest.mark.parametrize(
    ("policy", "left"), [("Retain", ["a", "g"]), ("RetainExceptOnCreate", ["a"])]
)
def test_keeps_of_a_failed_update_what_plain_retain_says(client, cloudformation, policy, left):
    kept = topic("a", DeletionPolicy=policy)
    create(cloudformation, "s", template({"A": kept}))
    good = topic("g", DeletionPolicy=policy)
    bad = {**workgroup("x", Nope=1), "DependsOn": ["A", "Good"]}

    update(cloudformation, "s", template({"A": kept, "Good": good, "Bad": bad}))

    assert topic_names(client) == left


@pytest.mark.parametrize("policy", ["Retain", "RetainExceptOnCreate"])
def test_keeps_what_is_retained_once_it_was_made(client, cloudformation, policy):
    kept = {"DeletionPolicy": policy}
    body = template({"A": topic("a", **kept), "B": topic("b", **kept)})
    create(cloudformation, "s", body)

    update(cloudformation, "s", template({"A": topic("a", **kept)}))
    cloudformation.delete_stack(StackName="s")

    assert topic_names(client) == ["a", "b"]


def topic_names(client):
    return sorted(
        one["TopicArn"].rsplit(":", 1)[1] for one in client("sns").list_topics()["Topics"]
    )


def test_fails_to_delete_a_bucket_that_has_objects(client, cloudformation, account_id):
    name = f"full-{account_id}"
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}}
    create(cloudformation, "s", template({"B": bucket}))
    client("s3").put_object(Bucket=name, Key="k", Body=b"x")

    cloudformation.delete_stack(StackName="s")

    stack = describe(cloudformation, "s")
    assert stack["StackStatus"] == "DELETE_FAILED"
    assert "failed to delete: [B]" in stack["StackStatusReason"]


def test_refuses_to_delete_under_termination_protection(cloudformation):
    create(cloudformation, "s", template({"T": topic()}))
    cloudformation.update_termination_protection(StackName="s", EnableTerminationProtection=True)

    with pytest.raises(ClientError) as caught:
        cloudformation.delete_stack(StackName="s")

    error = caught.value.response["Error"]
    assert error["Code"] == "ValidationError"
    assert error["Message"] == (
        "Stack [s] cannot be deleted while TerminationProtection is enabled"
    )


def test_holds_a_stack_policy_against_an_update(cloudformation):
    deny = {"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "*"}
    policy = json.dumps({"Statement": [deny]})
    body = template({"W": workgroup("w")})
    create(cloudformation, "s", body, StackPolicyBody=policy)

    stack = update(cloudformation, "s", template({"W": workgroup("w", Description="d")}))

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "Action denied by stack policy" in reason(cloudformation, "s", "UPDATE_FAILED")


def exporting(value):
    return template(
        {"T": topic(value)},
        Outputs={
            "O": {
                "Value": {"Fn::GetAtt": ["T", "TopicName"]},
                "Export": {"Name": "shared"},
            }
        },
    )


IMPORTING = template(
    {
        "T": {
            "Type": "AWS::SNS::Topic",
            "Properties": {"DisplayName": {"Fn::ImportValue": "shared"}},
        }
    }
)


def test_imports_what_another_stack_exports(cloudformation):
    create(cloudformation, "from", exporting("a"))

    stack = create(cloudformation, "to", IMPORTING)

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert cloudformation.list_imports(ExportName="shared")["Imports"] == ["to"]


def test_keeps_an_export_that_is_in_use(cloudformation):
    create(cloudformation, "from", exporting("a"))
    create(cloudformation, "to", IMPORTING)

    cloudformation.delete_stack(StackName="from")

    stack = describe(cloudformation, "from")
    assert stack["StackStatus"] == "DELETE_FAILED"
    assert stack["StackStatusReason"] == ("Export shared cannot be deleted as it is in use by to")


def test_rolls_back_a_change_of_an_export_that_is_in_use(cloudformation):
    create(cloudformation, "from", exporting("a"))
    create(cloudformation, "to", IMPORTING)

    stack = update(cloudformation, "from", exporting("b"))

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert cloudformation.list_exports()["Exports"][0]["Value"] == "a"


def test_rolls_back_an_export_that_another_stack_has(cloudformation):
    create(cloudformation, "from", exporting("a"))

    stack = create(cloudformation, "again", exporting("b"))

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert (
        "Export with name shared is already exported by stack from" in (stack["StackStatusReason"])
    )


def test_fails_an_import_that_nobody_exports(cloudformation):
    create(cloudformation, "to", IMPORTING)

    assert "No export named shared found." in reason(cloudformation, "to", "CREATE_FAILED")


def test_wants_iam_resources_to_be_acknowledged(cloudformation):
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {"RoleName": "r", "AssumeRolePolicyDocument": {}},
    }

    with pytest.raises(ClientError) as caught:
        create(cloudformation, "s", template({"R": role}), Capabilities=[])

    assert caught.value.response["Error"]["Code"] == "InsufficientCapabilitiesException"


def test_knows_a_community_type_once_it_is_registered(cloudformation):
    body = template({"R": {"Type": "Community::ServiceQuotas::S3", "Properties": {"B": 1}}})
    token = cloudformation.register_type(
        Type="RESOURCE",
        TypeName="Community::ServiceQuotas::S3",
        SchemaHandlerPackage="s3://bucket/package.zip",
    )["RegistrationToken"]
    answer = cloudformation.describe_type_registration(RegistrationToken=token)

    stack = create(cloudformation, "s", body)

    assert answer["ProgressStatus"] == "COMPLETE"
    assert stack["StackStatus"] == "CREATE_COMPLETE"


def test_creates_and_updates_by_change_set(cloudformation):
    cloudformation.create_change_set(
        StackName="s",
        ChangeSetName="one",
        ChangeSetType="CREATE",
        TemplateBody=template({"T": topic("a")}),
    )
    cloudformation.execute_change_set(StackName="s", ChangeSetName="one")
    created = describe(cloudformation, "s")["StackStatus"]
    cloudformation.create_change_set(
        StackName="s",
        ChangeSetName="two",
        TemplateBody=template({"T": topic("a"), "U": topic("b")}),
    )
    plan = cloudformation.describe_change_set(StackName="s", ChangeSetName="two")
    cloudformation.execute_change_set(StackName="s", ChangeSetName="two")

    assert created == "CREATE_COMPLETE"
    assert [c["ResourceChange"]["Action"] for c in plan["Changes"]] == ["Add"]
    assert describe(cloudformation, "s")["StackStatus"] == "UPDATE_COMPLETE"


def test_fails_a_change_set_without_changes(cloudformation):
    body = template({"T": topic("a")})
    create(cloudformation, "s", body)

    cloudformation.create_change_set(StackName="s", ChangeSetName="none", TemplateBody=body)

    plan = cloudformation.describe_change_set(StackName="s", ChangeSetName="none")
    assert plan["Status"] == "FAILED"
    assert plan["StatusReason"].startswith("The submitted information didn't contain")
