"""The creation of one resource of a stack fails, as a throttled service makes it fail."""

import pytest
from organizations_under_test import control
from stacks import create, reason, template


@pytest.fixture
def fault(aws):
    def inject(**given):
        body = {"service": "cloudformation", "error": "Throttling", **given}
        return control(aws.endpoint, "POST", "/faults", body)

    yield inject
    control(aws.endpoint, "DELETE", "/faults")


def test_a_resource_fails_once_and_its_stack_with_it(cloudformation, fault):
    first = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "first"}}
    second = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "second"}, "DependsOn": "A"}
    body = template({"A": first, "B": second})
    fault(action="Create s/B")

    failed = create(cloudformation, "s", body)
    cloudformation.delete_stack(StackName=failed["StackId"])
    repeated = create(cloudformation, "s", body)

    assert failed["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "Throttling" in reason(cloudformation, failed["StackId"], "CREATE_FAILED")
    assert repeated["StackStatus"] == "CREATE_COMPLETE"
