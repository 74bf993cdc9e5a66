"""What becomes of accounts, as EventBridge gets it in the management account's us-east-1."""

import json

import pytest
from organizations_under_test import Organization

HOME = "us-east-1"
PATTERN = {
    "source": ["aws.organizations"],
    "detail-type": ["AWS Service Event via CloudTrail"],
    "detail": {"eventName": ["CreateAccountResult", "CloseAccountResult"]},
}


@pytest.fixture
def organization(aws):
    return Organization(aws)


@pytest.fixture
def trail(monkeypatch):
    monkeypatch.setattr("embedded_aws.delivery.events._records", lambda account, region: True)


def listen(organization):
    """The queue that gets the events."""
    sqs = organization.client("sqs", region=HOME)
    url = sqs.create_queue(QueueName="accounts")["QueueUrl"]
    arn = f"arn:aws:sqs:{HOME}:{organization.management}:accounts"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    events = organization.client("events", region=HOME)
    events.put_rule(Name="accounts", EventPattern=json.dumps(PATTERN))
    events.put_targets(Rule="accounts", Targets=[{"Id": "1", "Arn": arn}])

    def heard():
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(one["Body"]) for one in messages]

    return heard


def test_an_account_that_was_created_is_an_event(organization, trail):
    heard = listen(organization)

    created = organization.client("organizations").create_account(
        AccountName="New", Email=f"new-{organization.id}@example.com"
    )["CreateAccountStatus"]

    [event] = heard()
    status = event["detail"]["serviceEventDetails"]["createAccountStatus"]
    assert (event["account"], event["region"]) == (organization.management, HOME)
    assert event["detail"]["eventType"] == "AwsServiceEvent"
    assert event["detail"]["eventSource"] == "organizations.amazonaws.com"
    assert status["id"] == created["Id"]
    assert (status["state"], status["accountId"]) == ("SUCCEEDED", created["AccountId"])
    assert status["accountName"] == "****"


def test_an_account_that_could_not_be_created_is_an_event_too(organization, trail):
    heard = listen(organization)

    organization.client("organizations").create_account(
        AccountName="New", Email=organization.email(organization.members[0])
    )

    [event] = heard()
    status = event["detail"]["serviceEventDetails"]["createAccountStatus"]
    assert (status["state"], status["failureReason"]) == ("FAILED", "EMAIL_ALREADY_EXISTS")
    assert "accountId" not in status


def test_an_account_that_was_closed_is_an_event(organization, trail):
    heard = listen(organization)

    organization.client("organizations").close_account(AccountId=organization.members[0])

    [event] = heard()
    status = event["detail"]["serviceEventDetails"]["closeAccountStatus"]
    assert event["detail"]["eventName"] == "CloseAccountResult"
    assert (status["state"], status["accountId"]) == ("SUCCEEDED", organization.members[0])


def test_nobody_hears_of_accounts_without_a_trail(organization):
    heard = listen(organization)

    organization.client("organizations").close_account(AccountId=organization.members[0])

    assert heard() == []
