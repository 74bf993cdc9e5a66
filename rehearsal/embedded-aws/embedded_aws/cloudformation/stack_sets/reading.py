"""What the CloudFormation API returns of stack sets."""

from typing import Any

from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult

from embedded_aws.cloudformation.stack_sets import model, shapes
from embedded_aws.cloudformation.stack_sets.owner import find, owner

#: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackInstances.html
_PAGE = 100

Response = CloudFormationResponse


def describe_stack_set(self: Response) -> ActionResult:
    return ActionResult({"StackSet": shapes.stack_set(find(self))})


def list_stack_sets(self: Response) -> ActionResult:
    found = model.table(owner(self), self.region).values()
    return ActionResult({"Summaries": [shapes.summary(one) for one in found]})


def describe_stack_instance(self: Response) -> ActionResult:
    stack_set = find(self)
    account = self._get_param("StackInstanceAccount")
    region = self._get_param("StackInstanceRegion")
    instance = stack_set.instances.get((account, region))
    if instance is None:
        raise model.StackInstanceNotFound(
            f"Stack instance not found for stack set {stack_set.name}, "
            f"account {account}, region {region}"
        )
    return ActionResult({"StackInstance": shapes.instance(stack_set, instance)})


def _page(response: Response, items: list[Any]) -> ActionResult:
    start = int(response._get_param("NextToken") or 0)
    end = start + min(int(response._get_param("MaxResults") or _PAGE), _PAGE)
    answer: dict[str, Any] = {"Summaries": items[start:end]}
    if end < len(items):
        answer["NextToken"] = str(end)
    return ActionResult(answer)


def list_stack_instances(self: Response) -> ActionResult:
    stack_set = find(self)
    account = self._get_param("StackInstanceAccount")
    region = self._get_param("StackInstanceRegion")
    found = [
        shapes.instance(stack_set, instance)
        for instance in list(stack_set.instances.values())
        if account in (None, instance.account_id)
        and region in (None, instance.region)
        and _fits(instance, self._get_param("Filters") or [])
    ]
    return _page(self, found)


def _fits(instance: model.StackInstance, filters: list[dict[str, str]]) -> bool:
    shown = {
        "DETAILED_STATUS": instance.detail,
        "LAST_OPERATION_ID": instance.operation_id,
        "DRIFT_STATUS": "NOT_CHECKED",
    }
    return all(shown.get(one["Name"]) == one["Values"] for one in filters)


def _operation(response: Response) -> tuple[model.StackSet, model.Operation]:
    stack_set = find(response)
    operation_id = response._get_param("OperationId")
    operation = stack_set.operations.get(operation_id)
    if operation is None:
        raise model.OperationNotFound(f"Operation {operation_id} not found")
    return stack_set, operation


def describe_stack_set_operation(self: Response) -> ActionResult:
    return ActionResult({"StackSetOperation": shapes.operation(*_operation(self))})


def list_stack_set_operations(self: Response) -> ActionResult:
    stack_set = find(self)
    found = [shapes.operation(stack_set, one) for one in stack_set.operations.values()]
    return _page(self, found[::-1])


def list_stack_set_operation_results(self: Response) -> ActionResult:
    found = _operation(self)[1].results
    for one in self._get_param("Filters") or []:
        if one["Name"] == "OPERATION_RESULT_STATUS":
            found = [result for result in found if result["Status"] == one["Values"]]
    return _page(self, found)
