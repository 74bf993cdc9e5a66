"""The regions of an account."""

from organizations_under_test import Organization, code_of

OPT_IN = "af-south-1"


def test_an_account_has_the_seventeen_default_regions(aws):
    organization = Organization(aws)

    regions = organization.client("ec2").describe_regions()["Regions"]

    assert len(regions) == 17
    assert {region["OptInStatus"] for region in regions} == {"opt-in-not-required"}


def test_an_opt_in_region_is_disabled_until_it_is_enabled(aws):
    organization = Organization(aws)
    account = organization.client("account", region="us-east-1")

    before = account.get_region_opt_status(RegionName=OPT_IN)["RegionOptStatus"]
    account.enable_region(RegionName=OPT_IN)
    after = account.get_region_opt_status(RegionName=OPT_IN)["RegionOptStatus"]

    assert (before, after) == ("DISABLED", "ENABLED")
    assert organization.client("sts", region=OPT_IN).get_caller_identity()["Account"]


def test_account_management_and_ec2_agree_on_the_regions(aws):
    organization = Organization(aws)
    [member, _] = organization.members
    body = {"region": OPT_IN, "status": "ENABLED"}
    organization.control("POST", f"/accounts/{member}/regions", body)

    account = organization.client("account", member, region="us-east-1")
    listed = account.list_regions(RegionOptStatusContains=["ENABLED", "ENABLED_BY_DEFAULT"])
    described = organization.client("ec2", member).describe_regions()["Regions"]

    assert {r["RegionName"] for r in listed["Regions"]} == {r["RegionName"] for r in described}
    assert OPT_IN in {r["RegionName"] for r in described}


def test_a_default_region_cannot_be_disabled(aws):
    account = Organization(aws).client("account", region="us-east-1")

    assert code_of(account.disable_region, RegionName="eu-west-1") == "ValidationException"


def test_another_accounts_regions_need_trusted_access(aws):
    organization = Organization(aws)
    [member, _] = organization.members
    account = organization.client("account", region="us-east-1")
    arguments = {"RegionName": OPT_IN, "AccountId": member}

    refused = code_of(account.get_region_opt_status, **arguments)
    organization.client("organizations").enable_aws_service_access(
        ServicePrincipal="account.amazonaws.com"
    )

    assert refused == "AccessDeniedException"
    assert account.get_region_opt_status(**arguments)["RegionOptStatus"] == "DISABLED"


def test_accounts_may_be_presumed_to_have_enabled_a_region(aws):
    organization = Organization(aws)
    one, other = organization.members
    organization.control("POST", "/regions/enabled", {"regions": ["us-east-1", OPT_IN]})
    try:
        body = {"region": OPT_IN, "status": "DISABLED"}
        organization.control("POST", f"/accounts/{other}/regions", body)
        statuses = [
            organization.client("account", account).get_region_opt_status(RegionName=OPT_IN)
            for account in (one, other)
        ]
    finally:
        organization.control("POST", "/regions/enabled", {"regions": []})

    assert [status["RegionOptStatus"] for status in statuses] == ["ENABLED", "DISABLED"]
