"""The resources of calls to CodeBuild: the project, also of calls about a build.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html
"""

from typing import Any

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call
from embedded_aws.evidence import evidence
from embedded_aws.services.codebuild import state

#: A key is there where the call has the override; one of a part makes that of the whole.
_OVERRIDES = {
    "buildspecOverride": ("codebuild:source", "codebuild:source.buildspec"),
    "sourceLocationOverride": ("codebuild:source", "codebuild:source.location"),
    "environmentVariablesOverride": ("codebuild:environment",),
    "environmentTypeOverride": ("codebuild:environment", "codebuild:environment.type"),
    "imageOverride": ("codebuild:environment", "codebuild:environment.image"),
    "privilegedModeOverride": ("codebuild:environment", "codebuild:environment.privilegedMode"),
    "serviceRoleOverride": ("codebuild:serviceRole",),
}


def _resources(call: Call) -> list[str] | None:
    named = call.param("projectName", "name", "id", "names", "ids", "projectArn", "resourceArn")
    if named is None:
        return None
    names = named if isinstance(named, list) else [named]
    own = state.of(call.account_id, call.region)
    # A build is its project's name, a colon and a number.
    plain = {str(name).rpartition("/")[2].partition(":")[0]: None for name in names}
    return [own.arn("project", name) for name in plain]


@evidence("codebuild-keys-of-overrides")
def _overrides(call: Call, resource: str) -> dict[str, Any]:
    given = call.params()
    return {
        key: "true"
        for name, keys in _OVERRIDES.items()
        if given.get(name) is not None
        for key in keys
    }


def install() -> None:
    registry.resources_of("codebuild")(_resources)
    registry.context_of("codebuild:StartBuild")(_overrides)
