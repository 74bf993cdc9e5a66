"""Findings: an administrator sees those of its members too."""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.services.guardduty import findings
from embedded_aws.services.guardduty.api import Actions


def _pascal(value: Any) -> Any:
    """The JSON of a finding, named as in the API model."""
    if isinstance(value, dict):
        return {key[:1].upper() + key[1:]: _pascal(item) for key, item in value.items()}
    return [_pascal(item) for item in value] if isinstance(value, list) else value


class FindingActions(Actions):
    def create_sample_findings(self) -> ActionResult:
        findings.sample(self.administered(), self._get_param("FindingTypes") or [])
        return EmptyResult()

    def list_findings(self) -> ActionResult:
        found = findings.select(self.administered(), self._get_param("FindingCriteria"))
        return self.paged("FindingIds", [finding["id"] for finding in found])

    def get_findings(self) -> ActionResult:
        known = self.administered().findings
        wanted = self._get_param("FindingIds")
        return ActionResult({"Findings": [_pascal(known[i]) for i in wanted if i in known]})

    def archive_findings(self) -> ActionResult:
        return self._archive(True)

    def unarchive_findings(self) -> ActionResult:
        return self._archive(False)

    def _archive(self, archived: bool) -> ActionResult:
        known = self.administered().findings
        for identifier in self._get_param("FindingIds"):
            if identifier in known:
                known[identifier]["service"]["archived"] = archived
        return EmptyResult()
