"""Detectors, filters and tags."""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.services.guardduty import backend
from embedded_aws.services.guardduty.api import Actions
from embedded_aws.services.guardduty.errors import NOT_OWNED, BadRequest
from embedded_aws.services.guardduty.models import Detector


class DetectorActions(Actions):
    def create_detector(self) -> ActionResult:
        detector = backend.create_detector(
            self.current_account, self.region, self.params, self._get_param("Tags") or {}
        )
        return ActionResult({"DetectorId": detector.id})

    def list_detectors(self) -> ActionResult:
        return self.paged("DetectorIds", list(self.here.detectors))

    def get_detector(self) -> ActionResult:
        return ActionResult(self.here.own(self._get_param("DetectorId")).describe())

    def update_detector(self) -> ActionResult:
        backend.update_detector(self.here, self._get_param("DetectorId"), self.params)
        return EmptyResult()

    def delete_detector(self) -> ActionResult:
        backend.delete_detector(self.here, self._get_param("DetectorId"))
        return EmptyResult()

    def _tagged(self) -> Detector:
        detector = self.here.detector
        if detector is None or detector.arn != self._get_param("ResourceArn"):
            raise BadRequest(NOT_OWNED)
        return detector

    def list_tags_for_resource(self) -> ActionResult:
        return ActionResult({"Tags": self._tagged().tags})

    def tag_resource(self) -> ActionResult:
        self._tagged().tags.update(self._get_param("Tags"))
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        detector = self._tagged()
        for key in self._get_param("TagKeys"):
            detector.tags.pop(key, None)
        return EmptyResult()

    def _filter(self) -> dict[str, Any]:
        detector = self.here.own(self._get_param("DetectorId"))
        found = detector.filters.get(self._get_param("FilterName"))
        if found is None:
            raise BadRequest("The request is rejected since no such resource found.")
        return found

    def create_filter(self) -> ActionResult:
        filters = self.here.own(self._get_param("DetectorId")).filters
        name = self._get_param("Name")
        if name in filters:
            raise BadRequest("The request is rejected because the name is already in use.")
        filters[name] = {
            "Name": name,
            "Action": self._get_param("Action") or "NOOP",
            "Description": self._get_param("Description"),
            "FindingCriteria": self._get_param("FindingCriteria"),
            "Rank": self._get_param("Rank") or 1,
        }
        return ActionResult({"Name": name})

    def get_filter(self) -> ActionResult:
        return ActionResult(self._filter())

    def list_filters(self) -> ActionResult:
        detector = self.here.own(self._get_param("DetectorId"))
        return self.paged("FilterNames", list(detector.filters))

    def update_filter(self) -> ActionResult:
        found = self._filter()
        changes = {key: self._get_param(key) for key in found if key != "Name"}
        found.update({key: value for key, value in changes.items() if value is not None})
        return ActionResult({"Name": found["Name"]})

    def delete_filter(self) -> ActionResult:
        name = self._filter()["Name"]
        del self.here.own(self._get_param("DetectorId")).filters[name]
        return EmptyResult()
