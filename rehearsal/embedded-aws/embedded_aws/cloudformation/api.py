"""The stack operations of the CloudFormation API.

Each function takes the place of a method of moto's ``CloudFormationResponse``,
which parses the request and serialises what is answered.
"""

import json
from typing import Any

from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.cloudformation import (
    backend,
    operations,
    shapes,
    stack_policy,
    template_source,
)
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack import Stack

_PAGE = 100

Response = CloudFormationResponse


def find(response: Response, key: str = "StackName") -> Stack:
    return backend.find(response.current_account, response.region, response._get_param(key))


def _tags(response: Response) -> dict[str, str] | None:
    tags = response._get_param("Tags")
    # An empty list clears the tags; without the parameter they stay.
    if tags is None:
        return None
    return {tag["Key"]: tag["Value"] for tag in tags}


def stack_input(response: Response) -> operations.StackInput:
    get = response._get_param
    policy = template_source.policy_body(response, "StackPolicy")
    if policy:
        stack_policy.parse(policy)
    return operations.StackInput(
        body=template_source.body(response),
        parameters=get("Parameters", []),
        tags=_tags(response),
        role_arn=get("RoleARN"),
        capabilities=get("Capabilities", []),
        policy=policy,
        policy_during_update=template_source.policy_body(response, "StackPolicyDuringUpdate"),
        disable_rollback=bool(response._get_bool_param("DisableRollback", False)),
        on_failure=get("OnFailure"),
        termination_protection=bool(response._get_bool_param("EnableTerminationProtection", False)),
        notification_arns=get("NotificationARNs"),
        timeout_minutes=get("TimeoutInMinutes"),
        token=get("ClientRequestToken"),
    )


def create_stack(self: Response) -> ActionResult:
    stack = operations.create(
        self.current_account, self.region, self._get_param("StackName"), stack_input(self)
    )
    return ActionResult({"StackId": stack.stack_id})


def update_stack(self: Response) -> ActionResult:
    stack = find(self)
    given = stack_input(self)
    if self._get_bool_param("UsePreviousTemplate", False):
        given.body = None
    operations.update(stack, given)
    return ActionResult({"StackId": stack.stack_id})


def continue_update_rollback(self: Response) -> ActionResult:
    skipped = frozenset(self._get_param("ResourcesToSkip", []))
    operations.continue_rollback(find(self), skipped)
    return EmptyResult()


def delete_stack(self: Response) -> ActionResult:
    try:
        stack = find(self)
    except ValidationError:
        # Deleting what is not there succeeds.
        return EmptyResult()
    operations.delete(
        stack,
        frozenset(self._get_param("RetainResources", [])),
        self._get_param("ClientRequestToken"),
    )
    return EmptyResult()


def _page(response: Response, items: list[Any], key: str) -> ActionResult:
    start = int(response._get_param("NextToken") or 0)
    end = start + _PAGE
    answer: dict[str, Any] = {key: items[start:end]}
    if end < len(items):
        answer["NextToken"] = str(end)
    return ActionResult(answer)


def describe_stacks(self: Response) -> ActionResult:
    if self._get_param("StackName"):
        return ActionResult({"Stacks": [shapes.stack(find(self))]})
    stacks = backend.live(self.current_account, self.region)
    return _page(self, [shapes.stack(one) for one in stacks], "Stacks")


def list_stacks(self: Response) -> ActionResult:
    wanted = self._get_param("StackStatusFilter", [])
    stacks = [
        *backend.live(self.current_account, self.region),
        *backend.deleted(self.current_account, self.region),
    ]
    found = [shapes.summary(s) for s in stacks if not wanted or s.status in wanted]
    return _page(self, found, "StackSummaries")


def describe_stack_events(self: Response) -> ActionResult:
    return _page(self, shapes.events(find(self)), "StackEvents")


def describe_stack_resource(self: Response) -> ActionResult:
    stack = find(self)
    name = self._get_param("LogicalResourceId")
    if name not in stack.resources:
        raise ValidationError(f"Resource {name} does not exist for stack {stack.name}")
    detail = shapes.resource(stack, stack.resources[name], detail=True)
    detail["Metadata"] = json.dumps(_metadata(stack, name))
    return ActionResult({"StackResourceDetail": detail})


def _metadata(stack: Stack, name: str) -> Any:
    declared = stack.template.resources.get(name, {}) if stack.template else {}
    return declared.get("Metadata", {})


def describe_stack_resources(self: Response) -> ActionResult:
    physical_id = self._get_param("PhysicalResourceId")
    wanted = self._get_param("LogicalResourceId")
    stack = find(self) if self._get_param("StackName") else _owner(self, physical_id)
    found = [
        shapes.resource(stack, resource)
        for resource in stack.resources.values()
        if wanted is None or resource.logical_id == wanted
    ]
    return ActionResult({"StackResources": found})


def _owner(response: Response, physical_id: str) -> Stack:
    for stack in backend.live(response.current_account, response.region):
        for resource in stack.resources.values():
            if resource.physical_id == physical_id:
                return stack
    raise ValidationError(f"Stack for {physical_id} does not exist")


def list_stack_resources(self: Response) -> ActionResult:
    stack = find(self)
    found = [shapes.resource(stack, resource, detail=True) for resource in stack.resources.values()]
    return _page(self, found, "StackResourceSummaries")


def get_template(self: Response) -> ActionResult:
    stack = find(self)
    body = stack.template.body if stack.template else ""
    return ActionResult({"TemplateBody": body, "StagesAvailable": ["Original", "Processed"]})


def list_exports(self: Response) -> ActionResult:
    table = self.cloudformation_backend.exports.values()
    found = [
        {"ExportingStackId": e.exporting_stack_id, "Name": e.name, "Value": e.value}
        for e in list(table)
    ]
    return _page(self, found, "Exports")


def list_imports(self: Response) -> ActionResult:
    name = self._get_param("ExportName")
    stacks = backend.live(self.current_account, self.region)
    found = [stack.name for stack in stacks if name in stack.imports]
    if not found:
        raise ValidationError(f"Export '{name}' is not imported by any stack.")
    return _page(self, found, "Imports")


def update_termination_protection(self: Response) -> ActionResult:
    stack = find(self)
    if stack.is_deleted:
        raise ValidationError(f"Stack [{stack.name}] does not exist")
    stack.termination_protection = bool(self._get_bool_param("EnableTerminationProtection", False))
    return ActionResult({"StackId": stack.stack_id})


def get_stack_policy(self: Response) -> ActionResult:
    policy = find(self).policy
    return ActionResult({"StackPolicyBody": policy} if policy else {})


def set_stack_policy(self: Response) -> ActionResult:
    body = template_source.policy_body(self, "StackPolicy")
    stack_policy.parse(body or "")
    find(self).policy = body
    return EmptyResult()
