"""CloudFormation's filters, lists and publishing destinations of GuardDuty."""

from typing import Any

from embedded_aws.cloudformation.provider import Handled, NotFound, Request, ResourceError
from embedded_aws.services.guardduty import exports, filters, lists
from embedded_aws.services.guardduty.models import Detector
from embedded_aws.services.guardduty.models_exports import AddressList, Destination
from embedded_aws.services.guardduty.providers import here_of, refusing, tags_of


def _detector(request: Request) -> Detector:
    detector_id = request.properties["DetectorId"]
    return refusing(lambda: here_of(request).own(detector_id))


def _still(request: Request, physical_id: str) -> Detector:
    """:raises NotFound: the detector went, and with it what it had."""
    detector = here_of(request).detectors.get(request.properties["DetectorId"])
    if detector is None:
        raise NotFound(physical_id)
    return detector


class FilterProvider:
    """Ref is the name of the filter.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-guardduty-filter.html
    """

    type_name = "AWS::GuardDuty::Filter"

    def create(self, request: Request) -> Handled:
        detector = _detector(request)
        made = refusing(lambda: filters.create(detector, request.properties, tags_of(request)))
        return Handled(made["Name"])

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        detector = _still(request, physical_id)
        if physical_id not in detector.filters:
            raise NotFound(physical_id)
        filters.update(detector, physical_id, request.properties)
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        if _still(request, physical_id).filters.pop(physical_id, None) is None:
            raise NotFound(physical_id)


class _ListProvider:
    """Ref is the id of the list; one that is to be active must become it."""

    type_name: str
    kind: lists.Kind

    def create(self, request: Request) -> Handled:
        detector = _detector(request)
        made = refusing(
            lambda: lists.create(detector, self.kind, request.properties, tags_of(request))
        )
        if made.status == "ERROR":
            del lists.of(detector, self.kind)[made.id]
        return self._handled(made)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        detector = _still(request, physical_id)
        if physical_id not in lists.of(detector, self.kind):
            raise NotFound(physical_id)
        given = request.properties
        return self._handled(
            refusing(lambda: lists.update(detector, self.kind, physical_id, given))
        )

    def delete(self, request: Request, physical_id: str) -> None:
        if lists.of(_still(request, physical_id), self.kind).pop(physical_id, None) is None:
            raise NotFound(physical_id)

    def _handled(self, item: AddressList) -> Handled:
        if item.status == "ERROR":
            raise ResourceError("NotStabilized", f"GuardDuty cannot use {item.location}")
        return Handled(item.id, {"Id": item.id})


class IpSetProvider(_ListProvider):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-guardduty-ipset.html"""

    type_name = "AWS::GuardDuty::IPSet"
    kind: lists.Kind = "trusted"


class ThreatIntelSetProvider(_ListProvider):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-guardduty-threatintelset.html"""

    type_name = "AWS::GuardDuty::ThreatIntelSet"
    kind: lists.Kind = "threat"


class PublishingDestinationProvider:
    """Ref is the id of the detector, ``|``, and the id of the destination.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-guardduty-publishingdestination.html
    """

    type_name = "AWS::GuardDuty::PublishingDestination"

    def create(self, request: Request) -> Handled:
        detector = _detector(request)
        given = request.properties["DestinationProperties"]
        made = refusing(lambda: exports.create(detector, given, tags_of(request)))
        return self._handled(detector, made)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        detector = _still(request, physical_id)
        identifier = physical_id.rpartition("|")[2]
        if identifier not in detector.destinations:
            raise NotFound(physical_id)
        given = request.properties["DestinationProperties"]
        refusing(lambda: exports.update(detector, identifier, given))
        return self._handled(detector, detector.destinations[identifier])

    def delete(self, request: Request, physical_id: str) -> None:
        found = _still(request, physical_id).destinations
        if found.pop(physical_id.rpartition("|")[2], None) is None:
            raise NotFound(physical_id)

    def _handled(self, detector: Detector, made: Destination) -> Handled:
        attributes = {
            "Id": made.id,
            "Status": made.status,
            "PublishingFailureStartTimestamp": "0",
        }
        return Handled(f"{detector.id}|{made.id}", attributes)


PROVIDERS = (
    FilterProvider(),
    IpSetProvider(),
    ThreatIntelSetProvider(),
    PublishingDestinationProvider(),
)
