"""A rollback that fails is continued, with or without the resource that failed."""

import pytest
from botocore.exceptions import ClientError
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.handler import Failed
from embedded_aws.cloudformation.rollback import Rollback
from embedded_aws.cloudformation.stack import Resource, Stack
from stacks import create, template


@pytest.fixture
def stack():
    one = Stack("123456789012", "us-east-1", "s")
    one.resources["Queue"] = Resource("Queue", "AWS::SQS::Queue", status="UPDATE_FAILED")
    return one


@pytest.fixture
def undone(stack):
    """What was taken back; the queue is in the way of the topic, once."""
    done = []
    failures = [Failed(stack.resources["Queue"], "denied")]

    def queue():
        if failures:
            raise failures.pop()
        done.append("Queue")

    rollback = Rollback(stack)
    rollback.add(lambda: done.append("Topic"))
    rollback.add(queue)
    rollback.add(lambda: done.append("Bucket"))
    rollback.run("The following resource(s) failed to update: [Bucket]. ")
    return done


def test_stops_at_what_fails(stack, undone):
    assert stack.status == "UPDATE_ROLLBACK_FAILED"
    assert undone == ["Bucket"]


def test_continues_where_it_stopped(stack, undone):
    stack.stuck(frozenset())

    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert undone == ["Bucket", "Queue", "Topic"]
    assert stack.stuck is None


def test_continues_without_what_failed(stack, undone):
    stack.stuck(frozenset({"Queue"}))

    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert undone == ["Bucket", "Topic"]
    assert stack.resources["Queue"].status == "UPDATE_COMPLETE"


def test_skips_nothing_else(stack, undone):
    with pytest.raises(ValidationError, match="Topic"):
        stack.stuck(frozenset({"Topic"}))

    assert stack.status == "UPDATE_ROLLBACK_FAILED"
    assert undone == ["Bucket"]


def test_a_stack_that_is_complete_has_nothing_to_continue(cloudformation):
    create(cloudformation, "s", template({"T": {"Type": "AWS::SNS::Topic"}}))

    with pytest.raises(ClientError, match="is in CREATE_COMPLETE state"):
        cloudformation.continue_update_rollback(StackName="s")
