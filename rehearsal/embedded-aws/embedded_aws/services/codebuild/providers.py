"""AWS::CodeBuild::Project.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html
"""

from typing import Any

from embedded_aws.cloudformation.provider import Handled, NotFound, Request
from embedded_aws.cloudformation.providers.api_calls import client, strict_client, tags

#: What a template says no more goes back to its default.
_DEFAULTS = {"description": "", "timeoutInMinutes": 60, "queuedTimeoutInMinutes": 480}
#: The API says some names otherwise.
_NAMES = {"BuildSpec": "buildspec"}


def _api(value: Any) -> Any:
    """The API's names: those of CloudFormation begin with a capital."""
    if isinstance(value, list):
        return [_api(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {_NAMES.get(k, k[0].lower() + k[1:]): _api(item) for k, item in value.items()}


def _given(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = _api({k: v for k, v in request.properties.items() if k != "Tags"})
    own = tags(request, request.properties.get("Tags"))
    given["tags"] = [{"key": key, "value": value} for key, value in own.items()]
    return given


class Project:
    type_name = "AWS::CodeBuild::Project"

    def create(self, request: Request) -> Handled:
        with strict_client("codebuild", request) as api:
            made = api.create_project(**{"name": request.generated_name, **_given(request)})
        return self._handled(made["project"])

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        given = {**_DEFAULTS, **_given(request), "name": physical_id}
        with client("codebuild", request) as api:
            return self._handled(api.update_project(**given)["project"])

    def delete(self, request: Request, physical_id: str) -> None:
        with client("codebuild", request) as api:
            if not api.batch_get_projects(names=[physical_id])["projects"]:
                raise NotFound(physical_id)
            api.delete_project(name=physical_id)

    def _handled(self, made: dict[str, Any]) -> Handled:
        return Handled(made["name"], {"Arn": made["arn"], "Id": made["arn"]})


PROVIDERS = (Project(),)
