"""AWS::Batch::ComputeEnvironment, ::JobQueue and ::JobDefinition.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Batch.html
"""

from typing import Any

from embedded_aws.cloudformation.provider import Handled, NotFound, Request
from embedded_aws.cloudformation.providers.api_calls import client, strict_client, tags
from embedded_aws.services.batch import state

#: Maps whose keys are the user's own.
_OPAQUE = frozenset({"Options", "Parameters", "Tags"})
#: Not of the API.
_OF_STACKS = ("ReplaceComputeEnvironment", "ResourceRetentionPolicy", "Tags")


def _api(value: Any) -> Any:
    """The API's names: those of CloudFormation begin with a capital."""
    if isinstance(value, list):
        return [_api(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key[0].lower() + key[1:]: item if key in _OPAQUE else _api(item)
        for key, item in value.items()
    }


def _given(request: Request, *leave_out: str) -> dict[str, Any]:
    left = (*_OF_STACKS, *leave_out)
    given: dict[str, Any] = _api({k: v for k, v in request.properties.items() if k not in left})
    return given


def _tags(request: Request) -> dict[str, str]:
    return tags(request, request.properties.get("Tags"))


class ComputeEnvironment:
    type_name = "AWS::Batch::ComputeEnvironment"
    #: They replace it unless ReplaceComputeEnvironment is false.
    _REPLACING = ("SecurityGroupIds", "Subnets", "Type")

    def create(self, request: Request) -> Handled:
        given = {"computeEnvironmentName": request.generated_name, **_given(request)}
        given.pop("updatePolicy", None)
        # CloudFormation takes it in any case.
        given["type"] = str(given["type"]).upper()
        with strict_client("batch", request) as api:
            made = api.create_compute_environment(**given, tags=_tags(request))
        return self._handled(made["computeEnvironmentArn"])

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        replaces = str(request.properties.get("ReplaceComputeEnvironment", True)).lower() != "false"
        old, new = (
            {name: (given.get("ComputeResources") or {}).get(name) for name in self._REPLACING}
            for given in (old_properties, request.properties)
        )
        if replaces and old != new:
            # The engine removes the old one once the stack has been updated.
            return self.create(request)
        given = _given(request, "ComputeEnvironmentName", "Type", "UpdatePolicy")
        with client("batch", request) as api:
            self._find(api, physical_id)
            api.update_compute_environment(computeEnvironment=physical_id, **given)
        return self._handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("batch", request) as api:
            self._find(api, physical_id)
            api.update_compute_environment(computeEnvironment=physical_id, state="DISABLED")
            api.delete_compute_environment(computeEnvironment=physical_id)

    def _find(self, api: Any, arn: str) -> None:
        known = api.describe_compute_environments(computeEnvironments=[arn])
        if not known["computeEnvironments"]:
            raise NotFound(arn)

    def _handled(self, arn: str) -> Handled:
        return Handled(arn, {"ComputeEnvironmentArn": arn})


class JobQueue:
    type_name = "AWS::Batch::JobQueue"

    def create(self, request: Request) -> Handled:
        given = {"jobQueueName": request.generated_name, **_given(request)}
        with strict_client("batch", request) as api:
            made = api.create_job_queue(**given, tags=_tags(request))
        return self._handled(made["jobQueueArn"])

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        # What a template says no more goes back to its default.
        given = {
            "state": "ENABLED",
            "jobStateTimeLimitActions": [],
            **_given(request, "JobQueueName"),
        }
        with client("batch", request) as api:
            self._find(api, physical_id)
            api.update_job_queue(jobQueue=physical_id, **given)
        return self._handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("batch", request) as api:
            self._find(api, physical_id)
            api.update_job_queue(jobQueue=physical_id, state="DISABLED")
            api.delete_job_queue(jobQueue=physical_id)

    def _find(self, api: Any, arn: str) -> None:
        if not api.describe_job_queues(jobQueues=[arn])["jobQueues"]:
            raise NotFound(arn)

    def _handled(self, arn: str) -> Handled:
        return Handled(arn, {"JobQueueArn": arn})


class JobDefinition:
    """Each change is a new revision, and so another physical id; the old one goes in cleanup."""

    type_name = "AWS::Batch::JobDefinition"

    def create(self, request: Request) -> Handled:
        given = {"jobDefinitionName": request.generated_name, **_given(request)}
        given["type"] = str(given["type"]).lower()
        with strict_client("batch", request) as api:
            made = api.register_job_definition(**given, tags=_tags(request))
        arn = made["jobDefinitionArn"]
        return Handled(arn, {"JobDefinitionArn": arn})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        policy = request.properties.get("ResourceRetentionPolicy") or {}
        if str(policy.get("SkipDeregisterOnUpdate")).lower() == "true":
            state.of(request.account_id, request.region).kept.add(physical_id)
        name = physical_id.split("job-definition/")[1].rpartition(":")[0]
        named = {"JobDefinitionName": name, **request.properties}
        return self.create(Request(**{**vars(request), "properties": named}))

    def delete(self, request: Request, physical_id: str) -> None:
        if physical_id in state.of(request.account_id, request.region).kept:
            return
        with client("batch", request) as api:
            known = api.describe_job_definitions(jobDefinitions=[physical_id], status="ACTIVE")
            if not known["jobDefinitions"]:
                raise NotFound(physical_id)
            api.deregister_job_definition(jobDefinition=physical_id)


PROVIDERS = (ComputeEnvironment(), JobQueue(), JobDefinition())
