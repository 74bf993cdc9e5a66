"""GUARDDUTY_POLICY: what it enables, and what becomes read-only."""

import json
from typing import Any

from guardduty_under_test import SERVICE, administered, configure, details, detector_of, features_of
from organizations_under_test import REGION, Organization, code_of

MANAGED = "GUARDDUTY_POLICY"


def block(**features: str) -> dict[str, Any]:
    return {name: {"status": {"@@assign": status}} for name, status in features.items()}


def attach(organization: Organization, target: str | None = None, **blocks: Any) -> str:
    """Enables the policy type if it is not, and attaches a policy; answers the policy's id."""
    client = organization.client("organizations")
    [root] = client.list_roots()["Roots"]
    if MANAGED not in [one["Type"] for one in root["PolicyTypes"]]:
        client.enable_policy_type(RootId=root["Id"], PolicyType=MANAGED)
    content = json.dumps({"guardduty": {"enablement": blocks}})
    name = f"guardduty-{len(client.list_policies(Filter=MANAGED)['Policies'])}"
    made = client.create_policy(Content=content, Description="", Name=name, Type=MANAGED)
    policy_id = made["Policy"]["PolicySummary"]["Id"]
    client.attach_policy(PolicyId=policy_id, TargetId=target or root["Id"])
    return str(policy_id)


def managers_of(client: Any) -> dict[str, str | None]:
    detector = client.get_detector(DetectorId=detector_of(client))
    return {feature["Name"]: feature.get("ManagedBy") for feature in detector["Features"]}


BASELINE = block(foundational="enabled", s3_data_events="enabled", rds_login_events="disabled")


def test_a_policy_enables_accounts_and_their_features_and_makes_them_members(aws):
    organization = administered(aws)
    [admin, member, *_] = organization.members

    attach(organization, default=BASELINE)

    theirs = organization.client("guardduty", member)
    assert features_of(theirs)["S3_DATA_EVENTS"] == "ENABLED"
    assert features_of(theirs)["RDS_LOGIN_EVENTS"] == "DISABLED"
    client = organization.client("guardduty", admin)
    listed = client.list_members(DetectorId=detector_of(client))["Members"]
    assert member in [one["AccountId"] for one in listed]


def test_the_policy_is_named_for_what_it_manages_and_for_nothing_else(aws):
    organization = administered(aws)

    attach(organization, default=BASELINE)

    managers = managers_of(organization.client("guardduty", organization.members[1]))
    assert managers["S3_DATA_EVENTS"] == managers["RDS_LOGIN_EVENTS"] == MANAGED
    assert managers["CLOUD_TRAIL"] == MANAGED
    assert managers["EKS_AUDIT_LOGS"] is None


def test_what_a_policy_manages_is_read_only_and_the_rest_is_not(aws):
    organization = administered(aws)
    attach(organization, default=BASELINE)
    client = organization.client("guardduty", organization.members[0])
    detector = {"DetectorId": detector_of(client)}

    for status in ("ENABLED", "DISABLED"):
        feature = {"Name": "S3_DATA_EVENTS", "Status": status}
        assert code_of(client.update_detector, **detector, Features=[feature]) == (
            "BadRequestException"
        )
    assert code_of(client.update_detector, **detector, Enable=False) == "BadRequestException"
    feature = {"Name": "EKS_AUDIT_LOGS", "Status": "DISABLED"}
    client.update_detector(**detector, Enable=True, Features=[feature])

    assert features_of(client)["EKS_AUDIT_LOGS"] == "DISABLED"


def test_an_administrator_does_not_change_what_a_policy_manages_of_members(aws):
    organization = administered(aws)
    attach(organization, default=BASELINE)
    client = organization.client("guardduty", organization.members[0])
    detector, member = {"DetectorId": detector_of(client)}, organization.members[1]
    feature = {"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}

    answer = client.update_member_detectors(**detector, AccountIds=[member], Features=[feature])

    assert [one["AccountId"] for one in answer["UnprocessedAccounts"]] == [member]
    assert code_of(
        client.update_organization_configuration, **detector, AutoEnableOrganizationMembers="ALL"
    ) == ("BadRequestException")
    again = client.create_members(**detector, AccountDetails=details(organization, member))
    assert again["UnprocessedAccounts"] == []


def test_a_region_of_the_policy_replaces_the_default_there(aws):
    organization = administered(aws)

    attach(organization, default=BASELINE, **{REGION: block(foundational="enabled")})

    managers = managers_of(organization.client("guardduty", organization.members[1]))
    assert (managers["CLOUD_TRAIL"], managers["S3_DATA_EVENTS"]) == (MANAGED, None)


def test_a_policy_of_one_region_leaves_the_others_unmanaged(aws):
    organization = administered(aws)

    attach(organization, **{"us-east-1": BASELINE})

    member = organization.members[1]
    assert organization.client("guardduty", member).list_detectors()["DetectorIds"] == []
    there = organization.client("guardduty", member, region="us-east-1")
    assert managers_of(there)["CLOUD_TRAIL"] == MANAGED


def test_the_policy_closest_to_the_account_wins(aws):
    organization = administered(aws)
    member = organization.members[1]
    attach(organization, default=BASELINE)

    attach(organization, member, default=block(s3_data_events="disabled"))

    assert features_of(organization.client("guardduty", member))["S3_DATA_EVENTS"] == "DISABLED"
    client = organization.client("organizations", member)
    effective = client.describe_effective_policy(PolicyType=MANAGED)["EffectivePolicy"]
    features = json.loads(effective["PolicyContent"])["guardduty"]["enablement"]["default"]
    assert features["s3_data_events"] == {"status": "disabled"}
    assert features["foundational"] == {"status": "enabled"}


def test_the_management_account_is_enabled_where_it_has_guard_dutys_role(aws):
    organization = administered(aws)
    client = organization.client("guardduty")
    policy = attach(organization, default=BASELINE)
    assert client.list_detectors()["DetectorIds"] == []
    organization.client("iam").create_service_linked_role(AWSServiceName=SERVICE)

    target = organization.client("organizations").list_targets_for_policy(PolicyId=policy)
    root = target["Targets"][0]["TargetId"]
    organization.client("organizations").detach_policy(PolicyId=policy, TargetId=root)
    attach(organization, default=BASELINE)

    assert managers_of(client)["CLOUD_TRAIL"] == MANAGED


def test_a_policy_that_is_detached_leaves_everything_as_it_is_and_read_only_no_more(aws):
    organization = administered(aws)
    member = organization.members[0]
    policy = attach(organization, member, default=BASELINE)

    organization.client("organizations").detach_policy(PolicyId=policy, TargetId=member)

    client = organization.client("guardduty", member)
    assert set(managers_of(client).values()) == {None}
    assert features_of(client)["RDS_LOGIN_EVENTS"] == "DISABLED"
    feature = {"Name": "RDS_LOGIN_EVENTS", "Status": "ENABLED"}
    client.update_detector(DetectorId=detector_of(client), Features=[feature])


def test_the_policy_type_alone_ends_auto_enablement(aws):
    organization = administered(aws)
    client = organization.client("organizations")
    [root] = client.list_roots()["Roots"]
    client.enable_policy_type(RootId=root["Id"], PolicyType=MANAGED)
    admin = organization.client("guardduty", organization.members[0])

    configure(admin, "ALL")
    organization.control("POST", "/guardduty/settle")

    assert admin.list_members(DetectorId=detector_of(admin))["Members"] == []


def test_an_account_that_joins_inherits_the_policy(aws):
    organization = administered(aws)
    attach(organization, default=BASELINE)
    client = organization.client("organizations")

    made = client.create_account(AccountName="New", Email=f"new-{organization.id}@example.com")

    account_id = made["CreateAccountStatus"]["AccountId"]
    assert managers_of(organization.client("guardduty", account_id))["CLOUD_TRAIL"] == MANAGED


def test_a_policy_of_a_type_that_is_not_enabled_is_not_attached(aws):
    organization = administered(aws)
    client = organization.client("organizations")
    [root] = client.list_roots()["Roots"]
    content = json.dumps({"guardduty": {"enablement": {"default": BASELINE}}})
    made = client.create_policy(Content=content, Description="", Name="early", Type=MANAGED)
    policy = {"PolicyId": made["Policy"]["PolicySummary"]["Id"], "TargetId": root["Id"]}

    assert code_of(client.attach_policy, **policy) == "PolicyTypeNotEnabledException"
    code = code_of(
        client.describe_effective_policy, PolicyType=MANAGED, TargetId=organization.members[0]
    )
    assert code == "EffectivePolicyNotFoundException"
