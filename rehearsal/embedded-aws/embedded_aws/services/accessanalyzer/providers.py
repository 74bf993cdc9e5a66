"""AWS::AccessAnalyzer::Analyzer.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-accessanalyzer-analyzer.html
"""

from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request, ResourceError
from embedded_aws.cloudformation.providers.api_calls import client, strict_client, tags


def _configuration(given: dict[str, Any]) -> dict[str, Any] | None:
    unused = (given.get("AnalyzerConfiguration") or {}).get("UnusedAccessConfiguration")
    if unused is None:
        return None
    return {"unusedAccess": {"unusedAccessAge": int(unused.get("UnusedAccessAge", 90))}}


class AnalyzerProvider:
    """An analyzer, without its archive rules' later changes."""

    type_name = "AWS::AccessAnalyzer::Analyzer"

    def create(self, request: Request) -> Handled:
        given = request.properties
        optional = {"configuration": _configuration(given)}
        try:
            with strict_client("accessanalyzer", request) as api:
                made = api.create_analyzer(
                    analyzerName=given.get("AnalyzerName") or request.generated_name,
                    type=given["Type"],
                    tags=tags(request, given.get("Tags")),
                    **{key: value for key, value in optional.items() if value is not None},
                )
        except ResourceError as error:
            if error.code == "ConflictException":
                raise ResourceError("AlreadyExists", error.message) from error
            raise
        return Handled(made["arn"], {"Arn": made["arn"]})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        name = physical_id.rpartition("/")[2]
        wanted = tags(request, request.properties.get("Tags"))
        with client("accessanalyzer", request) as api:
            there = api.get_analyzer(analyzerName=name)["analyzer"]
            configuration = _configuration(request.properties)
            if configuration is not None:
                api.update_analyzer(analyzerName=name, configuration=configuration)
            gone = sorted(there["tags"].keys() - wanted.keys())
            if gone:
                api.untag_resource(resourceArn=physical_id, tagKeys=gone)
            if wanted:
                api.tag_resource(resourceArn=physical_id, tags=wanted)
        return Handled(physical_id, {"Arn": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        with client("accessanalyzer", request) as api:
            api.get_analyzer(analyzerName=physical_id.rpartition("/")[2])
            api.delete_analyzer(analyzerName=physical_id.rpartition("/")[2])


PROVIDERS = (AnalyzerProvider(),)
