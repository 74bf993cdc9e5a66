"""IAM refuses documents, principals and sizes that AWS refuses, by API and by stack."""

import json

import pytest
from functions import TRUST
from organizations_under_test import Organization, code_of, error_of
from stacks import create, reason, template

ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
ASSUME = {"Effect": "Allow", "Action": "sts:AssumeRole"}


def document(*statements, **more):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements), **more})


def of_size(size):
    """An identity policy of so many characters; white space does not count."""
    empty = document({**ALLOW, "Resource": "arn:aws:s3:::"})
    filled = "x" * (size - len("".join(empty.split())))
    return document({**ALLOW, "Resource": f"arn:aws:s3:::{filled}"}).replace(",", ",  \n")


@pytest.fixture
def iam(client):
    return client("iam")


@pytest.fixture
def role(iam):
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(TRUST))
    return "r"


def put(iam, role, text, name="p"):
    return {"RoleName": role, "PolicyName": name, "PolicyDocument": text}


def test_an_inline_policy_names_no_principal(iam, role):
    """https://github.com/hashicorp/terraform/issues/13449"""
    text = document({**ALLOW, "Principal": {"AWS": "*"}})

    error = error_of(iam.put_role_policy, **put(iam, role, text))

    assert error["Code"] == "MalformedPolicyDocument"
    assert error["Message"] == "Policy document should not specify a principal."


def test_a_managed_policy_names_no_principal(iam):
    text = document({**ALLOW, "Principal": {"AWS": "*"}})
    made = iam.create_policy(PolicyName="p", PolicyDocument=document(ALLOW))["Policy"]["Arn"]

    created = code_of(iam.create_policy, PolicyName="q", PolicyDocument=text)
    versioned = code_of(iam.create_policy_version, PolicyArn=made, PolicyDocument=text)

    assert created == versioned == "MalformedPolicyDocument"


def test_a_trust_policy_has_no_resource(iam, role):
    """https://github.com/kubernetes-sigs/external-dns/issues/3085"""
    text = document({**TRUST["Statement"][0], "Resource": "*"})

    created = error_of(iam.create_role, RoleName="x", AssumeRolePolicyDocument=text)
    updated = error_of(iam.update_assume_role_policy, RoleName=role, PolicyDocument=text)

    assert created["Message"] == updated["Message"] == "Has prohibited field Resource"
    assert created["Code"] == updated["Code"] == "MalformedPolicyDocument"


def test_a_trust_policy_names_a_principal(iam):
    error = error_of(iam.create_role, RoleName="x", AssumeRolePolicyDocument=document(ASSUME))

    assert error["Code"] == "MalformedPolicyDocument"
    assert error["Message"] == "Missing required field Principal"


def test_a_role_that_trusts_nobody_there_is_not_made(iam, account_id):
    """https://github.com/hashicorp/terraform-provider-aws/issues/8905"""
    arn = f"arn:aws:iam::{account_id}:role/later"
    text = document({**ASSUME, "Principal": {"AWS": arn}})

    error = error_of(iam.create_role, RoleName="x", AssumeRolePolicyDocument=text)

    assert error["Code"] == "MalformedPolicyDocument"
    assert error["Message"] == f'Invalid principal in policy: "AWS":"{arn}"'
    assert code_of(iam.get_role, RoleName="x") == "NoSuchEntity"


def test_a_role_trusts_one_of_another_account_once_it_is_there(client, iam, other_account_id):
    arn = f"arn:aws:iam::{other_account_id}:role/f"
    given = {
        "RoleName": "x",
        "AssumeRolePolicyDocument": document({**ASSUME, "Principal": {"AWS": arn}}),
    }

    before = code_of(iam.create_role, **given)
    client("iam", other_account_id).create_role(
        RoleName="f", AssumeRolePolicyDocument=json.dumps(TRUST)
    )

    assert before == "MalformedPolicyDocument"
    assert iam.create_role(**given)["Role"]["RoleName"] == "x"


def test_accounts_of_the_organization_exist_and_others_do_not(aws):
    """https://github.com/aws-samples/siem-on-amazon-opensearch-service/issues/32"""
    organization = Organization(aws)
    iam = organization.client("iam")

    def trusting(account):
        principal = {"AWS": f"arn:aws:iam::{account}:root"}
        text = document({**ASSUME, "Principal": principal})
        return {"RoleName": f"of-{account}", "AssumeRolePolicyDocument": text}

    assert iam.create_role(**trusting(organization.members[0]))
    assert code_of(iam.create_role, **trusting("999999999999")) == "MalformedPolicyDocument"


def test_a_deleted_role_is_trusted_under_its_id_and_not_under_its_name(client, iam, account_id):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles"""
    made = iam.create_role(RoleName="f", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    text = document({**ASSUME, "Principal": {"AWS": [made["Arn"], account_id]}})
    iam.create_role(RoleName="x", AssumeRolePolicyDocument=text)
    s3, bucket = client("s3"), f"deleted-{account_id}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    read = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    s3.put_bucket_policy(
        Bucket=bucket, Policy=document({**read, "Principal": {"AWS": made["Arn"]}})
    )
    url = client("sqs").create_queue(QueueName="q")["QueueUrl"]
    send = {"Effect": "Allow", "Action": "sqs:SendMessage", "Principal": {"AWS": made["Arn"]}}
    client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": document(send)})

    iam.delete_role(RoleName="f")
    iam.create_role(RoleName="f", AssumeRolePolicyDocument=json.dumps(TRUST))

    trust = iam.get_role(RoleName="x")["Role"]["AssumeRolePolicyDocument"]
    assert trust["Statement"][0]["Principal"]["AWS"] == [made["RoleId"], account_id]
    policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
    assert policy["Statement"][0]["Principal"] == {"AWS": made["RoleId"]}
    assert code_of(s3.put_bucket_policy, Bucket=bucket, Policy=json.dumps(policy)) == (
        "MalformedPolicy"
    )
    queue = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    assert made["RoleId"] in queue["Attributes"]["Policy"]


def test_inline_policies_of_a_role_have_10240_characters_together(iam, role):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
    iam.put_role_policy(**put(iam, role, of_size(5_000), "a"))
    iam.put_role_policy(**put(iam, role, of_size(5_240), "b"))

    error = error_of(iam.put_role_policy, **put(iam, role, of_size(5_241), "b"))

    assert error["Code"] == "LimitExceeded"
    assert error["Message"] == "Maximum policy size of 10240 bytes exceeded for role r"


def test_a_managed_policy_has_6144_characters(iam):
    iam.create_policy(PolicyName="a", PolicyDocument=of_size(6_144))

    error = error_of(iam.create_policy, PolicyName="b", PolicyDocument=of_size(6_145))

    assert error["Code"] == "LimitExceeded"
    assert error["Message"] == "Cannot exceed quota for PolicySize: 6144"


def test_a_trust_policy_has_2048_characters(iam):
    """https://github.com/kubeflow/kubeflow/issues/6687"""
    long = {**TRUST["Statement"][0], "Sid": "x" * 2_048}

    error = error_of(iam.create_role, RoleName="x", AssumeRolePolicyDocument=document(long))

    assert error["Code"] == "LimitExceeded"
    assert error["Message"] == "Cannot exceed quota for ACLSizePerRole: 2048"


def test_a_role_has_ten_managed_policies(iam, role):
    """https://github.com/ministryofjustice/cloud-platform-environments/pull/14118"""
    arns = [
        iam.create_policy(PolicyName=f"p{n}", PolicyDocument=document(ALLOW))["Policy"]["Arn"]
        for n in range(11)
    ]
    for arn in arns[:10]:
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)

    error = error_of(iam.attach_role_policy, RoleName=role, PolicyArn=arns[10])

    assert error["Code"] == "LimitExceeded"
    assert error["Message"] == "Cannot exceed quota for PoliciesPerRole: 10"


def test_a_stack_fails_with_a_role_whose_documents_iam_refuses(client, cloudformation):
    inline = {
        "PolicyName": "own",
        "PolicyDocument": json.loads(document({**ALLOW, "Principal": "*"})),
    }
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": "made-by-stack",
            "AssumeRolePolicyDocument": TRUST,
            "Policies": [inline],
        },
    }

    create(cloudformation, "s", template({"R": role}))

    told = reason(cloudformation, "s", "CREATE_FAILED")
    assert "Policy document should not specify a principal." in told
    assert client("iam").list_roles()["Roles"] == []


def test_a_stack_fails_with_a_policy_that_names_a_principal(cloudformation):
    policy = {
        "Type": "AWS::IAM::Policy",
        "Properties": {
            "PolicyName": "p",
            "PolicyDocument": json.loads(document({**ALLOW, "Principal": "*"})),
            "Roles": [{"Ref": "R"}],
        },
    }
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}

    create(cloudformation, "s", template({"R": role, "P": policy}))

    told = reason(cloudformation, "s", "CREATE_FAILED")
    assert "Policy document should not specify a principal." in told
