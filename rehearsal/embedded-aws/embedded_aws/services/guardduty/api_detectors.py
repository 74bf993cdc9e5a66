"""Detectors, filters and tags."""

from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.services.guardduty import backend, deletion, filters
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
        deletion.delete_detector(self.here, self._get_param("DetectorId"))
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

    def create_filter(self) -> ActionResult:
        detector = self.here.own(self._get_param("DetectorId"))
        made = filters.create(detector, self.params, self._get_param("Tags") or {})
        return ActionResult({"Name": made["Name"]})

    def get_filter(self) -> ActionResult:
        detector = self.here.own(self._get_param("DetectorId"))
        return ActionResult(filters.find(detector, self._get_param("FilterName")))

    def list_filters(self) -> ActionResult:
        detector = self.here.own(self._get_param("DetectorId"))
        return self.paged("FilterNames", list(detector.filters))

    def update_filter(self) -> ActionResult:
        name = self._get_param("FilterName")
        filters.update(self.here.own(self._get_param("DetectorId")), name, self.params)
        return ActionResult({"Name": name})

    def delete_filter(self) -> ActionResult:
        detector = self.here.own(self._get_param("DetectorId"))
        del detector.filters[filters.find(detector, self._get_param("FilterName"))["Name"]]
        return EmptyResult()
