import json

import pytest
from organizations_under_test import REGION
from snapshots_under_test import Snapshot, administrator, resource, stack

TOPIC = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
QUEUE = json.dumps(
    {
        "Parameters": {"wanted": {"Type": "String"}},
        "Resources": {
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "wanted"}}}
        },
    }
)
NETWORK = json.dumps(
    {
        "Resources": {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}},
        "Outputs": {"VpcId": {"Value": {"Ref": "Vpc"}}},
    }
)
VPC_ID = "vpc-0123456789abcdef0"


@pytest.fixture
def snapshot():
    return Snapshot()


def found_in(aws, account_id, name):
    api = administrator(aws, account_id)("cloudformation")
    return api.describe_stacks(StackName=name)["Stacks"][0]


def resources_of(aws, account_id, name):
    api = administrator(aws, account_id)("cloudformation")
    summaries = api.list_stack_resources(StackName=name)["StackResourceSummaries"]
    return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in summaries}


def test_a_managed_stack_is_made_with_the_name_that_its_resource_had(aws, snapshot):
    arn = f"arn:aws:sns:{REGION}:{snapshot.member}:mine-Topic-ABCDEFGHIJKL"
    given = stack(
        "mine",
        snapshot.member,
        template=TOPIC,
        StackStatus="UPDATE_COMPLETE",
        EnableTerminationProtection=True,
        Tags={"team": "x"},
        resources=[resource("Topic", "AWS::SNS::Topic", arn)],
    )
    snapshot.put(snapshot.member, stacks=[given])
    snapshot.manages(snapshot.member, "mine")

    done = snapshot.restore(aws)

    assert done["warnings"] == []
    assert done["stacks"] == {"made": 1, "of": 1}
    found = found_in(aws, snapshot.member, "mine")
    assert found["StackId"] == given["StackId"]
    assert found["StackStatus"] == "UPDATE_COMPLETE"
    assert found["EnableTerminationProtection"]
    assert found["Tags"] == [{"Key": "team", "Value": "x"}]
    assert found["CreationTime"].isoformat() == "2026-01-01T00:00:00+00:00"
    sns = administrator(aws, snapshot.member)("sns")
    assert [one["TopicArn"] for one in sns.list_topics()["Topics"]] == [arn]


def test_a_restored_stack_generates_names_anew_when_it_is_updated(aws, snapshot):
    arn = f"arn:aws:sns:{REGION}:{snapshot.member}:mine-Topic-ABCDEFGHIJKL"
    topic = resource("Topic", "AWS::SNS::Topic", arn)
    snapshot.put(
        snapshot.member, stacks=[stack("mine", snapshot.member, template=TOPIC, resources=[topic])]
    )
    snapshot.manages(snapshot.member, "mine")
    snapshot.restore(aws)
    replaced = {"Type": "AWS::SNS::Topic", "Properties": {"FifoTopic": True}}
    api = administrator(aws, snapshot.member)("cloudformation")

    api.update_stack(StackName="mine", TemplateBody=json.dumps({"Resources": {"Topic": replaced}}))

    new = resources_of(aws, snapshot.member, "mine")["Topic"]
    assert "ABCDEFGHIJKL" not in new


def test_a_stack_that_needs_a_later_one_is_made_after_it(aws, snapshot):
    importing = json.dumps(
        {
            "Resources": {
                "Queue": {
                    "Type": "AWS::SQS::Queue",
                    "Properties": {"QueueName": {"Fn::ImportValue": "name-of-queue"}},
                }
            }
        }
    )
    exporting = json.loads(TOPIC) | {
        "Outputs": {"Name": {"Value": "given", "Export": {"Name": "name-of-queue"}}}
    }
    snapshot.put(
        snapshot.member,
        stacks=[
            stack("early", snapshot.member, template=importing),
            stack(
                "late",
                snapshot.member,
                template=json.dumps(exporting),
                CreationTime="2026-01-01T00:00:01.000Z",
            ),
        ],
    )
    snapshot.manages(snapshot.member, "early", "late")

    done = snapshot.restore(aws)

    assert done["warnings"] == []
    assert resources_of(aws, snapshot.member, "early")["Queue"].endswith("/given")


def test_an_id_that_a_service_chooses_anew_reaches_the_stacks_that_were_given_it(aws, snapshot):
    snapshot.put(
        snapshot.member,
        stacks=[
            stack(
                "network",
                snapshot.member,
                template=NETWORK,
                Outputs={"VpcId": VPC_ID},
                resources=[resource("Vpc", "AWS::EC2::VPC", VPC_ID)],
            ),
            stack(
                "user",
                snapshot.member,
                template=QUEUE,
                Parameters={"wanted": VPC_ID},
                CreationTime="2026-01-01T00:00:01.000Z",
            ),
        ],
    )
    snapshot.manages(snapshot.member, "network", "user")

    snapshot.restore(aws)

    vpc = resources_of(aws, snapshot.member, "network")["Vpc"]
    assert vpc != VPC_ID
    assert resources_of(aws, snapshot.member, "user")["Queue"].endswith(f"/{vpc}")


def test_a_stack_of_others_is_recorded_and_makes_nothing(aws, snapshot):
    arn = f"arn:aws:sns:{REGION}:{snapshot.member}:theirs-Topic-ABCDEFGHIJKL"
    given = stack(
        "theirs",
        snapshot.member,
        template=TOPIC,
        Outputs={"Of": "them"},
        resources=[resource("Topic", "AWS::SNS::Topic", arn)],
    )
    snapshot.put(snapshot.member, stacks=[given])

    done = snapshot.restore(aws)

    assert done["stacks"] == {"made": 0, "of": 0}
    found = found_in(aws, snapshot.member, "theirs")
    assert (found["StackId"], found["StackStatus"]) == (given["StackId"], "CREATE_COMPLETE")
    assert found["Outputs"] == [{"OutputKey": "Of", "OutputValue": "them"}]
    assert resources_of(aws, snapshot.member, "theirs") == {"Topic": arn}
    api = administrator(aws, snapshot.member)
    assert api("cloudformation").get_template(StackName="theirs")["TemplateBody"] == json.loads(
        TOPIC
    )
    assert api("sns").list_topics()["Topics"] == []


@pytest.mark.parametrize("status", ["UPDATE_ROLLBACK_FAILED", "ROLLBACK_COMPLETE"])
def test_a_managed_stack_that_is_not_complete_keeps_its_state(aws, snapshot, status):
    given = stack("mine", snapshot.member, template=TOPIC, StackStatus=status)
    snapshot.put(snapshot.member, stacks=[given])
    snapshot.manages(snapshot.member, "mine")

    done = snapshot.restore(aws)

    assert done["warnings"] == []
    assert found_in(aws, snapshot.member, "mine")["StackStatus"] == status


def test_a_stack_that_is_refused_is_recorded_with_the_reason(aws, snapshot):
    refused = {
        "Resources": {
            "Kept": {"Type": "AWS::SNS::Topic", "DeletionPolicy": "Retain"},
            "Queue": {
                "Type": "AWS::SQS::Queue",
                "DependsOn": "Kept",
                "Properties": {"QueueName": {"Fn::ImportValue": "nowhere"}},
            },
        }
    }
    given = stack("mine", snapshot.member, template=json.dumps(refused))
    snapshot.put(snapshot.member, stacks=[given])
    snapshot.manages(snapshot.member, "mine")

    [warning] = snapshot.restore(aws)["warnings"]

    assert f"stack mine in {snapshot.member}/{REGION} is recorded and not made" in warning
    assert "No export named nowhere found" in warning
    assert found_in(aws, snapshot.member, "mine")["StackStatus"] == "CREATE_COMPLETE"
    assert administrator(aws, snapshot.member)("sns").list_topics()["Topics"] == []


def test_a_recorded_stack_is_updated_by_what_differs(aws, snapshot):
    statement = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}
    trust = {"Version": "2012-10-17", "Statement": [statement | {"Action": "sts:AssumeRole"}]}
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": trust}}
    before = {"Resources": {"Role": role}}
    given = stack(
        "theirs",
        snapshot.member,
        template=json.dumps(before),
        resources=[resource("Role", "AWS::IAM::Role", "theirs-Role-ABCDEFGHIJKL")],
    )
    snapshot.put(snapshot.member, stacks=[given])
    snapshot.restore(aws)
    api = administrator(aws, snapshot.member)("cloudformation")

    after = {"Resources": {"Role": role, "Topic": {"Type": "AWS::SNS::Topic"}}}
    api.update_stack(
        StackName="theirs", TemplateBody=json.dumps(after), Capabilities=["CAPABILITY_IAM"]
    )
    api.get_waiter("stack_update_complete").wait(
        StackName="theirs", WaiterConfig={"Delay": 1, "MaxAttempts": 20}
    )

    assert set(resources_of(aws, snapshot.member, "theirs")) == {"Role", "Topic"}


def test_state_is_in_its_bucket_with_the_ids_of_now(aws, snapshot):
    snapshot.manages(snapshot.member, "network")
    state = json.loads(snapshot.content["state"]["body"]) | {"values": {"network": VPC_ID}}
    snapshot.content["state"]["body"] = json.dumps(state)
    vpc = resource("Vpc", "AWS::EC2::VPC", VPC_ID)
    snapshot.put(
        snapshot.member,
        stacks=[stack("network", snapshot.member, template=NETWORK, resources=[vpc])],
    )

    snapshot.restore(aws)

    s3 = administrator(aws, snapshot.management)("s3")
    bucket = f"state-{snapshot.management}"
    found = json.loads(s3.get_object(Bucket=bucket, Key="state.json")["Body"].read())
    assert found["values"]["network"] == resources_of(aws, snapshot.member, "network")["Vpc"]
    assert found["masterAccountId"] == snapshot.management


def test_state_has_no_copies_whose_objects_are_not_restored(aws, snapshot):
    snapshot.manages(snapshot.member)
    targets = {"copy-to-s3": {"default": {}}, "other": {"default": {}}}
    state = json.loads(snapshot.content["state"]["body"]) | {"targets": targets}
    snapshot.content["state"]["body"] = json.dumps(state)

    snapshot.restore(aws)

    s3 = administrator(aws, snapshot.management)("s3")
    found = s3.get_object(Bucket=f"state-{snapshot.management}", Key="state.json")
    assert json.loads(found["Body"].read())["targets"] == {"other": {"default": {}}}


def test_code_is_in_its_bucket_before_the_stack_that_needs_it(aws, snapshot):
    name = f"code-{snapshot.member}"
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}}
    snapshot.put(
        snapshot.member,
        stacks=[
            stack(
                "bucket",
                snapshot.member,
                template=json.dumps({"Resources": {"Bucket": bucket}}),
                resources=[resource("Bucket", "AWS::S3::Bucket", name)],
            )
        ],
    )
    snapshot.manages(snapshot.member, "bucket")
    snapshot.store(**{f"{name}/functions/a.zip": "YWJj", "elsewhere/b.zip": "YWJj"})

    done = snapshot.restore(aws)

    s3 = administrator(aws, snapshot.member)("s3")
    assert s3.get_object(Bucket=name, Key="functions/a.zip")["Body"].read() == b"abc"
    assert done["warnings"] == ["the snapshot has the code elsewhere/b.zip, and no bucket for it"]
