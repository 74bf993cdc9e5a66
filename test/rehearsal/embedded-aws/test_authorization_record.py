"""Every evaluation of a policy can be compared with another evaluator's."""

import json

import requests
from embedded_aws.services.authorization import record
from test_authorization import ALLOW_LIST


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
    statements = [s for document in documents for s in document["Statement"]]
    assert "sns:ListTopics" in [s["Action"] for s in statements]


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
