"""Faults that hit a share of the calls at random, the same share on every run."""

import pytest
from embedded_aws import application
from organizations_under_test import REGION, Organization, control, new_account_id


@pytest.fixture
def plan(aws):
    def begin(**given):
        body = {"services": ["sqs"], "rate": 0.3, "seed": 1, **given}
        return control(aws.endpoint, "POST", "/faults/random", body)

    yield begin
    control(aws.endpoint, "DELETE", "/faults")


def outcomes(call, count=60, **arguments):
    """What became of each call: its error and status, or nothing."""
    from botocore.exceptions import ClientError

    found = []
    for _ in range(count):
        try:
            call(**arguments)
            found.append(None)
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            found.append((error.response["Error"]["Code"], status))
    return found


def test_the_same_seed_fails_the_same_calls(client, plan):
    call = client("sqs").list_queues

    plan()
    first = outcomes(call)
    plan()
    again = outcomes(call)
    plan(seed=2)
    other = outcomes(call)

    assert first == again != other
    assert 9 <= sum(one is not None for one in first) <= 27


@pytest.mark.parametrize(
    ("service", "call", "errors"),
    [
        ("sqs", "list_queues", {("ThrottlingException", 400), ("InternalFailure", 500)}),
        ("cloudformation", "list_stack_sets", {("Throttling", 400), ("InternalFailure", 500)}),
        ("sts", "get_caller_identity", {("Throttling", 400), ("InternalFailure", 500)}),
        ("s3", "list_objects_v2", {("SlowDown", 503), ("InternalError", 500)}),
    ],
)
def test_a_service_fails_as_it_does(client, account_id, plan, service, call, errors):
    arguments = {"Bucket": f"bucket-{account_id}"} if service == "s3" else {}
    plan(services=[service], rate=1)

    found = set(outcomes(getattr(client(service), call), 20, **arguments))

    assert found == {*errors, ("ServiceUnavailable", 503)}


def test_organizations_throttles_by_a_name_of_its_own(aws, plan):
    list_accounts = Organization(aws).client("organizations").list_accounts
    plan(services=["organizations"], rate=1)

    found = set(outcomes(list_accounts, 20))

    assert ("TooManyRequestsException", 400) in found


def test_only_the_errors_accounts_and_services_that_were_asked_for_fail(client, account_id, plan):
    plan(rate=1, errors=["ServiceUnavailable"], accountId=account_id)
    sqs, other = client("sqs"), client("sqs", account_id=new_account_id())

    assert set(outcomes(sqs.list_queues, 5)) == {("ServiceUnavailable", 503)}
    assert set(outcomes(other.list_queues, 5)) == {None}
    assert set(outcomes(client("sns").list_topics, 5)) == {None}


def test_an_object_that_a_fault_refused_is_not_there(client, account_id, plan):
    s3, bucket = client("s3"), f"bucket-{account_id}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})

    plan(services=["s3"], rate=1)
    [refused] = outcomes(s3.put_object, 1, Bucket=bucket, Key="k", Body=b"x")
    head = outcomes(s3.head_object, 20, Bucket=bucket, Key="k")
    plan(services=["s3"], rate=0)

    assert refused is not None
    assert {status for _, status in head} == {500, 503}
    assert outcomes(s3.head_object, 1, Bucket=bucket, Key="k") == [("404", 404)]


def test_what_the_embedded_aws_calls_itself_does_not_fail(aws, account_id, plan):
    plan(rate=1)

    with application.client("sqs", account_id, REGION) as inner:
        assert set(outcomes(inner.list_queues, 5)) == {None}


def test_faults_end(client, aws, plan):
    plan(rate=1)

    control(aws.endpoint, "DELETE", "/faults")

    assert set(outcomes(client("sqs").list_queues, 5)) == {None}


def test_an_injected_fault_fails_calls_of_s3_by_their_name(client, account_id, aws):
    s3, bucket = client("s3"), f"bucket-{account_id}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    fault = {"service": "s3", "action": "CopyObject", "error": "SlowDown", "status": 503}

    control(aws.endpoint, "POST", "/faults", {**fault, "accountId": account_id})

    copy = {"Bucket": bucket, "Key": "l", "CopySource": f"{bucket}/k"}
    assert outcomes(s3.put_object, 1, Bucket=bucket, Key="k", Body=b"x") == [None]
    assert outcomes(s3.copy_object, 2, **copy) == [("SlowDown", 503), None]
