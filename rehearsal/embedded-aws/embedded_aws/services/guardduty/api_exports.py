"""Publishing destinations, trusted IP lists and threat lists."""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.services.guardduty import exports, lists
from embedded_aws.services.guardduty.api import Actions


class ExportActions(Actions):
    def create_publishing_destination(self) -> ActionResult:
        made = exports.create(self._own(), self._get_param("DestinationProperties"), self._tags())
        return ActionResult({"DestinationId": made.id})

    def describe_publishing_destination(self) -> ActionResult:
        return ActionResult(exports.find(self._own(), self._get_param("DestinationId")).describe())

    def list_publishing_destinations(self) -> ActionResult:
        found = self._own().destinations.values()
        return self.paged("Destinations", [one.summary() for one in found])

    def update_publishing_destination(self) -> ActionResult:
        given = self._get_param("DestinationProperties") or {}
        exports.update(self._own(), self._get_param("DestinationId"), given)
        return EmptyResult()

    def delete_publishing_destination(self) -> ActionResult:
        detector = self._own()
        del detector.destinations[exports.find(detector, self._get_param("DestinationId")).id]
        return EmptyResult()

    def create_ip_set(self) -> ActionResult:
        return ActionResult({"IpSetId": self._create_list("trusted")})

    def get_ip_set(self) -> ActionResult:
        return self._get_list("trusted", "IpSetId")

    def list_ip_sets(self) -> ActionResult:
        return self.paged("IpSetIds", list(self._own().trusted_lists))

    def update_ip_set(self) -> ActionResult:
        return self._update_list("trusted", "IpSetId")

    def delete_ip_set(self) -> ActionResult:
        return self._delete_list("trusted", "IpSetId")

    def create_threat_intel_set(self) -> ActionResult:
        return ActionResult({"ThreatIntelSetId": self._create_list("threat")})

    def get_threat_intel_set(self) -> ActionResult:
        return self._get_list("threat", "ThreatIntelSetId")

    def list_threat_intel_sets(self) -> ActionResult:
        return self.paged("ThreatIntelSetIds", list(self._own().threat_lists))

    def update_threat_intel_set(self) -> ActionResult:
        return self._update_list("threat", "ThreatIntelSetId")

    def delete_threat_intel_set(self) -> ActionResult:
        return self._delete_list("threat", "ThreatIntelSetId")

    def _own(self) -> Any:
        return self.here.own(self._get_param("DetectorId"))

    def _tags(self) -> dict[str, str]:
        return self._get_param("Tags") or {}

    def _create_list(self, kind: lists.Kind) -> str:
        return lists.create(self._own(), kind, self.params, self._tags()).id

    def _get_list(self, kind: lists.Kind, name: str) -> ActionResult:
        return ActionResult(lists.find(self._own(), kind, self._get_param(name)).describe())

    def _update_list(self, kind: lists.Kind, name: str) -> ActionResult:
        lists.update(self._own(), kind, self._get_param(name), self.params)
        return EmptyResult()

    def _delete_list(self, kind: lists.Kind, name: str) -> ActionResult:
        detector = self._own()
        del lists.of(detector, kind)[lists.find(detector, kind, self._get_param(name)).id]
        return EmptyResult()
