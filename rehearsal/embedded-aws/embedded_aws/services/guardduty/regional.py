"""Which features GuardDuty has in a region."""

from collections.abc import Iterable
from typing import Any

from embedded_aws.evidence import evidence
from embedded_aws.services.guardduty.errors import OUT_OF_RANGE, BadRequest

# https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html
_LACKING: dict[str, frozenset[str]] = {"ap-east-2": frozenset({"RDS_LOGIN_EVENTS"})}


def lacks(region: str, feature: str) -> bool:
    return feature in _LACKING.get(region, ())


@evidence("guardduty-feature-of-a-region")
def require_available(region: str, features: Iterable[dict[str, Any]]) -> None:
    """:raises BadRequest: the region has not got one of the features that a call names."""
    if any(lacks(region, feature["Name"]) for feature in features):
        raise BadRequest(OUT_OF_RANGE)
