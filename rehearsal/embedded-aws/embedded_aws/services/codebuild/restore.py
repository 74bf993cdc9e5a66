"""Projects that a snapshot knows by their names."""

from collections.abc import Mapping

from embedded_aws.restoring.parts import Named
from embedded_aws.services.codebuild import state


def _project(account_id: str, region: str, name: str) -> None:
    here = state.of(account_id, region)
    here.projects[name] = {"name": name, "arn": here.arn("project", name)}


NAMED: Mapping[str, Named] = {"AWS::CodeBuild::Project": _project}
