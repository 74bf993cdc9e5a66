"""The API of Batch, in place of moto's but for scheduling policies.

https://docs.aws.amazon.com/batch/latest/APIReference/API_Operations.html
"""

import functools
import json
from typing import Any
from urllib.parse import unquote, urlsplit

from moto.batch import urls
from moto.batch.responses import BatchResponse
from moto.core.utils import get_service_model

from embedded_aws.lookup import linked_roles
from embedded_aws.paging import page
from embedded_aws.services.batch import (
    definitions,
    environments,
    listing,
    queues,
    refusals,
    scheduler,
    state,
    submission,
)

_MOST = 100


@functools.cache
def _operations() -> dict[tuple[str, str], str]:
    """Method and the first part of the path to the name of the operation."""
    model = get_service_model("batch")
    found = {}
    for name in model.operation_names:
        http = model.operation_model(name).http
        found[http["method"], http["requestUri"].split("/")[2]] = name
    return found


class Response(BatchResponse):
    """Each method is one operation of the API."""

    def _get_action(self) -> str:
        part = urlsplit(self.uri).path.lstrip("/").split("/")[1]
        return _operations().get((self.method, part), part)

    @property
    def _state(self) -> state.State:
        return state.of(self.current_account, self.region)

    @property
    def _given(self) -> dict[str, Any]:
        return json.loads(self.body) if self.body else {}

    def create_compute_environment(self) -> str:
        return _named("computeEnvironment", environments.create(self._state, self._given))

    def update_compute_environment(self) -> str:
        changed = environments.update(self._state, self._given)
        scheduler.look_again()
        return _named("computeEnvironment", changed)

    def delete_compute_environment(self) -> str:
        environments.delete(self._state, self._given["computeEnvironment"])
        return "{}"

    def describe_compute_environments(self) -> str:
        known = environments.describe(self._state, self._given.get("computeEnvironments"))
        return self._paged("computeEnvironments", known)

    def create_job_queue(self) -> str:
        return _named("jobQueue", queues.create(self._state, self._given))

    def update_job_queue(self) -> str:
        changed = queues.update(self._state, self._given)
        scheduler.look_again()
        return _named("jobQueue", changed)

    def delete_job_queue(self) -> str:
        arn = queues.delete(self._state, self._given["jobQueue"])
        for job in list(self._state.jobs.values()):
            if job.request.queue_arn == arn and job.parent is None:
                scheduler.terminate(job, "Job queue was deleted")
        return "{}"

    def describe_job_queues(self) -> str:
        known = queues.describe(self._state, self._given.get("jobQueues"))
        return self._paged("jobQueues", known)

    def register_job_definition(self) -> str:
        made = definitions.register(self._state, self._given)
        names = ("jobDefinitionName", "jobDefinitionArn", "revision")
        return json.dumps({name: made[name] for name in names})

    def deregister_job_definition(self) -> str:
        definitions.deregister(self._state, self._given["jobDefinition"])
        return "{}"

    def describe_job_definitions(self) -> str:
        known = definitions.describe(self._state, self._given)
        return self._paged("jobDefinitions", known)

    def submit_job(self) -> str:
        job = submission.submit(self._state, self._given, self.body)
        scheduler.admit(job)
        answer = {"jobArn": job.arn, "jobName": job.request.name, "jobId": job.id}
        return json.dumps(answer)

    def list_jobs(self) -> str:
        return json.dumps(listing.list_jobs(self._state, self._given))

    def describe_jobs(self) -> str:
        found = listing.describe_jobs(self._state, self._given.get("jobs") or [])
        return json.dumps({"jobs": found})

    def cancel_job(self) -> str:
        return self._end(scheduler.cancel)

    def terminate_job(self) -> str:
        return self._end(scheduler.terminate)

    def _end(self, how: Any) -> str:
        given = self._given
        for name in ("jobId", "reason"):
            if not given.get(name):
                raise refusals.refused(f"'{name}' is a required field (cannot be an empty string)")
        # A job that is not there is no error.
        job = self._state.jobs.get(given["jobId"])
        if job is not None:
            how(job, given["reason"])
        return "{}"

    def list_tags_for_resource(self) -> str:
        return json.dumps({"tags": self._state.tags(self._tagged())})

    def tag_resource(self) -> str:
        self._state.tag(self._tagged(), self._given.get("tags"))
        return "{}"

    def untag_resource(self) -> str:
        keys = self.querystring.get("tagKeys") or []
        self._state.backend.untag_resource(self._tagged(), keys)
        return "{}"

    def _tagged(self) -> str:
        return unquote(self.path).split("/v1/tags/")[-1]

    def _paged(self, name: str, known: list[dict[str, Any]]) -> str:
        given = self._given
        try:
            found, token = page(known, _MOST, given.get("maxResults"), given.get("nextToken"))
        except ValueError as error:
            raise refusals.refused(str(error)) from error
        return json.dumps({name: found, **({"nextToken": token} if token else {})})


def _named(kind: str, resource: dict[str, Any]) -> str:
    return json.dumps({name: resource[name] for name in (f"{kind}Name", f"{kind}Arn")})


def _keep_scheduling_policies() -> None:
    """moto's methods, under the names that operations have here."""
    for operation in _operations().values():
        old = getattr(BatchResponse, operation.lower(), None)
        if "SchedulingPolic" in operation and old is not None:
            setattr(Response, _snake(operation), old)


def _snake(name: str) -> str:
    from moto.core.utils import camelcase_to_underscores

    return camelcase_to_underscores(name)


def install() -> None:
    from moto.iam.models import SERVICE_NAME_CONVERSION

    SERVICE_NAME_CONVERSION["batch"] = "Batch"
    assert linked_roles.role_name("batch.amazonaws.com") == "AWSServiceRoleForBatch"
    _keep_scheduling_policies()
    urls.url_paths = {path: Response.dispatch for path in urls.url_paths}
