"""Import: resources that exist come into a stack, and nothing else is changed."""

import pytest
from botocore.exceptions import ClientError
from stacks import create, describe, history, reason, resource, template, update

KEPT = {"DeletionPolicy": "Retain"}


@pytest.fixture
def name(account_id):
    """Names of buckets are unique worldwide."""
    return f"kept-{account_id}"


def bucket(name, **properties):
    return {"Type": "AWS::S3::Bucket", **KEPT, "Properties": {"BucketName": name, **properties}}


def policy(name):
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": f"arn:aws:s3:::{name}/*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    properties = {"Bucket": name, "PolicyDocument": document}
    return {"Type": "AWS::S3::BucketPolicy", **KEPT, "Properties": properties}


def topic(name):
    return {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": name}}


def named(logical_id, kind, **identifier):
    return {
        "LogicalResourceId": logical_id,
        "ResourceType": f"AWS::{kind}",
        "ResourceIdentifier": identifier,
    }


def the_bucket(name):
    return named("B", "S3::Bucket", BucketName=name)


def prepare(api, body, *resources, stack="s"):
    return api.create_change_set(
        StackName=stack,
        ChangeSetName="take-back",
        ChangeSetType="IMPORT",
        TemplateBody=body,
        ResourcesToImport=list(resources),
    )["Id"]


def take_back(api, body, *resources, stack="s"):
    """The stack as it is described once the change set has been executed."""
    api.execute_change_set(ChangeSetName=prepare(api, body, *resources, stack=stack))
    return describe(api, stack)


def make(client, name):
    where = {"LocationConstraint": "eu-west-1"}
    client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=where)


@pytest.fixture
def kept(client, cloudformation, name):
    """A bucket with an object and a policy, whose stack is deleted."""
    made = bucket(name, VersioningConfiguration={"Status": "Enabled"})
    create(cloudformation, "s", template({"B": made, "P": {**policy(name), "DependsOn": "B"}}))
    client("s3").put_object(Bucket=name, Key="evidence", Body=b"x")
    cloudformation.delete_stack(StackName="s")


@pytest.mark.usefixtures("kept")
def test_makes_a_stack_of_what_exists_and_changes_it_in_nothing(client, cloudformation, name):
    body = template({"B": bucket(name), "P": policy(name)})

    stack = take_back(
        cloudformation, body, the_bucket(name), named("P", "S3::BucketPolicy", Bucket=name)
    )

    assert stack["StackStatus"] == "IMPORT_COMPLETE"
    assert resource(cloudformation, "s", "B")["PhysicalResourceId"] == name
    assert ("B", "IMPORT_COMPLETE") in history(cloudformation, "s")
    assert client("s3").get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    assert client("s3").list_objects_v2(Bucket=name)["KeyCount"] == 1


@pytest.mark.usefixtures("kept")
def test_lists_what_it_would_import_and_changes_nothing_before_it_is_executed(cloudformation, name):
    prepare(cloudformation, template({"B": bucket(name)}), the_bucket(name))

    found = cloudformation.describe_change_set(StackName="s", ChangeSetName="take-back")

    assert [one["ResourceChange"]["Action"] for one in found["Changes"]] == ["Import"]
    assert describe(cloudformation, "s")["StackStatus"] == "REVIEW_IN_PROGRESS"


@pytest.mark.usefixtures("kept")
def test_the_stack_is_completed_by_an_update(client, cloudformation, name):
    take_back(cloudformation, template({"B": bucket(name)}), the_bucket(name))
    whole = bucket(
        name, LifecycleConfiguration={"Rules": [{"Status": "Enabled", "ExpirationInDays": 1}]}
    )
    outputs = {"Arn": {"Value": {"Fn::GetAtt": ["B", "Arn"]}}}

    stack = update(cloudformation, "s", template({"B": whole, "T": topic("new")}, Outputs=outputs))

    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert stack["Outputs"][0]["OutputValue"] == f"arn:aws:s3:::{name}"
    assert client("s3").list_objects_v2(Bucket=name)["KeyCount"] == 1


def test_brings_a_key_its_alias_and_a_queue_with_their_messages_back(client, cloudformation):
    alias = {
        "Type": "AWS::KMS::Alias",
        **KEPT,
        "Properties": {"AliasName": "alias/kept", "TargetKeyId": {"Ref": "K"}},
    }
    key = {"Type": "AWS::KMS::Key", **KEPT, "Properties": {"Description": "d"}}
    queue = {"Type": "AWS::SQS::Queue", **KEPT, "Properties": {"QueueName": "kept"}}
    body = template({"K": key, "A": alias, "Q": queue})
    create(cloudformation, "s", body)
    key_id = resource(cloudformation, "s", "K")["PhysicalResourceId"]
    url = resource(cloudformation, "s", "Q")["PhysicalResourceId"]
    client("sqs").send_message(QueueUrl=url, MessageBody="kept")
    cloudformation.delete_stack(StackName="s")

    stack = take_back(
        cloudformation,
        body,
        named("K", "KMS::Key", KeyId=key_id),
        named("A", "KMS::Alias", AliasName="alias/kept"),
        named("Q", "SQS::Queue", QueueUrl=url),
    )

    assert stack["StackStatus"] == "IMPORT_COMPLETE"
    assert resource(cloudformation, "s", "K")["PhysicalResourceId"] == key_id
    queue["Properties"]["VisibilityTimeout"] = 60
    assert update(cloudformation, "s", template({"K": key, "A": alias, "Q": queue}))[
        "StackStatus"
    ] == ("UPDATE_COMPLETE")
    assert client("sqs").receive_message(QueueUrl=url)["Messages"][0]["Body"] == "kept"


def test_adds_what_exists_to_a_stack_that_is_there(client, cloudformation, name):
    make(client, name)
    create(cloudformation, "s", template({"T": topic("t")}))

    stack = take_back(
        cloudformation, template({"T": topic("t"), "B": bucket(name)}), the_bucket(name)
    )

    assert stack["StackStatus"] == "IMPORT_COMPLETE"


def test_a_key_that_is_to_be_deleted_is_not_there(client, cloudformation):
    key_id = client("kms").create_key()["KeyMetadata"]["KeyId"]
    client("kms").schedule_key_deletion(KeyId=key_id)
    key = {"Type": "AWS::KMS::Key", **KEPT}

    stack = take_back(cloudformation, template({"K": key}), named("K", "KMS::Key", KeyId=key_id))

    assert stack["StackStatus"] == "IMPORT_ROLLBACK_COMPLETE"


def test_what_is_not_there_rolls_the_import_back(client, cloudformation, name):
    stack = take_back(cloudformation, template({"B": bucket(name)}), the_bucket(name))

    assert stack["StackStatus"] == "IMPORT_ROLLBACK_COMPLETE"
    assert "was not found" in reason(cloudformation, "s", "IMPORT_FAILED")
    assert name not in [one["Name"] for one in client("s3").list_buckets()["Buckets"]]


def test_what_a_stack_has_does_not_come_into_another(cloudformation, name):
    create(cloudformation, "owner", template({"B": bucket(name)}))

    stack = take_back(cloudformation, template({"B": bucket(name)}), the_bucket(name))

    assert stack["StackStatus"] == "IMPORT_ROLLBACK_COMPLETE"
    assert f"{name} already exists in stack" in reason(cloudformation, "s", "IMPORT_FAILED")


def test_a_stack_that_was_rolled_back_takes_nothing(client, cloudformation, name):
    make(client, name)
    create(cloudformation, "s", template({"B": bucket(name)}))

    with pytest.raises(ClientError, match="is in ROLLBACK_COMPLETE state and can not be updated"):
        prepare(cloudformation, template({"B": bucket(name)}), the_bucket(name))


@pytest.mark.parametrize(
    ("changes", "sections", "refusal"),
    [
        ({"B": {"Type": "AWS::S3::Bucket"}}, {}, "must have DeletionPolicy attribute"),
        ({"T": topic("t")}, {}, r"Resources \[T\] is missing from"),
        ({}, {"Outputs": {"O": {"Value": "v"}}}, "cannot modify or add"),
    ],
)
def test_refuses_what_is_not_import_alone(cloudformation, name, changes, sections, refusal):
    body = template({"B": bucket(name), **changes}, **sections)

    with pytest.raises(ClientError, match=refusal):
        prepare(cloudformation, body, the_bucket(name))


def test_refuses_types_and_identifiers_that_it_does_not_know(cloudformation, name):
    body = template({"T": {**topic("t"), **KEPT}})

    with pytest.raises(ClientError, match=r"\[AWS::SNS::TopicPolicy\] are not supported"):
        prepare(cloudformation, body, named("T", "SNS::TopicPolicy", Id="x"))
    with pytest.raises(ClientError, match="is identified by \\[BucketName\\]"):
        prepare(
            cloudformation, template({"B": bucket(name)}), named("B", "S3::Bucket", Name="kept")
        )


@pytest.mark.usefixtures("kept")
def test_refuses_to_change_anything_else(cloudformation, name):
    create(cloudformation, "s", template({"T": topic("t")}))

    with pytest.raises(ClientError, match=r"You have modified resources \[T\]"):
        prepare(
            cloudformation, template({"T": topic("other"), "B": bucket(name)}), the_bucket(name)
        )
