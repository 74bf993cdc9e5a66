"""Findings, and their events."""

import json
from typing import Any

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


def test_a_finding_that_is_seen_again_is_told_again_under_its_id(organization):
    [admin, member, _] = organization.members
    create_member(organization, member)
    url = _queue_of_findings(organization, admin)
    finding = {"accountId": member, "region": REGION, "id": "a" * 32}

    organization.control("POST", "/guardduty/findings", {**finding, "severity": 5})
    organization.control("POST", "/guardduty/findings", {**finding, "severity": 8})
    first, second = _told(organization, admin, url)

    assert (first["id"], second["id"]) == ("a" * 32, "a" * 32)
    assert (first["severity"], second["severity"]) == (5, 8)
    assert (first["service"]["count"], second["service"]["count"]) == (1, 2)
    assert (first["createdAt"], first["updatedAt"]) <= (second["createdAt"], second["updatedAt"])
    observer = organization.client("guardduty", admin)
    listed = observer.list_findings(DetectorId=detector_of(observer))["FindingIds"]
    assert listed == ["a" * 32]


def test_an_archived_finding_is_kept_and_not_told(organization):
    [admin, member, _] = organization.members
    create_member(organization, member)
    url = _queue_of_findings(organization, admin)

    organization.control(
        "POST", "/guardduty/findings", {"accountId": member, "region": REGION, "archived": True}
    )
    observer = organization.client("guardduty", admin)

    assert _told(organization, admin, url) == []
    assert len(observer.list_findings(DetectorId=detector_of(observer))["FindingIds"]) == 1


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"Equals": ["8.2"]}, True),
        ({"NotEquals": ["8.2"]}, False),
        ({"GreaterThan": 8, "LessThan": 9}, True),
        ({"LessThanOrEqual": 8}, False),
        ({"Matches": ["8*"]}, True),
        ({"NotMatches": ["8*"]}, False),
    ],
)
def test_findings_are_chosen_by_criteria(organization, condition, found):
    admin = organization.members[0]
    finding = {"accountId": admin, "region": REGION, "severity": 8.2}
    organization.control("POST", "/guardduty/findings", finding)
    observer = organization.client("guardduty", admin)
    criteria = {"Criterion": {"severity": condition}}

    listed = observer.list_findings(DetectorId=detector_of(observer), FindingCriteria=criteria)

    assert bool(listed["FindingIds"]) is found


def test_a_criterion_looks_into_lists(organization):
    admin = organization.members[0]
    interfaces = [{"privateIpAddress": "10.0.0.1"}, {"privateIpAddress": "10.0.0.2"}]
    resource = {"instanceDetails": {"networkInterfaces": interfaces}}
    finding = {"accountId": admin, "region": REGION, "resource": resource}
    organization.control("POST", "/guardduty/findings", finding)
    observer = organization.client("guardduty", admin)
    path = "resource.instanceDetails.networkInterfaces.privateIpAddress"
    criteria = {"Criterion": {path: {"Equals": ["10.0.0.2"]}}}

    listed = observer.list_findings(DetectorId=detector_of(observer), FindingCriteria=criteria)

    assert len(listed["FindingIds"]) == 1


def _told(organization: Organization, account: str, url: str) -> list[dict[str, Any]]:
    """The findings of the events in the queue, oldest first."""
    sqs = organization.client("sqs", account)
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(one["Body"])["detail"] for one in found]


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
