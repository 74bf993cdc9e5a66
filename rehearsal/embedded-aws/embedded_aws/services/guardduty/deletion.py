"""What keeps a detector from being deleted.

https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DeleteDetector.html
"""

from embedded_aws.services.guardduty.backend import GuardDutyRegion
from embedded_aws.services.guardduty.errors import BadRequest
from embedded_aws.services.guardduty.organization import is_administrator


def delete_detector(backend: GuardDutyRegion, detector_id: str) -> None:
    """:raises BadRequest: the account is a member, or has members, or delegated administration."""
    backend.own(detector_id).require_own([], enable=False)
    if backend.membership is not None:
        raise BadRequest(
            "The request is rejected because the current account cannot delete detector"
            " while it is associated with an administrator account."
        )
    if any(m.status in ("Enabled", "Disabled", "Invited") for m in backend.members.values()):
        raise BadRequest(
            "The request is rejected because the current account cannot delete detector"
            " while it has invited or associated members."
        )
    if is_administrator(backend.account_id, backend.region_name):
        raise BadRequest(
            "The request is rejected because the current account is the delegated"
            " administrator of the organization."
        )
    backend.detector = None
    backend.members.clear()
    backend.findings.clear()
