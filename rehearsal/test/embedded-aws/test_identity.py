"""Who may assume which role, and where."""

import json

import pytest
from embedded_aws.authorization.assume import assume_role_for_service
from embedded_aws.gate import Refusal
from organizations_under_test import ROLE, Organization, code_of, error_of


def _role(organization: Organization, account: str, name: str, statement: dict) -> str:
    document = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", **statement}],
    }
    iam = organization.client("iam", account)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(document))
    return organization.role_arn(account, name)


def test_management_credentials_belong_to_the_management_account(aws):
    organization = Organization(aws)

    identity = organization.client("sts").get_caller_identity()

    assert identity["Account"] == organization.management
    assert identity["Arn"] == f"arn:aws:iam::{organization.management}:user/Administrator"


def test_a_session_acts_in_the_account_of_its_role(aws):
    organization = Organization(aws)
    [member, _] = organization.members

    identity = organization.client("sts", member).get_caller_identity()

    assert identity["Account"] == member
    assert identity["Arn"] == f"arn:aws:sts::{member}:assumed-role/{ROLE}/test"


def test_a_role_in_a_suspended_account_is_refused(aws):
    organization = Organization(aws, suspended=True)
    role = organization.role_arn(organization.suspended)

    error = error_of(organization.client("sts").assume_role, RoleArn=role, RoleSessionName="test")

    caller = f"arn:aws:iam::{organization.management}:user/Administrator"
    assert error["Code"] == "AccessDenied"
    assert error["Message"] == (
        f"User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role}"
    )


def test_a_role_in_an_account_closed_since_is_refused(aws):
    organization = Organization(aws)
    [member, _] = organization.members
    organization.client("organizations").close_account(AccountId=member)

    code = code_of(
        organization.client("sts").assume_role,
        RoleArn=organization.role_arn(member),
        RoleSessionName="test",
    )

    assert code == "AccessDenied"


def test_a_role_in_an_account_that_nobody_has_is_refused(aws):
    organization = Organization(aws)

    code = code_of(
        organization.client("sts").assume_role,
        RoleArn=organization.role_arn("999999999999"),
        RoleSessionName="test",
    )

    assert code == "AccessDenied"


def test_a_role_that_does_not_exist_is_refused(aws):
    organization = Organization(aws)
    [member, _] = organization.members

    code = code_of(
        organization.client("sts").assume_role,
        RoleArn=organization.role_arn(member, "Absent"),
        RoleSessionName="test",
    )

    assert code == "AccessDenied"


def test_an_account_that_the_trust_policy_does_not_name_is_refused(aws):
    organization = Organization(aws)
    [member, other] = organization.members

    code = code_of(
        organization.client("sts", member).assume_role,
        RoleArn=organization.role_arn(other),
        RoleSessionName="test",
    )

    assert code == "AccessDenied"


def test_an_external_id_must_match(aws):
    organization = Organization(aws)
    [member, _] = organization.members
    root = f"arn:aws:iam::{organization.management}:root"
    condition = {"StringEquals": {"sts:ExternalId": "agreed"}}
    role = _role(
        organization, member, "External", {"Principal": {"AWS": root}, "Condition": condition}
    )
    sts = organization.client("sts")

    wrong = code_of(sts.assume_role, RoleArn=role, RoleSessionName="test", ExternalId="other")
    right = sts.assume_role(RoleArn=role, RoleSessionName="test", ExternalId="agreed")

    assert wrong == "AccessDenied"
    assert right["AssumedRoleUser"]["Arn"].startswith(f"arn:aws:sts::{member}:")


def test_a_role_can_trust_the_whole_organization_and_nobody_else(aws):
    organization, stranger = Organization(aws), Organization(aws)
    [member, other] = organization.members
    condition = {"StringEquals": {"aws:PrincipalOrgID": organization.id}}
    role = _role(
        organization, member, "Public", {"Principal": {"AWS": "*"}, "Condition": condition}
    )

    refused = code_of(stranger.client("sts").assume_role, RoleArn=role, RoleSessionName="test")
    session = organization.client("sts", other).assume_role(RoleArn=role, RoleSessionName="test")

    assert refused == "AccessDenied"
    assert session["AssumedRoleUser"]["Arn"].endswith("assumed-role/Public/test")


def test_a_role_can_trust_roles_by_the_pattern_of_their_arn(aws):
    organization = Organization(aws)
    [member, other] = organization.members
    trusted = {"AWS": f"arn:aws:iam::{other}:root"}
    role = _role(
        organization,
        member,
        "Pattern",
        {
            "Principal": trusted,
            "Condition": {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{other}:role/Org*"}},
        },
    )
    closed = _role(
        organization,
        member,
        "OtherPattern",
        {
            "Principal": trusted,
            "Condition": {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{other}:role/audit-*"}},
        },
    )
    sts = organization.client("sts", other)

    assert sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    assert code_of(sts.assume_role, RoleArn=closed, RoleSessionName="test") == "AccessDenied"


def test_a_chained_session_lasts_an_hour_at_most(aws):
    organization = Organization(aws)
    [member, other] = organization.members
    role = _role(
        organization, member, "Chained", {"Principal": {"AWS": f"arn:aws:iam::{other}:root"}}
    )

    code = code_of(
        organization.client("sts", other).assume_role,
        RoleArn=role,
        RoleSessionName="test",
        DurationSeconds=7200,
    )

    assert code == "ValidationError"


def test_the_security_token_service_refuses_a_region_that_is_not_enabled(aws):
    organization = Organization(aws)

    code = code_of(organization.client("sts", region="af-south-1").get_caller_identity)

    assert code == "InvalidClientTokenId"


def test_other_services_refuse_a_region_that_is_not_enabled(aws):
    organization = Organization(aws)

    ec2 = organization.client("ec2", region="af-south-1")
    config = organization.client("config", region="af-south-1")

    assert code_of(ec2.describe_vpcs) == "AuthFailure"
    assert code_of(config.describe_configuration_recorders) == "UnrecognizedClientException"


def test_a_policy_that_aws_manages_can_be_attached(aws):
    organization = Organization(aws)
    iam = organization.client("iam", organization.members[0])

    iam.attach_role_policy(RoleName=ROLE, PolicyArn="arn:aws:iam::aws:policy/SecurityAudit")

    attached = iam.list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"]
    assert [p["PolicyName"] for p in attached] == ["AdministratorAccess", "SecurityAudit"]


def test_a_deleted_access_key_belongs_to_nobody(aws):
    organization = Organization(aws)
    iam = organization.client("iam")
    iam.create_user(UserName="temporary")
    key = iam.create_access_key(UserName="temporary")["AccessKey"]
    sts = organization.client("sts")

    before = sts.get_access_key_info(AccessKeyId=key["AccessKeyId"])["Account"]
    iam.delete_access_key(UserName="temporary", AccessKeyId=key["AccessKeyId"])
    after = sts.get_access_key_info(AccessKeyId=key["AccessKeyId"])["Account"]

    assert before == organization.management
    assert after != organization.management


def test_a_service_gets_a_session_of_a_role_that_trusts_it_and_of_no_other(aws):
    organization = Organization(aws)
    [member, _] = organization.members
    principal = {"Principal": {"Service": "lambda.amazonaws.com"}}
    condition = {"Condition": {"StringEquals": {"aws:SourceAccount": member}}}
    role = _role(organization, member, "Function", {**principal, **condition})

    session = assume_role_for_service("lambda.amazonaws.com", role, "test", source_account=member)

    assert session.arn == f"arn:aws:sts::{member}:assumed-role/Function/test"
    with pytest.raises(Refusal) as refused:
        assume_role_for_service("events.amazonaws.com", role, "test", source_account=member)
    assert refused.value.code == "AccessDenied"
