"""Every evaluation of a policy can be compared with another evaluator's."""

import json

import requests
from embedded_aws.authorization import record
from organizations_under_test import Organization
from test_authorization import ALLOW_LIST, denied
from test_service_control_policies import DENY_DETECTOR, administrator, attach


def recorded(aws):
    answer = requests.get(f"{aws.endpoint}/_embedded-aws/authorizations", timeout=10)
    assert answer.status_code == 200
    return answer.json()


def test_an_evaluation_of_identity_policies_is_kept_with_its_documents(aws, as_function):
    record.forget()
    sns = as_function("sns", ALLOW_LIST)

    sns.list_topics()
    sns.list_topics()

    found = recorded(aws)
    [one] = [e for e in found["evaluations"] if e["action"] == "sns:ListTopics"]
    assert (one["resource"], one["principal"]) == ("*", None)
    assert (one["verdict"], one["count"]) == ("allow", 2)
    assert one["context"]["aws:RequestedRegion"] == "eu-west-1"
    documents = [found["documents"][str(number)] for number in one["documents"]]
    assert ALLOW_LIST in [s for document in documents for s in document["Statement"]]


def test_an_evaluation_of_a_trust_policy_names_the_principal(aws, client, account_id):
    record.forget()
    trust = {
        "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": account_id}}
        ]
    }
    made = client("iam").create_role(
        RoleName="trusting", AssumeRolePolicyDocument=json.dumps(trust)
    )

    client("sts").assume_role(RoleArn=made["Role"]["Arn"], RoleSessionName="session")

    [one] = [e for e in recorded(aws)["evaluations"] if e["resource"] == made["Role"]["Arn"]]
    assert one["action"] == "sts:AssumeRole"
    assert one["verdict"] == "allow"
    assert account_id in one["principal"]["names"]


def test_a_call_is_kept_with_all_policies_that_decided_it(aws):
    record.forget()
    organization = Organization(aws)
    member = organization.members[0]
    attach(organization, DENY_DETECTOR, member)
    guardduty = administrator(organization, member, "guardduty")

    denied(guardduty.delete_detector, DetectorId="d")

    found = recorded(aws)
    [one] = [c for c in found["calls"] if c["action"] == "guardduty:DeleteDetector"]
    assert one["allowed"] is False
    assert one["resource"] == f"arn:aws:guardduty:eu-west-1:{member}:detector/d"
    assert one["caller"].startswith(f"arn:aws:sts::{member}:assumed-role/Administrator/")
    assert [found["documents"][str(n)] for n in one["serviceControl"]] == [DENY_DETECTOR]
    assert one["identity"] == one["boundary"] == []
