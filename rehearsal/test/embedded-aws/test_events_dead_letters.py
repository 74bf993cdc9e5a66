"""EventBridge: what becomes of an event that a target does not take."""

import json

import pytest
from organizations_under_test import REGION, Organization, code_of, control, error_of
from test_events import ENTRY, Forwarding, bodies, make_queue, make_rule

ANY_EVENT = '{"source": ["app"]}'


@pytest.fixture
def organization(aws):
    return Organization(aws)


@pytest.fixture(autouse=True)
def no_faults(aws):
    yield
    control(aws.endpoint, "DELETE", "/faults")


def rule_arn(account):
    return f"arn:aws:events:{REGION}:{account}:rule/rule"


def queue_for(client, name, **condition):
    """A queue that admits EventBridge under the condition."""
    url, arn = make_queue(client, name, service=None)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": condition,
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": document})
    return url, arn


def dead_letters(client, url):
    found = client("sqs").receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
    )
    return [
        (
            json.loads(one["Body"]),
            {name: a["StringValue"] for name, a in one["MessageAttributes"].items()},
        )
        for one in found.get("Messages", [])
    ]


def losses(aws, account):
    found = control(aws.endpoint, "GET", "/events")["events"]
    return [
        (one["outcome"], one["error"])
        for one in found
        if one["kind"] == "event" and one["account"] == account
    ]


def accounts(organization, account):
    """Clients of one account of the organization."""
    return lambda service: organization.client(service, account)


def test_another_accounts_queue_takes_what_it_admits(organization, aws):
    member, security = organization.members
    at_member, at_security = (accounts(organization, one) for one in (member, security))
    url, queue = queue_for(
        at_security,
        "undelivered",
        ArnEquals={"aws:SourceArn": rule_arn(member)},
        StringEquals={"aws:SourceAccount": member, "aws:SourceOrgID": organization.id},
    )
    missing = f"arn:aws:lambda:{REGION}:{member}:function:missing"
    make_rule(at_member, {"Arn": missing, "DeadLetterConfig": {"Arn": queue}})

    at_member("events").put_events(Entries=[ENTRY])
    [(event, attributes)] = dead_letters(at_security, url)

    assert event["detail"] == {"id": 7, "name": "x"}
    assert attributes == {
        "RULE_ARN": rule_arn(member),
        "TARGET_ARN": missing,
        "ERROR_CODE": "NO_RESOURCE",
        "ERROR_MESSAGE": f"The target {missing} does not exist.",
        "RETRY_ATTEMPTS": "0",
    }
    assert losses(aws, member) == [("dead-lettered", "NO_RESOURCE")]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:SourceOrgID": "o-other"}},
        {"StringEquals": {"aws:SourceAccount": "111111111111"}},
        {"ArnEquals": {"aws:SourceArn": "arn:aws:events:eu-west-1:111111111111:rule/other"}},
    ],
)
def test_an_event_that_its_dead_letter_queue_does_not_admit_is_lost(
    client, aws, account_id, condition
):
    url, queue = queue_for(client, "undelivered", **condition)
    _, closed = make_queue(client, service=None)
    make_rule(client, {"Arn": closed, "DeadLetterConfig": {"Arn": queue}})

    client("events").put_events(Entries=[ENTRY])
    metrics = client("cloudwatch").list_metrics(Namespace="AWS/Events")["Metrics"]

    assert losses(aws, account_id) == [("dropped", "NO_PERMISSIONS")]
    assert dead_letters(client, url) == []
    assert {m["MetricName"] for m in metrics} == {
        "FailedInvocations",
        "InvocationsFailedToBeSentToDlq",
    }


@pytest.mark.parametrize(
    ("arn", "reason"),
    [
        ("arn:aws:sqs:us-east-1:{}:undelivered", "must be in the region of its rule"),
        (f"arn:aws:sqs:{REGION}:{{}}:undelivered.fifo", "must be a standard queue"),
        (f"arn:aws:sns:{REGION}:{{}}:undelivered", "must be a standard queue"),
    ],
)
def test_a_dead_letter_queue_is_a_standard_queue_of_the_region(client, account_id, arn, reason):
    _, queue = make_queue(client)
    client("events").put_rule(Name="rule", EventPattern=ANY_EVENT)
    target = {"Id": "1", "Arn": queue, "DeadLetterConfig": {"Arn": arn.format(account_id)}}

    error = error_of(client("events").put_targets, Rule="rule", Targets=[target])

    assert error["Code"] == "ValidationException"
    assert reason in error["Message"]


def test_a_target_of_another_region_is_refused_unless_it_is_a_bus(client, account_id):
    client("events").put_rule(Name="rule", EventPattern=ANY_EVENT)
    topic = {"Id": "1", "Arn": f"arn:aws:sns:us-east-1:{account_id}:alerts"}
    bus = {"Id": "1", "Arn": f"arn:aws:events:us-east-1:{account_id}:event-bus/default"}

    refused = code_of(client("events").put_targets, Rule="rule", Targets=[topic])
    taken = client("events").put_targets(Rule="rule", Targets=[bus])

    assert refused == "ValidationException"
    assert taken["FailedEntryCount"] == 0


@pytest.mark.parametrize(
    ("policy", "limit"),
    [
        ({"MaximumRetryAttempts": 186}, "less than or equal to 185"),
        ({"MaximumEventAgeInSeconds": 86_401}, "less than or equal to 86400"),
    ],
)
def test_a_retry_policy_beyond_the_limits_is_refused(client, policy, limit):
    _, queue = make_queue(client)
    client("events").put_rule(Name="rule", EventPattern=ANY_EVENT)
    target = {"Id": "1", "Arn": queue, "RetryPolicy": policy}

    error = error_of(client("events").put_targets, Rule="rule", Targets=[target])

    assert error["Code"] == "ValidationException"
    assert error["Message"].endswith(f"Member must have value {limit}")


def test_a_bus_of_another_account_gets_events_as_they_are(client, other_account_id):
    client("events").put_rule(Name="rule", EventPattern=ANY_EVENT)
    target = {
        "Id": "1",
        "Arn": f"arn:aws:events:{REGION}:{other_account_id}:event-bus/central",
        "RoleArn": "arn:aws:iam::111111111111:role/forward",
        "InputPath": "$.detail",
    }

    error = error_of(client("events").put_targets, Rule="rule", Targets=[target])

    assert error["Code"] == "ValidationException"
    assert error["Message"] == "Modifying the input for target 1 is not supported."


def fail(aws, account, times):
    fault = {"service": "sqs", "action": "SendMessage", "error": "ThrottlingException"}
    place = {"accountId": account, "region": REGION, "times": times}
    control(aws.endpoint, "POST", "/faults", fault | place)


def test_a_target_that_fails_is_tried_again(client, aws, account_id):
    url, queue = make_queue(client)
    make_rule(client, {"Arn": queue, "RetryPolicy": {"MaximumRetryAttempts": 2}})
    fail(aws, account_id, 2)

    client("events").put_events(Entries=[ENTRY])

    assert len(bodies(client, url)) == 1
    assert losses(aws, account_id) == []


def test_an_event_is_given_up_after_the_attempts_of_its_retry_policy(client, aws, account_id):
    url, queue = make_queue(client)
    kept, letters = make_queue(client, "undelivered")
    policy = {"MaximumRetryAttempts": 2}
    make_rule(client, {"Arn": queue, "RetryPolicy": policy, "DeadLetterConfig": {"Arn": letters}})
    fail(aws, account_id, 3)

    client("events").put_events(Entries=[ENTRY])
    [(_, attributes)] = dead_letters(client, kept)

    assert bodies(client, url) == []
    assert attributes["ERROR_CODE"] == "THROTTLING"
    assert attributes["RETRY_ATTEMPTS"] == "2"
    assert attributes["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts"


def test_a_third_hop_ends_in_the_dead_letter_queue(organization):
    forwarding = Forwarding(organization)
    first, relay = organization.management, forwarding.sender
    events = forwarding.of(relay)("events")
    events.put_permission(
        StatementId="first", Action="events:PutEvents", Principal=first, EventBusName="default"
    )
    url, letters = make_queue(forwarding.of(relay), "undelivered")
    target = {"Arn": forwarding.bus, "RoleArn": forwarding.role(relay, forwarding.bus)}
    make_rule(forwarding.of(relay), {**target, "DeadLetterConfig": {"Arn": letters}})
    near = f"arn:aws:events:{REGION}:{relay}:event-bus/default"
    make_rule(forwarding.of(first), {"Arn": near, "RoleArn": forwarding.role(first, near)})

    forwarding.of(first)("events").put_events(Entries=[ENTRY])
    [(_, attributes)] = dead_letters(forwarding.of(relay), url)

    assert forwarding.received() == []
    assert attributes["ERROR_CODE"] == "THIRD_ACCOUNT_HOP_DETECTED"
