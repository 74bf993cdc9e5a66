"""The regions of an account: Account Management, and EC2's view of them."""

# mypy: disable-error-code="method-assign"

import moto.account.urls as account_urls
from moto.account.responses import AccountResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.responses.availability_zones_and_regions import AvailabilityZonesAndRegions

from embedded_aws import regions
from embedded_aws.gate import Refusal
from embedded_aws.lookup import organizations
from embedded_aws.paging import page

_PAGE = 50  # https://docs.aws.amazon.com/accounts/latest/APIReference/API_ListRegions.html
_SERVICE = "account.amazonaws.com"


class Response(AccountResponse):
    """Adds the region actions to moto's alternate contacts."""

    def _target(self) -> str:
        """The account that the call is about.

        Another account than the caller's needs trusted access, and the caller to be
        the management account or the delegated administrator.
        https://docs.aws.amazon.com/accounts/latest/reference/using-orgs-trusted-access.html
        """
        caller, target = self.current_account, self._get_param("AccountId")
        if not target:
            return str(caller)
        management = organizations.management_account_id(caller)
        administers = caller == management or organizations.is_delegated_administrator(
            caller, _SERVICE
        )
        same = management is not None and management == organizations.management_account_id(target)
        if target == management or not (
            same and administers and organizations.has_trusted_access(caller, _SERVICE)
        ):
            raise Refusal(
                "AccessDeniedException",
                f"User: {caller} is not authorized to perform: account:{self._get_action()}",
                403,
            )
        return str(target)

    def list_regions(self) -> ActionResult:
        target, wanted = self._target(), self._get_param("RegionOptStatusContains")
        statuses = [(r, regions.region_status(target, r)) for r in regions.all_regions()]
        found = [
            {"RegionName": region, "RegionOptStatus": status}
            for region, status in statuses
            if not wanted or status in wanted
        ]
        size, token = self._get_param("MaxResults"), self._get_param("NextToken")
        items, following = page(found, _PAGE, size, token)
        return ActionResult({"Regions": items, "NextToken": following})

    def get_region_opt_status(self) -> ActionResult:
        region = self._get_param("RegionName")
        status = regions.region_status(self._target(), region)
        return ActionResult({"RegionName": region, "RegionOptStatus": status})

    def enable_region(self) -> ActionResult:
        return self._change("ENABLED")

    def disable_region(self) -> ActionResult:
        return self._change("DISABLED")

    def _change(self, status: regions.Status) -> ActionResult:
        # Takes effect at once; on AWS it takes minutes to hours.
        try:
            regions.set_region_status(self._target(), self._get_param("RegionName"), status)
        except ValueError as cause:
            raise Refusal("ValidationException", str(cause)) from cause
        return EmptyResult()


_EC2_STATUS = {
    "ENABLED_BY_DEFAULT": "opt-in-not-required",
    "ENABLED": "opted-in",
    "DISABLED": "not-opted-in",
}


def _describe_regions(self: AvailabilityZonesAndRegions) -> ActionResult:
    """``ec2:DescribeRegions``: without AllRegions, only those that the account may use."""
    self.error_on_dryrun()
    names = self._get_param("RegionNames", [])
    filters = {f["Name"]: f["Values"] for f in self._get_param("Filters", [])}
    every = bool(self._get_param("AllRegions", False)) or bool(names)
    found = []
    for name in regions.all_regions():
        status = _EC2_STATUS[regions.region_status(self.current_account, name)]
        if (
            (every or status != "not-opted-in")
            and name in (names or [name])
            and name in filters.get("region-name", [name])
            and status in filters.get("opt-in-status", [status])
        ):
            found.append(
                {
                    "RegionName": name,
                    "Endpoint": f"ec2.{name}.amazonaws.com",
                    "OptInStatus": status,
                }
            )
    return ActionResult({"Regions": found})


def install() -> None:
    actions = (
        *("putAlternateContact", "getAlternateContact", "deleteAlternateContact"),
        *("listRegions", "getRegionOptStatus", "enableRegion", "disableRegion"),
    )
    account_urls.url_paths = {f"{{0}}/{action}$": Response.dispatch for action in actions}
    AvailabilityZonesAndRegions.describe_regions = _describe_regions
