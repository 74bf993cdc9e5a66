"""The resources of calls to CodeBuild: the project, also of calls about a build.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html
"""

from embedded_aws.authorization import registry
from embedded_aws.authorization.call import Call
from embedded_aws.services.codebuild import state


def _resources(call: Call) -> list[str] | None:
    named = call.param("projectName", "name", "id", "names", "ids")
    if named is None:
        return None
    names = named if isinstance(named, list) else [named]
    own = state.of(call.account_id, call.region)
    # A build is its project's name, a colon and a number.
    plain = {str(name).rpartition("/")[2].partition(":")[0]: None for name in names}
    return [own.arn("project", name) for name in plain]


def install() -> None:
    registry.resources_of("codebuild")(_resources)
