"""AWS::CloudFormation::StackSet, by way of the API."""

from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request, ResourceError
from embedded_aws.cloudformation.providers.api_calls import (
    as_list,
    client,
    pick,
    strict_client,
    tags,
)

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
                self._converge(api, given, [])
            except Exception:
                self._empty(api, given)
                api.delete_stack_set(StackSetName=name, **pick(given, "CallAs"))
                raise
        return Handled(made, {"StackSetId": made})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        given = request.properties
        with client("cloudformation", request) as api:
            answer = api.update_stack_set(
                StackSetName=given["StackSetName"],
                Tags=as_list(tags(request, given.get("Tags"))),
                **pick(given, *_SETTINGS),
            )
            self._require_success(api, given, answer)
            self._converge(api, given, old_properties.get("StackInstancesGroup") or [])
        return Handled(physical_id, {"StackSetId": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        given = request.properties
        with client("cloudformation", request) as api:
            self._empty(api, given)
            api.delete_stack_set(StackSetName=given["StackSetName"], **pick(given, "CallAs"))

    def _converge(self, api: Any, given: dict[str, Any], old: list[dict[str, Any]]) -> None:
        groups = given.get("StackInstancesGroup") or []
        for group in groups:
            if group not in old:
                answer = api.create_stack_instances(
                    StackSetName=given["StackSetName"],
                    **pick(group, "Regions", "DeploymentTargets", "ParameterOverrides"),
                    **pick(given, "CallAs"),
                )
                self._require_success(api, given, answer)
        for group in old:
            if group not in groups:
                self._remove(api, given, group)

    def _remove(self, api: Any, given: dict[str, Any], group: dict[str, Any]) -> None:
        answer = api.delete_stack_instances(
            StackSetName=given["StackSetName"],
            RetainStacks=False,
            **pick(group, "Regions", "DeploymentTargets"),
            **pick(given, "CallAs"),
        )
        self._require_success(api, given, answer)

    def _empty(self, api: Any, given: dict[str, Any]) -> None:
        for group in given.get("StackInstancesGroup") or []:
            self._remove(api, given, group)

    def _require_success(self, api: Any, given: dict[str, Any], answer: Any) -> None:
        results = api.list_stack_set_operation_results(
            StackSetName=given["StackSetName"],
            OperationId=answer["OperationId"],
            **pick(given, "CallAs"),
        )["Summaries"]
        failed = [one for one in results if one["Status"] == "FAILED"]
        if failed:
            first = failed[0]
            raise ResourceError(
                "NotStabilized",
                f"Stack set operation [{answer['OperationId']}] was unexpectedly "
                f"stopped or failed. status reason(s): [{first['Account']}/"
                f"{first['Region']}: {first.get('StatusReason')}]",
            )


PROVIDERS = (StackSetProvider(),)
