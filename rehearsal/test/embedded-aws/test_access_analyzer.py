"""Analyzers of accounts and of the organization, and who may make them."""

import pytest
import stacks
from organizations_under_test import REGION, Organization, code_of, error_of

PRINCIPAL = "access-analyzer.amazonaws.com"
ROLE = "AWSServiceRoleForAccessAnalyzer"


@pytest.fixture
def organization(aws):
    found = Organization(aws, members=3)
    found.security = found.members[0]
    found.organizations = found.client("organizations")
    return found


@pytest.fixture
def delegated(organization):
    organization.organizations.enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    organization.organizations.register_delegated_administrator(
        AccountId=organization.security, ServicePrincipal=PRINCIPAL
    )
    organization.client("iam").create_service_linked_role(AWSServiceName=PRINCIPAL)
    return organization


def analyzers(organization, account=None, region=REGION):
    return organization.client("accessanalyzer", account or organization.security, region=region)


def create(api, name="organization", kind="ORGANIZATION", **more):
    return api.create_analyzer(analyzerName=name, type=kind, **more)["arn"]


def test_the_delegated_administrator_has_an_analyzer_of_the_organization(delegated):
    api = analyzers(delegated)

    arn = create(api, tags={"team": "security"})

    [found] = api.list_analyzers(type="ORGANIZATION")["analyzers"]
    assert arn == f"arn:aws:access-analyzer:{REGION}:{delegated.security}:analyzer/organization"
    assert (found["arn"], found["status"], found["tags"]) == (arn, "ACTIVE", {"team": "security"})
    assert analyzers(delegated, region="us-east-1").list_analyzers()["analyzers"] == []


def test_an_analyzer_of_the_organization_makes_the_role_of_each_account(delegated):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-create-external.html"""
    create(analyzers(delegated))

    for account in delegated.members:
        assert delegated.client("iam", account).get_role(RoleName=ROLE)["Role"]["RoleName"] == ROLE


def test_an_organization_that_does_not_trust_access_analyzer_has_no_analyzer(organization):
    """https://github.com/nozaq/terraform-aws-secure-baseline/issues/184"""
    refused = error_of(
        analyzers(organization).create_analyzer, analyzerName="a", type="ORGANIZATION"
    )

    assert (refused["Code"], refused["Message"]) == (
        "ValidationException",
        "Service not enabled for AWS Organizations",
    )


def test_another_member_makes_no_analyzer_of_the_organization(delegated):
    """https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/922"""
    other = delegated.members[1]

    refused = error_of(
        analyzers(delegated, other).create_analyzer, analyzerName="a", type="ORGANIZATION"
    )

    assert (refused["Code"], refused["Message"]) == (
        "AccessDeniedException",
        f"Account {other} is not a delegated administrator",
    )


def test_the_management_account_needs_the_role_first(organization):
    """https://github.com/aws-samples/aws-security-reference-architecture-examples/pull/47"""
    organization.organizations.enable_aws_service_access(ServicePrincipal=PRINCIPAL)
    organization.organizations.register_delegated_administrator(
        AccountId=organization.security, ServicePrincipal=PRINCIPAL
    )

    refused = code_of(
        analyzers(organization).create_analyzer, analyzerName="a", type="ORGANIZATION"
    )

    assert refused == "ValidationException"


@pytest.mark.parametrize(("kind", "most"), [("ORGANIZATION", 5), ("ACCOUNT", 1)])
def test_an_account_has_so_many_analyzers_of_a_type(delegated, kind, most):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-quotas.html"""
    api = analyzers(delegated)
    for number in range(most):
        create(api, f"analyzer-{number}", kind)

    refused = code_of(api.create_analyzer, analyzerName="more", type=kind)

    assert refused == "ServiceQuotaExceededException"


def test_an_administrator_that_is_no_longer_one_keeps_analyzers_that_are_disabled(delegated):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-settings.html"""
    api = analyzers(delegated)
    create(api)

    delegated.organizations.deregister_delegated_administrator(
        AccountId=delegated.security, ServicePrincipal=PRINCIPAL
    )

    found = api.get_analyzer(analyzerName="organization")["analyzer"]
    assert (found["status"], found["statusReason"]) == (
        "DISABLED",
        {"code": "DELEGATED_ADMINISTRATOR_DEREGISTERED"},
    )


def template(**properties):
    given = {"AnalyzerName": "unused", "Type": "ORGANIZATION_UNUSED_ACCESS", **properties}
    analyzer = {"Type": "AWS::AccessAnalyzer::Analyzer", "Properties": given}
    return stacks.template(
        {"Analyzer": analyzer}, Outputs={"Arn": {"Value": {"Fn::GetAtt": ["Analyzer", "Arn"]}}}
    )


def age(days):
    return {"AnalyzerConfiguration": {"UnusedAccessConfiguration": {"UnusedAccessAge": days}}}


def test_a_stack_makes_changes_and_deletes_an_analyzer(delegated):
    cloudformation = delegated.client("cloudformation", delegated.security)
    api = analyzers(delegated)

    made = stacks.create(cloudformation, "analyzer", template(**age(90)))
    stacks.update(cloudformation, "analyzer", template(**age(30)))
    found = api.get_analyzer(analyzerName="unused")["analyzer"]
    cloudformation.delete_stack(StackName="analyzer")

    assert made["Outputs"][0]["OutputValue"] == found["arn"]
    assert found["configuration"] == {"unusedAccess": {"unusedAccessAge": 30}}
    assert api.list_analyzers()["analyzers"] == []


def test_a_stack_fails_where_the_analyzer_exists(delegated):
    create(analyzers(delegated), "unused", "ORGANIZATION_UNUSED_ACCESS")
    cloudformation = delegated.client("cloudformation", delegated.security)

    stacks.create(cloudformation, "analyzer", template())

    assert "AlreadyExists" in stacks.reason(cloudformation, "analyzer", "CREATE_FAILED")


def test_an_analyzer_that_is_not_there_is_told(delegated):
    refused = code_of(analyzers(delegated).get_analyzer, analyzerName="none")

    assert refused == "ResourceNotFoundException"
