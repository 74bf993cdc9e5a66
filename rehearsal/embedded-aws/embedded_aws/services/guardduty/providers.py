"""CloudFormation's GuardDuty resources: detector, member and master."""

from collections.abc import Callable
from typing import Any, TypeVar

from embedded_aws.beliefs import belief
from embedded_aws.cloudformation.provider import Handled, NotFound, Request, ResourceError
from embedded_aws.evidence import evidence
from embedded_aws.services.guardduty import backend, deletion, invitations, membership
from embedded_aws.services.guardduty.backend import GuardDutyRegion, at
from embedded_aws.services.guardduty.errors import (
    DETECTOR_EXISTS,
    MEMBER_EXISTS,
    NO_INVITATION,
    BadRequest,
)

_NOT_ADOPTED = belief("guardduty-member-exists")

Result = TypeVar("Result")


def refusing(act: Callable[[], Result]) -> Result:
    """GuardDuty's refusal fails the resource under the same name."""
    try:
        return act()
    except BadRequest as refusal:
        raise ResourceError(refusal.code, refusal.message) from refusal


def here_of(request: Request) -> GuardDutyRegion:
    return at(request.account_id, request.region)


def tags_of(request: Request) -> dict[str, str]:
    own = {tag["Key"]: tag["Value"] for tag in request.properties.get("Tags", [])}
    return request.stack_tags | own


class DetectorProvider:
    """Ref and GetAtt Id are the id of the detector.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-guardduty-detector.html
    """

    type_name = "AWS::GuardDuty::Detector"

    def create(self, request: Request) -> Handled:
        if here_of(request).detector is not None:
            raise ResourceError("AlreadyExists", DETECTOR_EXISTS)
        detector = refusing(
            lambda: backend.create_detector(
                request.account_id, request.region, request.properties, tags_of(request)
            )
        )
        return Handled(detector.id, {"Id": detector.id})

    def _require(self, request: Request, physical_id: str) -> None:
        if physical_id not in here_of(request).detectors:
            raise NotFound(physical_id)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        self._require(request, physical_id)
        here = here_of(request)
        refusing(lambda: backend.update_detector(here, physical_id, request.properties))
        here.detectors[physical_id].tags = tags_of(request)
        return Handled(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        self._require(request, physical_id)
        refusing(lambda: deletion.delete_detector(here_of(request), physical_id))


def _own_detector(request: Request) -> GuardDutyRegion:
    """GuardDuty of the stack's account, if the detector that the resource names is its own."""
    here = here_of(request)
    # DetectorId is optional for a member: there is only one it can mean.
    detector_id = request.properties.get("DetectorId") or next(iter(here.detectors), "")
    refusing(lambda: here.own(detector_id))
    return here


def _require_processed(unprocessed: membership.Unprocessed) -> None:
    for account in unprocessed:
        raise ResourceError("InvalidRequest", account["Result"])


class MemberProvider:
    """Ref is the account id of the member.

    Under a delegated administrator the account is enabled at once. CreateMembers may be
    repeated; whether the type's handler is as lenient is not known, and its contract is not.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-guardduty-member.html
    """

    type_name = "AWS::GuardDuty::Member"

    @evidence("guardduty-member-exists")
    def create(self, request: Request) -> Handled:
        member_id = str(request.properties.get("MemberId", ""))
        if not member_id:
            raise ResourceError("InvalidRequest", "Model validation failed: MemberId is required")
        here = _own_detector(request)
        if member_id in here.members and _NOT_ADOPTED.holds:
            raise ResourceError("AlreadyExists", MEMBER_EXISTS.format(member_id))
        details = [{"AccountId": member_id, "Email": request.properties["Email"]}]
        _require_processed(refusing(lambda: membership.create_members(here, details)))
        self._invite(request, here, member_id)
        return Handled(member_id)

    @staticmethod
    def _invite(request: Request, here: GuardDutyRegion, member_id: str) -> None:
        wanted = request.properties.get("Status") == "Invited"
        if wanted and not here.members[member_id].by_organization:
            _require_processed(refusing(lambda: invitations.invite_members(here, [member_id])))

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        here = _own_detector(request)
        if physical_id not in here.members:
            raise NotFound(physical_id)
        self._invite(request, here, physical_id)
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        """Refused while the organization's configuration keeps ALL accounts enabled."""
        here = here_of(request)
        if physical_id not in here.members:
            raise NotFound(physical_id)
        refusing(lambda: membership.disassociate_members(here, [physical_id]))
        refusing(lambda: membership.delete_members(here, [physical_id]))


class MasterProvider:
    """Ref is the account id of the administrator.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-guardduty-master.html
    """

    type_name = "AWS::GuardDuty::Master"

    def create(self, request: Request) -> Handled:
        master_id = str(request.properties["MasterId"])
        here = _own_detector(request)
        invitation = here.invitations.get(master_id)
        if invitation is None:
            raise ResourceError("InvalidRequest", NO_INVITATION)
        invitation_id = request.properties.get("InvitationId") or invitation.id
        detector_id = request.properties["DetectorId"]
        refusing(lambda: invitations.accept_invitation(here, detector_id, master_id, invitation_id))
        return Handled(master_id)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        here = here_of(request)
        if here.administrator_id != physical_id:
            raise NotFound(physical_id)
        refusing(lambda: invitations.leave(here, request.properties["DetectorId"]))


PROVIDERS = (DetectorProvider(), MemberProvider(), MasterProvider())
