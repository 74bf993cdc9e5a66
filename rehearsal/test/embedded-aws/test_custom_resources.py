"""Custom resources, through a real Node.js process that answers by HTTPS PUT."""

import pytest
from functions import ANSWERING, function, requests_of
from stacks import create, describe, history, reason, template, update

pytestmark = pytest.mark.usefixtures("node")


def body_for(token, value="one", **properties):
    custom = {
        "Type": "Custom::Thing",
        "Properties": {
            "ServiceToken": token,
            "ServiceTimeout": 20,
            "Value": value,
            "Flag": True,
            "Count": 3,
            **properties,
        },
    }
    return template({"Thing": custom})


def with_answer(client, answer, **options):
    return function(client, f"{ANSWERING}\nconst respond = (event) => ({answer});", **options)


SUCCESS = "{ Status: 'SUCCESS', PhysicalResourceId: 'the-id', Data: { Name: 'n' } }"


def test_creates_and_answers_attributes(client, cloudformation):
    token = with_answer(client, SUCCESS)
    resources = {"Thing": {"Type": "Custom::Thing", "Properties": {"ServiceToken": token}}}
    outputs = {
        "Name": {"Value": {"Fn::GetAtt": ["Thing", "Name"]}},
        "Id": {"Value": {"Ref": "Thing"}},
    }

    stack = create(cloudformation, "s", template(resources, Outputs=outputs))

    assert stack["StackStatus"] == "CREATE_COMPLETE", reason(cloudformation, "s", "CREATE_FAILED")
    answered = {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}
    assert answered == {"Name": "n", "Id": "the-id"}


def test_sends_scalars_as_strings_and_the_old_properties_on_update(client, cloudformation):
    token = with_answer(client, SUCCESS)
    create(cloudformation, "s", body_for(token))

    update(cloudformation, "s", body_for(token, "two"))
    cloudformation.delete_stack(StackName="s")

    first, second, third = requests_of(client, count=3)
    assert first["RequestType"] == "Create"
    assert "PhysicalResourceId" not in first
    assert first["ResourceType"] == "Custom::Thing"
    assert first["ResourceProperties"] == {
        "ServiceToken": token,
        "ServiceTimeout": "20",
        "Value": "one",
        "Flag": "true",
        "Count": "3",
    }
    assert second["RequestType"] == "Update"
    assert second["PhysicalResourceId"] == "the-id"
    assert second["ResourceProperties"]["Value"] == "two"
    assert second["OldResourceProperties"]["Value"] == "one"
    assert third["RequestType"] == "Delete"
    assert third["PhysicalResourceId"] == "the-id"


def test_deletes_the_old_one_when_the_physical_id_changes(client, cloudformation):
    answer = "{ Status: 'SUCCESS', PhysicalResourceId: event.ResourceProperties.Value }"
    token = with_answer(client, answer)
    create(cloudformation, "s", body_for(token, "one"))

    update(cloudformation, "s", body_for(token, "two"))

    last = requests_of(client, count=3)[-1]
    assert (last["RequestType"], last["PhysicalResourceId"]) == ("Delete", "one")
    assert last["ResourceProperties"]["Value"] == "one"


def test_sends_delete_for_the_id_of_a_failed_create(client, cloudformation):
    answer = (
        "event.RequestType === 'Delete' "
        "? { Status: 'SUCCESS', PhysicalResourceId: event.PhysicalResourceId } "
        ": { Status: 'FAILED', Reason: 'no luck', PhysicalResourceId: 'half-made' }"
    )
    token = with_answer(client, answer)

    stack = create(cloudformation, "s", body_for(token))

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    failure = reason(cloudformation, "s", "CREATE_FAILED")
    assert failure.startswith(
        "Received response status [FAILED] from custom resource. "
        "Message returned: no luck (RequestId: "
    )
    last = requests_of(client, count=2)[-1]
    assert (last["RequestType"], last["PhysicalResourceId"]) == ("Delete", "half-made")


def test_sends_the_update_back_when_an_update_fails(client, cloudformation):
    answer = (
        "event.ResourceProperties.Value === 'bad' && event.RequestType === 'Update' "
        "? { Status: 'FAILED', Reason: 'bad', PhysicalResourceId: 'the-id' } "
        ": { Status: 'SUCCESS', PhysicalResourceId: 'the-id' }"
    )
    token = with_answer(client, answer)
    create(cloudformation, "s", body_for(token, "good"))

    stack = update(cloudformation, "s", body_for(token, "bad"))

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    back = requests_of(client, count=3)[-1]
    assert back["RequestType"] == "Update"
    assert back["ResourceProperties"]["Value"] == "good"
    assert back["OldResourceProperties"]["Value"] == "bad"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            "{ Status: 'SUCCESS', PhysicalResourceId: 'x', Data: { A: 'a'.repeat(4096) } }",
            "Response object is too long.",
        ),
        ("{ Status: 'SUCCESS' }", "Invalid PhysicalResourceId"),
        (
            "null",
            "CloudFormation did not receive a response from your Custom Resource. "
            "Please check your logs for requestId [",
        ),
    ],
)
def test_fails_an_answer_that_aws_refuses(client, cloudformation, answer, expected):
    token = with_answer(client, f"event.RequestType === 'Create' ? {answer} : {SUCCESS}")

    stack = create(cloudformation, "s", body_for(token))

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert reason(cloudformation, "s", "CREATE_FAILED").startswith(expected)


def test_fails_an_answer_that_comes_after_the_service_timeout(client, cloudformation):
    source = ANSWERING.replace(
        "const answer =",
        "if (event.RequestType === 'Create') await new Promise((r) => setTimeout(r, 8000));"
        " const answer =",
    )
    token = function(client, f"{source}\nconst respond = () => ({SUCCESS});", Timeout=15)

    # The deletion that rolls it back has as long, and starts a process.
    stack = create(cloudformation, "s", body_for(token, ServiceTimeout=5))

    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "did not receive a response" in reason(cloudformation, "s", "CREATE_FAILED")


@pytest.mark.parametrize("token", ["nonsense", "arn:aws:lambda:us-east-1:123456789012:function:f"])
def test_refuses_a_service_token_that_is_no_function_of_the_region(cloudformation, token):
    create(cloudformation, "s", body_for(token))

    assert "Invalid ServiceToken" in reason(cloudformation, "s", "CREATE_FAILED")


def test_refuses_to_change_the_service_token(client, cloudformation):
    first = with_answer(client, SUCCESS, FunctionName="one")
    second = with_answer(client, SUCCESS, FunctionName="two")
    create(cloudformation, "s", body_for(first))

    stack = update(cloudformation, "s", body_for(second))

    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "Modifying service token is not allowed." in reason(cloudformation, "s", "UPDATE_FAILED")


def test_fails_to_delete_the_stack_when_the_delete_fails(client, cloudformation):
    answer = (
        "event.RequestType === 'Delete' "
        "? { Status: 'FAILED', Reason: 'stuck', PhysicalResourceId: 'the-id' } "
        f": {SUCCESS}"
    )
    token = with_answer(client, answer)
    create(cloudformation, "s", body_for(token))

    cloudformation.delete_stack(StackName="s")

    assert describe(cloudformation, "s")["StackStatus"] == "DELETE_FAILED"
    assert ("Thing", "DELETE_FAILED") in history(cloudformation, "s")
