"""AWS::CloudFormation::StackSet, by way of the API."""

from typing import Any

from embedded_aws.cloudformation.provider import Handled, NotFound, Request, ResourceError
from embedded_aws.cloudformation.providers.api_calls import (
    as_list,
    client,
    pick,
    strict_client,
    tags,
)
from embedded_aws.cloudformation.stack_sets import model
from embedded_aws.lookup import organizations

_SETTINGS = (
    "AdministrationRoleARN",
    "AutoDeployment",
    "CallAs",
    "Capabilities",
    "Description",
    "ExecutionRoleName",
    "ManagedExecution",
    "Parameters",
    "PermissionModel",
    "TemplateBody",
    "TemplateURL",
)


class StackSetProvider:
    """Fails when the operation on the instances fails, as CloudFormation does."""

    type_name = "AWS::CloudFormation::StackSet"

    def create(self, request: Request) -> Handled:
        given = request.properties
        name = given["StackSetName"]
        with strict_client("cloudformation", request) as api:
            made = api.create_stack_set(
                StackSetName=name,
                Tags=as_list(tags(request, given.get("Tags"))),
                **pick(given, *_SETTINGS),
            )["StackSetId"]
            try:
                self._converge(api, request, [])
            except Exception:
                self._empty(api, request)
                api.delete_stack_set(StackSetName=name, **pick(given, "CallAs"))
                raise
        return Handled(made, {"StackSetId": made})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        given = request.properties
        self._await_others(request)
        with client("cloudformation", request) as api:
            answer = api.update_stack_set(
                StackSetName=given["StackSetName"],
                Tags=as_list(tags(request, given.get("Tags"))),
                **pick(given, *_SETTINGS, "OperationPreferences"),
            )
            self._require_success(api, request, answer)
            self._converge(api, request, old_properties.get("StackInstancesGroup") or [])
        return Handled(physical_id, {"StackSetId": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        given = request.properties
        self._await_others(request)
        with client("cloudformation", request) as api:
            self._empty(api, request)
            api.delete_stack_set(StackSetName=given["StackSetName"], **pick(given, "CallAs"))

    def _converge(self, api: Any, request: Request, old: list[dict[str, Any]]) -> None:
        given = request.properties
        groups = given.get("StackInstancesGroup") or []
        for group in groups:
            if group not in old:
                answer = api.create_stack_instances(
                    StackSetName=given["StackSetName"],
                    **pick(group, "Regions", "DeploymentTargets", "ParameterOverrides"),
                    **pick(given, "CallAs", "OperationPreferences"),
                )
                self._require_success(api, request, answer)
        for group in old:
            if group not in groups:
                self._remove(api, request, group)

    def _remove(self, api: Any, request: Request, group: dict[str, Any]) -> None:
        given = request.properties
        answer = api.delete_stack_instances(
            StackSetName=given["StackSetName"],
            RetainStacks=False,
            **pick(group, "Regions", "DeploymentTargets"),
            **pick(given, "CallAs", "OperationPreferences"),
        )
        self._require_success(api, request, answer)

    def _empty(self, api: Any, request: Request) -> None:
        for group in request.properties.get("StackInstancesGroup") or []:
            self._remove(api, request, group)

    def _set(self, request: Request) -> model.StackSet:

        given, owner = request.properties, request.account_id
        if given.get("CallAs") == "DELEGATED_ADMIN":
            owner = organizations.management_account_id(owner) or owner
        return model.find(owner, request.region, given["StackSetName"])

    def _await_others(self, request: Request) -> None:
        """CloudFormation waits for another operation of the set."""
        try:
            unfinished = self._set(request).unfinished
        except model.StackSetNotFound as error:
            raise NotFound(request.properties["StackSetName"]) from error
        for operation in unfinished:
            operation.done.wait()

    def _require_success(self, api: Any, request: Request, answer: Any) -> None:
        given, operation_id = request.properties, answer["OperationId"]
        operation = self._set(request).operations[operation_id]
        operation.done.wait()
        if operation.status != "FAILED":
            return
        if operation.reason:
            raise _stopped(operation_id, operation.reason)
        results = api.list_stack_set_operation_results(
            StackSetName=given["StackSetName"],
            OperationId=operation_id,
            **pick(given, "CallAs"),
        )["Summaries"]
        first = next((one for one in results if one["Status"] == "FAILED"), results[0])
        where = f"{first['Account']}/{first['Region']}"
        raise _stopped(operation_id, f"{where}: {first.get('StatusReason')}")


def _stopped(operation_id: str, reason: str) -> ResourceError:
    return ResourceError(
        "NotStabilized",
        f"Stack set operation [{operation_id}] was unexpectedly "
        f"stopped or failed. status reason(s): [{reason}]",
    )


PROVIDERS = (StackSetProvider(),)
