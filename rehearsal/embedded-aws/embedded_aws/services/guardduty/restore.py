"""GuardDuty of a snapshot: detectors, exports, members, and who administers the organization."""

from datetime import datetime, timezone
from typing import Any

from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import Place, World
from embedded_aws.services.guardduty.backend import GuardDutyRegion, at
from embedded_aws.services.guardduty.models import (
    Detector,
    Feature,
    Invitation,
    Member,
)
from embedded_aws.services.guardduty.models_exports import Destination

_FOUNDATIONAL = frozenset({"CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS"})
_DETECTOR = "AWS::GuardDuty::Detector"
_MEMBER, _MASTER = "AWS::GuardDuty::Member", "AWS::GuardDuty::Master"
_EXPORT = "AWS::GuardDuty::PublishingDestination"
_ASSOCIATED = frozenset({"Enabled", "Disabled"})


def restore(world: World) -> None:
    for place in world.places:
        for administrator in place.found.get("guardDutyAdministrators") or []:
            at(place.account_id, place.region).organization_admin_id = administrator
    for place in world.places:
        given = place.found.get("detector")
        if given and world.wants(place, _DETECTOR, given["DetectorId"]):
            backend = at(place.account_id, place.region)
            backend.detector = _detector(place, given)
            _join(world, place, backend, given)
            _configure(backend, given.get("organization"))
    # Once every detector is there.
    for place in world.places:
        given = place.found.get("detector")
        if given:
            _put_exports(world, place, given)
            for member in given["members"]:
                if world.wants(place, _MEMBER, member["AccountId"]):
                    _put_member(world, place, member)


def _detector(place: Place, given: dict[str, Any]) -> Detector:
    detector = Detector(
        place.account_id,
        place.region,
        enabled=given["Status"] == "ENABLED",
        frequency=given.get("FindingPublishingFrequency") or "SIX_HOURS",
        tags=dict(given["Tags"]),
        id=given["DetectorId"],
    )
    detector.managed = any(
        "ManagedBy" in one for one in given["Features"] if one["Name"] in _FOUNDATIONAL
    )
    for feature in detector.features.values():
        feature.enabled = False
    detector.features |= {
        one["Name"]: _feature(one) for one in given["Features"] if one["Name"] not in _FOUNDATIONAL
    }
    return detector


def _put_exports(world: World, place: Place, given: dict[str, Any]) -> None:
    detector = at(place.account_id, place.region).detector
    for one in given["exports"]:
        physical_id = f"{given['DetectorId']}|{one['DestinationId']}"
        if detector and world.wants(place, _EXPORT, physical_id):
            key, number = one.get("KmsKeyArn", ""), one["DestinationId"]
            detector.destinations[number] = Destination(one["DestinationArn"], key, id=number)


def _feature(given: dict[str, Any]) -> Feature:
    return Feature(
        given["Status"] == "ENABLED",
        {one["Name"]: one["Status"] == "ENABLED" for one in given["additional"]},
        managed="ManagedBy" in given,
    )


def _join(world: World, place: Place, backend: GuardDutyRegion, given: dict[str, Any]) -> None:
    administrator = given.get("administrator")
    if (
        administrator
        and administrator["RelationshipStatus"] in _ASSOCIATED
        and world.wants(place, _MASTER, administrator["AccountId"])
    ):
        backend.administrator_id = administrator["AccountId"]


def _configure(backend: GuardDutyRegion, given: dict[str, Any] | None) -> None:
    if given is None:
        return
    configuration = backend.organization_configuration
    configuration.members = given.get("AutoEnableOrganizationMembers") or "NONE"
    configuration.features |= {one["Name"]: one["AutoEnable"] for one in given["Features"]}


def _put_member(world: World, place: Place, given: dict[str, Any]) -> None:
    """Members of the delegated administrator that belong to the organization came through it."""
    account_id, status = given["AccountId"], given["RelationshipStatus"]
    management = at(world.management_account_id, place.region)
    theirs = at(account_id, place.region)
    invited = given.get("InvitedAt")
    at(place.account_id, place.region).members[account_id] = Member(
        account_id,
        given["Email"],
        place.account_id,
        status,
        by_organization=status in _ASSOCIATED
        and management.organization_admin_id == place.account_id
        and any(one["Id"] == account_id for one in world.accounts),
        detector_id=theirs.detector.id if theirs.detector else None,
        invited_at=_moment(invited) if invited else None,
    )
    if status in _ASSOCIATED:
        theirs.administrator_id = place.account_id
    elif status == "Invited":
        theirs.invitations[place.account_id] = Invitation(place.account_id)


def _moment(text: str) -> datetime:
    # Without its zone, as moto has all times: UTC.
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
