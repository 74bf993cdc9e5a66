"""Which regions an account may use.

Every account has the regions that AWS enables by default; the others are
opt-in, and refuse an account that has not enabled them.
See https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
"""

import functools
from typing import Literal

import boto3
from moto.account.models import account_backends
from moto.core.responses import BaseResponse
from moto.core.utils import get_service_model

from embedded_aws.gate import Refusal
from embedded_aws.kept import kept

Status = Literal["ENABLED", "ENABLED_BY_DEFAULT", "DISABLED"]

ENABLED_BY_DEFAULT = frozenset(
    {
        *("us-east-1", "us-east-2", "us-west-1", "us-west-2"),
        *("ca-central-1", "sa-east-1"),
        *("eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3"),
        *("ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
        *("ap-south-1", "ap-southeast-1", "ap-southeast-2"),
    }
)

# Opt-in regions that an account has enabled unless it says otherwise.
_presumed: set[str] = set()

# Their one endpoint serves accounts in all regions.
GLOBAL_SERVICES = frozenset(
    {"account", "budgets", "ce", "cloudfront", "iam", "organizations", "route53", "support"}
)


@functools.cache
def all_regions() -> tuple[str, ...]:
    """Every commercial region, in alphabetical order."""
    known = boto3.Session().get_available_regions("ec2", partition_name="aws")
    return tuple(sorted(ENABLED_BY_DEFAULT | set(known)))


def _opted_in(account_id: str) -> dict[str, Status]:
    return kept(account_backends[account_id]["aws"], "region_opt_status", dict[str, Status])


def region_status(account_id: str, region: str) -> Status:
    """What ``account:GetRegionOptStatus`` answers once the change is complete."""
    if region in ENABLED_BY_DEFAULT:
        return "ENABLED_BY_DEFAULT"
    presumed: Status = "ENABLED" if region in _presumed else "DISABLED"
    return _opted_in(account_id).get(region, presumed)


def presume_enabled(names: list[str]) -> None:
    """From now on accounts have enabled these opt-in regions and no others, new ones too.

    :raises ValueError: a region is unknown.
    """
    unknown = [name for name in names if name not in all_regions()]
    if unknown:
        raise ValueError(f"unknown region {unknown[0]}")
    _presumed.clear()
    _presumed.update(set(names) - ENABLED_BY_DEFAULT)


def set_region_status(account_id: str, region: str, status: Status) -> None:
    """Enables or disables an opt-in region, at once.

    :raises ValueError: the region is unknown, or cannot be disabled.
    """
    if region not in all_regions():
        raise ValueError(f"unknown region {region}")
    if region in ENABLED_BY_DEFAULT:
        if status == "DISABLED":
            raise ValueError(f"region {region} is enabled by default and stays so")
        return
    _opted_in(account_id)[region] = "DISABLED" if status == "DISABLED" else "ENABLED"


def is_enabled(account_id: str, region: str) -> bool:
    """Whether the account may call services there; true outside the commercial regions."""
    if region in ENABLED_BY_DEFAULT or region not in all_regions():
        return True
    return region_status(account_id, region) != "DISABLED"


def refuse_disabled_region(response: BaseResponse) -> None:
    """Refuses a call as AWS does where the account's credentials are not known.

    The error depends on the protocol: https://repost.aws/knowledge-center/iam-validate-access-credentials
    """
    if response.service_name in GLOBAL_SERVICES or is_enabled(
        response.current_account, response.region
    ):
        return
    protocol = get_service_model(response.boto3_service_name).protocol
    invalid = "The security token included in the request is invalid."
    if protocol == "ec2":
        message = "AWS was not able to validate the provided access credentials"
        raise Refusal("AuthFailure", message, 401)
    if protocol == "query":
        raise Refusal("InvalidClientTokenId", invalid, 403)
    raise Refusal("UnrecognizedClientException", invalid, 400 if protocol == "json" else 403)
