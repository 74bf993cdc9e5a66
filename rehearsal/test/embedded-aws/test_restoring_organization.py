import json
import urllib.error

import pytest
from organizations_under_test import control
from snapshots_under_test import Snapshot, administrator

DENY = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
)
UNIT = {"Id": "ou-ab12-11111111", "Name": "Würzburg", "parentId": "r-ab12", "tags": {"of": "us"}}
POLICY = {
    "Id": "p-12345678",
    "Name": "deny",
    "Description": "Denies everything",
    "Type": "SERVICE_CONTROL_POLICY",
    "AwsManaged": False,
    "Content": DENY,
    "targets": ["ou-ab12-11111111"],
    "tags": {"a": "b"},
}


@pytest.fixture
def snapshot():
    return Snapshot()


def test_ids_of_the_organization_and_of_its_root_are_kept(aws, snapshot):
    snapshot.organization["policyTypes"] = [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]

    snapshot.restore(aws)

    api = administrator(aws, snapshot.management)("organizations")
    assert api.describe_organization()["Organization"]["Id"] == snapshot.organization["Id"]
    [root] = api.list_roots()["Roots"]
    assert root["Id"] == "r-ab12"
    assert root["PolicyTypes"] == [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]


def test_units_have_their_names_parents_and_tags(aws, snapshot):
    inner = {**UNIT, "Id": "ou-ab12-22222222", "Name": "Inner", "parentId": UNIT["Id"]}
    snapshot.organization["units"] = [UNIT, inner]

    snapshot.restore(aws)

    api = administrator(aws, snapshot.management)("organizations")
    [outer] = api.list_organizational_units_for_parent(ParentId="r-ab12")["OrganizationalUnits"]
    [found] = api.list_organizational_units_for_parent(ParentId=UNIT["Id"])["OrganizationalUnits"]
    assert (outer["Id"], outer["Name"]) == (UNIT["Id"], "Würzburg")
    assert (found["Id"], found["Name"]) == ("ou-ab12-22222222", "Inner")
    tags = api.list_tags_for_resource(ResourceId=UNIT["Id"])["Tags"]
    assert tags == [{"Key": "of", "Value": "us"}]


def test_accounts_have_their_names_states_parents_and_tags(aws, snapshot):
    snapshot.organization["units"] = [UNIT]
    account = snapshot.account(snapshot.member)
    account |= {"Name": "Old", "state": "SUSPENDED", "JoinedMethod": "INVITED"}
    account |= {"parentId": UNIT["Id"], "tags": {"team": "x"}}

    snapshot.restore(aws)

    api = administrator(aws, snapshot.management)("organizations")
    [found] = api.list_accounts_for_parent(ParentId=UNIT["Id"])["Accounts"]
    assert found["Id"] == snapshot.member
    assert (found["Name"], found["State"], found["JoinedMethod"]) == ("Old", "SUSPENDED", "INVITED")
    tags = api.list_tags_for_resource(ResourceId=snapshot.member)["Tags"]
    assert tags == [{"Key": "team", "Value": "x"}]


def test_a_policy_has_its_id_content_targets_and_tags(aws, snapshot):
    snapshot.organization["units"] = [UNIT]
    snapshot.organization["policies"] = [POLICY]

    snapshot.restore(aws)

    api = administrator(aws, snapshot.management)("organizations")
    found = api.describe_policy(PolicyId="p-12345678")["Policy"]
    targets = api.list_targets_for_policy(PolicyId="p-12345678")["Targets"]
    assert found["Content"] == DENY
    assert found["PolicySummary"]["Name"] == "deny"
    assert [one["TargetId"] for one in targets] == [UNIT["Id"]]
    held = api.list_policies_for_target(TargetId=UNIT["Id"], Filter="SERVICE_CONTROL_POLICY")
    assert "p-12345678" in [one["Id"] for one in held["Policies"]]


def test_a_policy_of_a_type_that_moto_has_not_has_the_arn_of_its_type(aws, snapshot):
    snapshot.organization["policies"] = [{**POLICY, "Type": "GUARDDUTY_POLICY"}]

    snapshot.restore(aws)

    api = administrator(aws, snapshot.management)("organizations")
    summary = api.describe_policy(PolicyId="p-12345678")["Policy"]["PolicySummary"]
    assert summary["Type"] == "GUARDDUTY_POLICY"
    assert "/guardduty_policy/p-12345678" in summary["Arn"]


def test_awss_own_policy_is_attached_where_it_was(aws, snapshot):
    full = {**POLICY, "Id": "p-FullAWSAccess", "Name": "FullAWSAccess", "AwsManaged": True}
    snapshot.organization["policies"] = [{**full, "targets": ["r-ab12"]}]

    snapshot.restore(aws)

    api = administrator(aws, snapshot.management)("organizations")
    targets = api.list_targets_for_policy(PolicyId="p-FullAWSAccess")["Targets"]
    assert [one["TargetId"] for one in targets] == ["r-ab12"]


def test_trusted_services_and_their_administrators_are_as_they_were(aws, snapshot):
    services = ["config.amazonaws.com", "guardduty.amazonaws.com"]
    snapshot.organization["trustedServices"] = services
    snapshot.organization["delegatedAdministrators"] = [
        {"accountId": snapshot.member, "services": ["guardduty.amazonaws.com"]}
    ]
    snapshot.organization["stackSetsAccess"] = "ENABLED"

    snapshot.restore(aws)

    client = administrator(aws, snapshot.management)
    api = client("organizations")
    trusted = api.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    administers = api.list_delegated_services_for_account(AccountId=snapshot.member)
    assert [one["ServicePrincipal"] for one in trusted] == services
    assert [one["ServicePrincipal"] for one in administers["DelegatedServices"]] == [
        "guardduty.amazonaws.com"
    ]
    assert client("cloudformation").describe_organizations_access()["Status"] == "ENABLED"


def test_a_request_for_an_account_is_still_in_progress(aws, snapshot):
    request = {"Id": "car-12345678901234567890123456789012", "AccountName": "New"}
    snapshot.organization["accountRequests"] = [request]

    snapshot.restore(aws)

    api = administrator(aws, snapshot.management)("organizations")
    [found] = api.list_create_account_status(States=["IN_PROGRESS"])["CreateAccountStatuses"]
    assert (found["Id"], found["AccountName"]) == (request["Id"], "New")


@pytest.mark.parametrize("target", ["999888777666", "new@example.com"])
def test_an_invitation_is_still_open(aws, snapshot, target):
    invited = {"Id": "h-1234567890", "State": "OPEN", "Action": "INVITE", "target": target}
    snapshot.organization["handshakes"] = [invited]

    snapshot.restore(aws)

    api = administrator(aws, snapshot.management)("organizations")
    [found] = api.list_handshakes_for_organization()["Handshakes"]
    assert (found["Id"], found["State"]) == ("h-1234567890", "OPEN")
    assert target in [party["Id"] for party in found["Parties"]]


@pytest.mark.parametrize(("status", "expected"), [("ENABLED", "ENABLED"), ("ENABLING", "DISABLED")])
def test_an_account_has_enabled_the_opt_in_regions_that_it_had(aws, snapshot, status, expected):
    snapshot.account(snapshot.member)["regionOptStatus"] = {"eu-south-1": status}

    snapshot.restore(aws)

    api = administrator(aws, snapshot.member)("account")
    found = api.get_region_opt_status(RegionName="eu-south-1")["RegionOptStatus"]
    assert found == expected


def test_a_region_that_was_read_is_enabled_where_its_status_was_not(aws, snapshot):
    [place] = snapshot.account(snapshot.member)["places"]
    place["region"] = "eu-south-1"

    snapshot.restore(aws)

    api = administrator(aws, snapshot.member)("account")
    found = api.get_region_opt_status(RegionName="eu-south-1")["RegionOptStatus"]
    assert found == "ENABLED"


@pytest.mark.parametrize(("version", "words"), [(2, "the format is 2"), (None, "the format is")])
def test_another_format_is_refused(aws, snapshot, version, words):
    snapshot.content["format"] = version

    with pytest.raises(urllib.error.HTTPError) as refused:
        control(aws.endpoint, "POST", "/restore", snapshot.content)

    assert words in refused.value.read().decode()


def test_a_part_of_another_shape_ends_the_restoration_with_what_is_wrong(aws, snapshot):
    snapshot.account(snapshot.member)["roles"] = [{"RoleName": "one"}]

    done = snapshot.attempt(aws)

    assert done["error"] == "KeyError: 'Path'"


def test_an_organization_that_is_there_is_not_restored_over(aws, snapshot):
    snapshot.restore(aws)

    with pytest.raises(urllib.error.HTTPError) as refused:
        control(aws.endpoint, "POST", "/restore", snapshot.content)

    assert "has an organization already" in refused.value.read().decode()
