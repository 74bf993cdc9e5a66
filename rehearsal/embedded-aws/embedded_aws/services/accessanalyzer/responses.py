"""The API of Access Analyzer, as far as analyzers go; any other action is not implemented."""

from typing import Any

from moto.core.responses import ActionResult, BaseResponse, EmptyResult

from embedded_aws.gate import Refusal
from embedded_aws.paging import page
from embedded_aws.services.accessanalyzer.models import (
    AccessAnalyzerBackend,
    accessanalyzer_backends,
)

_PAGE = 100


class Response(BaseResponse):
    def __init__(self) -> None:
        super().__init__(service_name="accessanalyzer")
        self.automated_parameter_parsing = True

    @property
    def here(self) -> AccessAnalyzerBackend:
        return accessanalyzer_backends[self.current_account][self.region]

    def create_analyzer(self) -> ActionResult:
        made = self.here.create(
            self._get_param("analyzerName"),
            self._get_param("type"),
            configuration=self._get_param("configuration"),
            tags=self._get_param("tags") or {},
        )
        return ActionResult({"arn": made.arn})

    def get_analyzer(self) -> ActionResult:
        found = self.here.find(self._get_param("analyzerName"))
        return ActionResult({"analyzer": found.summary()})

    def list_analyzers(self) -> ActionResult:
        kind = self._get_param("type")
        found = [a.summary() for a in self.here.analyzers.values() if kind in (None, a.type)]
        try:
            shown, following = page(
                found, _PAGE, self._get_param("maxResults"), self._get_param("nextToken")
            )
        except ValueError as cause:
            raise Refusal("ValidationException", "Invalid nextToken", 400) from cause
        return ActionResult({"analyzers": shown, "nextToken": following})

    def update_analyzer(self) -> ActionResult:
        found = self.here.find(self._get_param("analyzerName"))
        found.configuration = self._get_param("configuration")
        return ActionResult({"configuration": found.configuration})

    def delete_analyzer(self) -> ActionResult:
        found = self.here.find(self._get_param("analyzerName"))
        del self.here.analyzers[found.name]
        return EmptyResult()

    def tag_resource(self) -> ActionResult:
        self.here.by_arn(self._get_param("resourceArn")).tags.update(self._get_param("tags"))
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        tags = self.here.by_arn(self._get_param("resourceArn")).tags
        for key in self._get_param("tagKeys"):
            tags.pop(key, None)
        return EmptyResult()

    def list_tags_for_resource(self) -> ActionResult:
        found: dict[str, Any] = self.here.by_arn(self._get_param("resourceArn")).tags
        return ActionResult({"tags": found})
