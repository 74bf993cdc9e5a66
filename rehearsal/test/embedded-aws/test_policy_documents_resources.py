"""Resource policies and service control policies that AWS refuses, by API and by stack."""

import json
from pathlib import Path

import pytest
import yaml
from embedded_aws.policy_documents import service_control
from functions import function
from organizations_under_test import Organization, code_of, error_of
from stacks import create, reason, template

ROOT = Path(__file__).parents[3]
LOCATION = {"LocationConstraint": "eu-west-1"}
MALFORMED_SCP = (
    "The provided policy document does not meet the requirements of the specified policy type."
)


def document(**statement):
    given = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Resource": "*", **statement}
    kept = {key: value for key, value in given.items() if value is not None}
    return json.dumps({"Version": "2012-10-17", "Statement": [kept]})


@pytest.fixture
def bucket(client, account_id):
    client("s3").create_bucket(Bucket=f"b-{account_id}", CreateBucketConfiguration=LOCATION)
    return f"b-{account_id}"


def test_a_bucket_policy_that_s3_does_not_take_is_refused(client, bucket, account_id):
    """https://github.com/hashicorp/terraform-provider-aws/issues/8905"""
    arn, s3 = f"arn:aws:s3:::{bucket}", client("s3")
    read = {"Action": "s3:GetObject", "Resource": f"{arn}/*"}
    nobody = {"AWS": f"arn:aws:iam::{account_id}:role/none"}

    def told(**changes):
        error = error_of(
            s3.put_bucket_policy, Bucket=bucket, Policy=document(**{**read, **changes})
        )
        assert error["Code"] == "MalformedPolicy"
        return error["Message"]

    assert told(Effect="Alow") == "Invalid effect: Alow"
    assert told(Principal=nobody) == "Invalid principal in policy"
    assert told(Action="s3:Get") == "Policy has invalid action"
    assert told(Resource="*") == "Policy has invalid resource"
    assert told(Resource=arn) == "Action does not apply to any resource(s) in statement"
    assert code_of(s3.get_bucket_policy, Bucket=bucket) == "NoSuchBucketPolicy"


def test_a_stack_fails_with_a_bucket_policy_that_s3_does_not_take(cloudformation, account_id):
    name = f"c-{account_id}"
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}}
    text = document(Action="s3:GetObject", Resource=f"arn:aws:s3:::{name}/*", Effect="Alow")
    policy = {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {"Bucket": {"Ref": "B"}, "PolicyDocument": json.loads(text)},
    }

    create(cloudformation, "s", template({"B": bucket, "P": policy}))

    told = reason(cloudformation, "s", "CREATE_FAILED")
    assert "Invalid effect: Alow" in told
    assert "MalformedPolicy" in told


def test_a_key_policy_names_principals_that_exist(client, account_id):
    """https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2124"""
    kms = client("kms")
    own = {"AWS": [account_id, f"arn:aws:iam::{account_id}:role/none"]}

    error = error_of(kms.create_key, Policy=document(Principal=own, Action="kms:*"))

    assert error["Code"] == "MalformedPolicyDocumentException"
    assert error["Message"] == ("Policy contains a statement with one or more invalid principals.")


def test_a_key_policy_that_locks_its_owner_out_is_refused(client, account_id):
    """https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1950"""
    kms = client("kms")
    key = kms.create_key(Policy=document(Principal={"AWS": account_id}, Action="kms:*"))
    text = document(Principal={"Service": "cloudtrail.amazonaws.com"}, Action="kms:*")
    put = {"KeyId": key["KeyMetadata"]["KeyId"], "PolicyName": "default", "Policy": text}

    error = error_of(kms.put_key_policy, **put)

    assert error["Code"] == "MalformedPolicyDocumentException"
    assert error["Message"] == (
        "The new key policy will not allow you to update the key policy in the future."
    )
    assert kms.put_key_policy(**put, BypassPolicyLockoutSafetyCheck=True)


def test_a_topic_policy_that_sns_does_not_take_is_refused(client):
    sns = client("sns")
    topic = sns.create_topic(Name="t")["TopicArn"]

    def told(**statement):
        put = {"TopicArn": topic, "AttributeName": "Policy"}
        error = error_of(sns.set_topic_attributes, **put, AttributeValue=document(**statement))
        assert error["Code"] == "InvalidParameter"
        return error["Message"]

    assert told(Action="sns:*") == (
        "Invalid parameter: Policy statement action out of service scope!"
    )
    assert told(Action="sns:Publish", Principal={"AWS": "999999999999"}) == (
        "Invalid parameter: Policy Error: PrincipalNotFound"
    )
    assert told(Action="sns:Publish", Principal=None) == "Invalid parameter: Policy Error: null"


def test_a_topic_is_not_made_with_a_policy_that_sns_does_not_take(client):
    attributes = {"Policy": document(Action="sns:*")}

    assert code_of(client("sns").create_topic, Name="t", Attributes=attributes) == (
        "InvalidParameter"
    )


def test_a_queue_policy_that_sqs_does_not_take_is_refused(client):
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]

    for statement in ({"Action": "sqs:Send"}, {"Action": "sqs:SendMessage", "Principal": None}):
        attributes = {"Policy": document(**statement)}
        error = error_of(sqs.set_queue_attributes, QueueUrl=url, Attributes=attributes)
        made = code_of(sqs.create_queue, QueueName="other", Attributes=attributes)

        assert error["Code"] == made == "InvalidAttributeValue"
        assert error["Message"] == "Invalid value for the parameter Policy."


@pytest.mark.parametrize(
    ("kind", "targets", "action", "words"),
    [
        ("SQS::Queue", "Queues", "sqs:Send", "Invalid value for the parameter Policy."),
        ("SNS::Topic", "Topics", "sns:*", "Policy statement action out of service scope!"),
    ],
)
def test_a_stack_fails_with_a_policy_of_queue_or_topic_that_is_not_taken(
    cloudformation, kind, targets, action, words
):
    text = document(Action=action)
    policy = {
        "Type": f"AWS::{kind}Policy",
        "Properties": {targets: [{"Ref": "T"}], "PolicyDocument": json.loads(text)},
    }

    create(cloudformation, "s", template({"T": {"Type": f"AWS::{kind}"}, "P": policy}))

    assert words in reason(cloudformation, "s", "CREATE_FAILED")


def test_a_policy_of_a_bus_that_eventbridge_does_not_take_is_refused(client, cloudformation):
    events = client("events")
    text = document(Action="events:PutEvents", Principal={"AWS": "999999999999"})
    properties = {"StatementId": "own", "Statement": json.loads(text)["Statement"][0]}
    policy = {"Type": "AWS::Events::EventBusPolicy", "Properties": properties}

    create(cloudformation, "s", template({"P": policy}))

    assert code_of(events.put_permission, Policy=text) == "ValidationException"
    assert "ValidationException" in reason(cloudformation, "s", "CREATE_FAILED")


def test_a_permission_of_a_function_names_a_principal_that_exists(client, account_id):
    """https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1189"""
    function(client, "exports.handler = async () => {};")
    api = client("lambda")
    given = {"FunctionName": "f", "Action": "lambda:InvokeFunction"}

    error = error_of(api.add_permission, **given, StatementId="a", Principal="evnts.amazonaws.com")

    assert error["Code"] == "InvalidParameterValueException"
    assert error["Message"].startswith("The provided principal was invalid.")
    for principal in ("events.amazonaws.com", account_id, f"arn:aws:iam::{account_id}:root"):
        assert api.add_permission(**given, StatementId=principal[:6], Principal=principal)


@pytest.mark.parametrize(
    "changes",
    [{"Action": "cloudtrailStopLogging"}, {"Action": "s3:*", "Principal": "*"}, {"Action": None}],
    ids=str,
)
def test_a_service_control_policy_that_is_none_is_refused(aws, changes):
    """https://github.com/org-formation/org-formation-cli/issues/225 has the words"""
    client = Organization(aws).client("organizations")
    given = {"Name": "p", "Description": "", "Type": "SERVICE_CONTROL_POLICY"}
    fine = document(Effect="Deny", Action="s3:*", Principal=None)
    text = document(**{"Effect": "Deny", "Principal": None, **changes})

    made = client.create_policy(**given, Content=fine)["Policy"]["PolicySummary"]["Id"]
    created = error_of(client.create_policy, **{**given, "Name": "q"}, Content=text)
    updated = error_of(client.update_policy, PolicyId=made, Content=text)

    assert created["Code"] == updated["Code"] == "MalformedPolicyDocumentException"
    assert created["Message"] == updated["Message"] == MALFORMED_SCP


def test_ten_service_control_policies_are_attached_to_a_target(aws):
    """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html"""
    organization = Organization(aws)
    client = organization.client("organizations")
    made = [
        client.create_policy(
            Name=f"p{n}",
            Description="",
            Type="SERVICE_CONTROL_POLICY",
            Content=document(Effect="Deny", Action="s3:*", Principal=None),
        )["Policy"]["PolicySummary"]["Id"]
        for n in range(10)
    ]
    target = {"TargetId": organization.members[0]}
    # FullAWSAccess is the first.
    for policy in made[:9]:
        client.attach_policy(PolicyId=policy, **target)

    error = error_of(client.attach_policy, PolicyId=made[9], **target)

    assert error["Code"] == "ConstraintViolationException"
    assert error["Reason"] == "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"


def test_the_service_control_policies_of_this_repository_are_accepted():
    policies = yaml.safe_load((ROOT / "organization-policies.yml").read_text(encoding="utf-8"))
    documents = [one["Properties"]["PolicyDocument"] for one in policies.values()]

    assert documents
    for one in documents:
        assert service_control.check(json.dumps(one))
