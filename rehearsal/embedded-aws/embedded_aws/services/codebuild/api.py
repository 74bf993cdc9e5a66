"""The API of CodeBuild, in place of moto's: projects and builds, and nothing else.

https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Operations.html
"""

import json
from typing import Any

from moto.codebuild import urls
from moto.core.responses import BaseResponse

from embedded_aws.paging import page
from embedded_aws.services.codebuild import builds, projects, state
from embedded_aws.services.codebuild.state import invalid

_MOST = 100


class Response(BaseResponse):
    """Each method is one operation of the API."""

    def __init__(self) -> None:
        super().__init__(service_name="codebuild")

    @property
    def _state(self) -> state.State:
        return state.of(self.current_account, self.region)

    @property
    def _given(self) -> dict[str, Any]:
        return json.loads(self.body) if self.body else {}

    def create_project(self) -> str:
        return json.dumps({"project": projects.create(self._state, self._given)})

    def update_project(self) -> str:
        return json.dumps({"project": projects.update(self._state, self._given)})

    def delete_project(self) -> str:
        projects.delete(self._state, self._given["name"])
        return "{}"

    def batch_get_projects(self) -> str:
        names = [str(name).rpartition("project/")[2] for name in self._given["names"]]
        known = self._state.projects
        return json.dumps(
            {
                "projects": [known[name] for name in names if name in known],
                "projectsNotFound": [name for name in names if name not in known],
            }
        )

    def list_projects(self) -> str:
        return self._paged("projects", list(self._state.projects))

    def start_build(self) -> str:
        return json.dumps({"build": builds.start(self._state, self._given)})

    def batch_get_builds(self) -> str:
        found, missing = builds.get(self._state, self._given["ids"])
        return json.dumps({"builds": found, "buildsNotFound": missing})

    def list_builds_for_project(self) -> str:
        given = self._given
        name, order = str(given.get("projectName")), given.get("sortOrder")
        return self._paged("ids", builds.of_project(self._state, name, order))

    def _paged(self, name: str, known: list[str]) -> str:
        try:
            found, token = page(known, _MOST, None, self._given.get("nextToken"))
        except ValueError as error:
            raise invalid(str(error)) from error
        return json.dumps({name: found, **({"nextToken": token} if token else {})})


def install() -> None:
    urls.url_paths = {path: Response.dispatch for path in urls.url_paths}
