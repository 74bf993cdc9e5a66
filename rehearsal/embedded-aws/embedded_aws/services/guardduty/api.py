"""What the parts of the GuardDuty API share."""

from collections.abc import Sequence
from typing import Any

from moto.core.responses import ActionResult, BaseResponse

from embedded_aws.paging import page
from embedded_aws.services.guardduty.backend import GuardDutyRegion, at
from embedded_aws.services.guardduty.errors import BadRequest

_PAGE = 50  # https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListMembers.html


class Actions(BaseResponse):
    def __init__(self) -> None:
        super().__init__(service_name="guardduty")
        self.automated_parameter_parsing = True

    @property
    def here(self) -> GuardDutyRegion:
        """GuardDuty of the calling account in the region that it calls."""
        return at(self.current_account, self.region)

    def administered(self) -> GuardDutyRegion:
        """The same, if the detector that the call names is its own."""
        self.here.own(self._get_param("DetectorId"))
        return self.here

    def paged(self, key: str, items: Sequence[Any]) -> ActionResult:
        size, token = self._get_param("MaxResults"), self._get_param("NextToken")
        try:
            found, following = page(items, _PAGE, size, token)
        except ValueError as cause:
            raise BadRequest("The request is rejected because the token is invalid.") from cause
        return ActionResult({key: found, "NextToken": following})
