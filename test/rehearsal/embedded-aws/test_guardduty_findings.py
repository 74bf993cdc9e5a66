"""Findings, and the events that tell of them."""

import pytest
from guardduty_under_test import administered, create_member, detector_of
from organizations_under_test import REGION, Organization


@pytest.fixture
def organization(aws):
    return administered(aws)


def test_a_finding_is_seen_by_the_member_and_by_its_administrator(organization):
    [admin, member, _] = organization.members
    create_member(organization, member)
    finding = {"accountId": member, "region": REGION, "severity": 8.2}

    made = organization.control("POST", "/guardduty/findings", finding)

    severe = {"Criterion": {"severity": {"GreaterThanOrEqual": 7}}}
    for account in (member, admin):
        observer = organization.client("guardduty", account)
        listed = observer.list_findings(DetectorId=detector_of(observer), FindingCriteria=severe)
        assert listed["FindingIds"] == [made["id"]]
        [found] = observer.get_findings(DetectorId=detector_of(observer), FindingIds=[made["id"]])[
            "Findings"
        ]
        assert (found["AccountId"], found["Severity"]) == (member, 8.2)


def test_a_finding_is_an_event_in_both_accounts(organization):
    [admin, member, _] = organization.members
    create_member(organization, member)
    queues = {account: _queue_of_findings(organization, account) for account in (admin, member)}

    organization.control("POST", "/guardduty/findings", {"accountId": member, "region": REGION})

    for account, url in queues.items():
        messages = organization.client("sqs", account).receive_message(QueueUrl=url)["Messages"]
        assert len(messages) == 1
        assert f'"accountId": "{member}"' in messages[0]["Body"].replace('":"', '": "')


def _queue_of_findings(organization: Organization, account: str) -> str:
    sqs, events = organization.client("sqs", account), organization.client("events", account)
    url = sqs.create_queue(QueueName="findings")["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:{account}:findings"
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": _QUEUE_POLICY % arn})
    events.put_rule(Name="findings", EventPattern='{"source": ["aws.guardduty"]}')
    events.put_targets(Rule="findings", Targets=[{"Id": "queue", "Arn": arn}])
    return url


_QUEUE_POLICY = """{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": {"Service": "events.amazonaws.com"},
    "Action": "sqs:SendMessage",
    "Resource": "%s"
  }]
}"""
