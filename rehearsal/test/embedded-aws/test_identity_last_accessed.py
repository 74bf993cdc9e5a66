"""What a role or user may use is listed, unused as it is.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
"""

import json

import pytest
from organizations_under_test import code_of


def allowing(**statement):
    document = {"Effect": "Allow", "Resource": "*", **statement}
    return json.dumps({"Version": "2012-10-17", "Statement": document})


def services_of(iam, arn):
    job = iam.generate_service_last_accessed_details(Arn=arn)["JobId"]
    report = iam.get_service_last_accessed_details(JobId=job)
    assert report["JobStatus"] == "COMPLETED"
    assert not any("LastAuthenticated" in one for one in report["ServicesLastAccessed"])
    return [one["ServiceNamespace"] for one in report["ServicesLastAccessed"]]


@pytest.fixture
def iam(client):
    return client("iam")


@pytest.fixture
def user(iam):
    return iam.create_user(UserName="one")["User"]["Arn"]


def test_services_are_those_of_allowed_actions(iam, user):
    text = allowing(Action=["S3:Get*", "bedrock:InvokeModel"])
    iam.put_user_policy(UserName="one", PolicyName="inline", PolicyDocument=text)

    assert services_of(iam, user) == ["bedrock", "s3"]


def test_a_user_has_those_of_its_groups(iam, user):
    iam.create_group(GroupName="all")
    iam.put_group_policy(
        GroupName="all", PolicyName="inline", PolicyDocument=allowing(Action="sqs:*")
    )
    iam.add_user_to_group(GroupName="all", UserName="one")

    assert services_of(iam, user) == ["sqs"]


def test_an_administrator_has_all_services(iam, user):
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    iam.attach_user_policy(UserName="one", PolicyArn=arn)

    found = services_of(iam, user)

    assert len(found) > 300
    assert {"bedrock", "s3", "sagemaker"} <= set(found)


def test_a_denial_lists_nothing(iam, user):
    text = allowing(Action="s3:*").replace("Allow", "Deny")
    iam.put_user_policy(UserName="one", PolicyName="inline", PolicyDocument=text)

    assert services_of(iam, user) == []


def test_what_is_not_there_has_no_report(iam, account_id):
    absent = f"arn:aws:iam::{account_id}:user/absent"

    def job():
        return iam.get_service_last_accessed_details(JobId="598f8577-c0e2-4a2c-9e9d-5f1d4f9d5b2c")

    assert code_of(lambda: iam.generate_service_last_accessed_details(Arn=absent)) == "NoSuchEntity"
    assert code_of(job) == "NoSuchEntity"
