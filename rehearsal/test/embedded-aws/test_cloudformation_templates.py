"""What CloudFormation refuses in a template before it makes anything."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from stacks import create, describe, template

TOPIC = {"Type": "AWS::SNS::Topic"}


def refused(call: Any, **arguments: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def test_refuses_an_inline_body_over_51200_bytes(cloudformation):
    body = template({"Topic": TOPIC}, Metadata={"Filler": "x" * 51_200})

    code, message = refused(cloudformation.create_stack, StackName="big", TemplateBody=body)

    assert code == "ValidationError"
    assert "at 'templateBody' failed to satisfy constraint" in message
    assert message.endswith("Member must have length less than or equal to 51200")


def test_takes_a_body_over_51200_bytes_from_s3(client, cloudformation, account_id):
    body = template({"Topic": TOPIC}, Metadata={"Filler": "x" * 51_200})
    bucket = f"templates-{account_id}"
    s3 = client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket=bucket, Key="t.json", Body=body)

    cloudformation.create_stack(
        StackName="big",
        TemplateURL=f"https://{bucket}.s3.eu-west-1.amazonaws.com/t.json",
    )

    assert describe(cloudformation, "big")["StackStatus"] == "CREATE_COMPLETE"


def test_refuses_more_than_500_resources(cloudformation):
    body = template({f"T{i}": TOPIC for i in range(501)})

    answer = refused(cloudformation.create_stack, StackName="many", TemplateBody=body)

    assert answer == (
        "ValidationError",
        "Template format error: Number of resources, 501, is greater than maximum allowed, 500",
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Resources: [", "Template format error: YAML not well-formed."),
        ('{"Resources": {', "Template format error: JSON not well-formed."),
        ("Description: nothing", "At least one Resources member must be defined."),
        (template({"T": TOPIC}, Foo=1), "Invalid template property or properties [Foo]"),
        (
            template({"T": {"Type": "AWS::Made::Up"}}),
            "Template format error: Unrecognized resource types: [AWS::Made::Up]",
        ),
        (
            template({"T": {**TOPIC, "Properties": {"TopicName": {"Ref": "Missing"}}}}),
            "Unresolved resource dependencies [Missing] in the Resources block",
        ),
        (
            template({"T": TOPIC}, Outputs={"O": {"Value": {"Ref": "Missing"}}}),
            "Unresolved resource dependencies [Missing] in the Outputs block",
        ),
        (
            template({"T": TOPIC}, Outputs={"O": {"Value": {"Fn::GetAtt": "T.Foo"}}}),
            "resource T does not support attribute type Foo in Fn::GetAtt",
        ),
        (
            template({"A": {**TOPIC, "DependsOn": "B"}, "B": {**TOPIC, "DependsOn": "A"}}),
            "Circular dependency between resources: [A, B]",
        ),
    ],
)
def test_refuses_a_malformed_template(cloudformation, body, expected):
    code, message = refused(cloudformation.create_stack, StackName="bad", TemplateBody=body)

    assert code == "ValidationError"
    assert expected in message


NAMED = template(
    {"T": {**TOPIC, "Properties": {"DisplayName": {"Ref": "name"}}}},
    Parameters={
        "name": {"Type": "String", "AllowedPattern": "[a-z]+"},
        "days": {"Type": "Number", "Default": 1, "MinValue": 1},
        "kind": {"Type": "String", "Default": "a", "AllowedValues": ["a", "b"]},
        "mail": {
            "Type": "String",
            "Default": "",
            "AllowedPattern": "(.+@.+)?",
            "ConstraintDescription": "an address",
        },
    },
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"name": "a", "other": "b"},
            "Parameters: [other] do not exist in the template",
        ),
        ({}, "Parameters: [name] must have values"),
        ({"name": "A1"}, "Parameter 'name' must match pattern [a-z]+"),
        ({"name": "a", "days": "x"}, "Parameter 'days' must be a number"),
        ({"name": "a", "days": "0"}, "Parameter 'days' must be not less than 1"),
        ({"name": "a", "kind": "c"}, "Parameter 'kind' must be one of AllowedValues"),
        (
            {"name": "a", "mail": "x"},
            "Parameter mail failed to satisfy constraint: an address",
        ),
        (
            {"name": "a" * 4097},
            "parameter value for parameter name name is greater than 4096 bytes",
        ),
    ],
)
def test_refuses_surplus_missing_and_malformed_parameters(cloudformation, given, expected):
    parameters = [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()]

    code, message = refused(
        cloudformation.create_stack,
        StackName="bad",
        TemplateBody=NAMED,
        Parameters=parameters,
    )

    assert code == "ValidationError"
    assert expected in message


def test_reads_the_short_forms_of_yaml(cloudformation, account_id):
    body = """
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  zones: {Type: CommaDelimitedList, Default: 'a, b ,c'}
  empty: {Type: String, Default: ''}
Mappings:
  Names:
    eu-west-1: {long: ireland}
Conditions:
  IsEmpty: !Equals [!Ref empty, '']
  IsFull: !Not [!Condition IsEmpty]
  Both: !And [!Condition IsEmpty, !Or [!Condition IsFull, !Equals [a, a]]]
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: !Sub
        - '${AWS::StackName}-${place}'
        - {place: !FindInMap [Names, !Ref AWS::Region, long]}
      DisplayName: !If [IsFull, full, !Ref AWS::NoValue]
  Absent:
    Type: AWS::SNS::Topic
    Condition: IsFull
Outputs:
  Joined: {Value: !Join ['-', !Ref zones]}
  Second: {Value: !Select [1, !Ref zones]}
  Arn: {Value: !GetAtt Topic.TopicArn}
  Literal: {Value: !Sub '${!Kept} ${Topic.TopicName}'}
  Encoded: {Value: !Base64 hi}
  Split: {Value: !Select [2, !Split ['/', a/b/c]]}
  Both: {Value: !If [Both, 'yes', 'no']}
"""
    stack = create(cloudformation, "short", body)

    outputs = {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}
    assert outputs == {
        "Joined": "a-b-c",
        "Second": "b",
        "Arn": f"arn:aws:sns:eu-west-1:{account_id}:short-ireland",
        "Literal": "${Kept} short-ireland",
        "Encoded": "aGk=",
        "Split": "c",
        "Both": "yes",
    }


def test_resolves_parameters_from_the_parameter_store(client, cloudformation):
    client("ssm").put_parameter(Name="/name", Value="stored", Type="String")
    body = template(
        {"T": {**TOPIC, "Properties": {"DisplayName": "{{resolve:ssm:/name}}"}}},
        Parameters={"name": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/name"}},
        Outputs={"O": {"Value": {"Ref": "name"}}},
    )

    stack = create(cloudformation, "ssm", body)

    assert stack["Outputs"][0]["OutputValue"] == "stored"
    topic = stack["Parameters"][0]
    assert topic["ResolvedValue"] == "stored"


def test_validates_with_cfn_lint_and_answers_what_the_template_takes(cloudformation):
    body = json.loads(NAMED)
    body["Transform"] = "bogus-transform-to-allow-custom-types-to-pass-validation"
    body["Resources"]["R"] = {
        "Type": "AWS::IAM::Role",
        "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}},
    }

    answer = cloudformation.validate_template(TemplateBody=json.dumps(body))

    keys = {p["ParameterKey"] for p in answer["Parameters"]}
    assert keys == {"name", "days", "kind", "mail"}
    assert answer["Capabilities"] == ["CAPABILITY_IAM"]


def test_refuses_to_validate_what_cfn_lint_finds_wrong(cloudformation):
    body = template({"T": {**TOPIC, "Properties": {"Foo": "bar"}}})

    code, message = refused(cloudformation.validate_template, TemplateBody=body)

    assert code == "ValidationError"
    assert "Foo" in message


def test_refuses_a_function_as_the_delimiter_of_a_join(cloudformation):
    joined = {"Fn::Join": [{"Ref": "AWS::AccountId"}, ["a", "b"]]}
    body = template({"Topic": {**TOPIC, "Properties": {"DisplayName": joined}}})

    cloudformation.create_stack(StackName="joined", TemplateBody=body)

    events = cloudformation.describe_stack_events(StackName="joined")["StackEvents"]
    reasons = [event.get("ResourceStatusReason", "") for event in events]
    assert any("every Fn::Join object requires two parameters" in one for one in reasons)
