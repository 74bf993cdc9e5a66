"""The stack set operations of the CloudFormation API."""

from typing import Any

from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.cloudformation import template, template_source
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack_sets import model, shapes, targets, work

#: Trusted access and delegated administration go by this name.
PRINCIPAL = "member.org.stacksets.cloudformation.amazonaws.com"
DEFAULT_EXECUTION_ROLE = "AWSCloudFormationStackSetExecutionRole"

Response = CloudFormationResponse


def owner(response: Response) -> str:
    """The management account for a delegated administrator, else the caller.

    :raises ValidationError: when the caller administers nothing.
    """
    from embedded_aws.services.organizations import state

    account_id = response.current_account
    if response._get_param("CallAs", "SELF") != "DELEGATED_ADMIN":
        return account_id
    management = state.management_account_id(account_id)
    if management is None or not state.is_delegated_administrator(account_id, PRINCIPAL):
        raise ValidationError("Account used is not a delegated administrator")
    return management


def _find(response: Response) -> model.StackSet:
    name = response._get_param("StackSetName")
    return model.find(owner(response), response.region, name)


def create_stack_set(self: Response) -> ActionResult:
    from embedded_aws.services.organizations import state

    get = self._get_param
    account_id, name = owner(self), get("StackSetName")
    table = model.table(account_id, self.region)
    if name in table:
        raise model.NameAlreadyExists(f"StackSet with name {name} already exists")
    body = template_source.body(self)
    parsed = template.parse(body or "")
    permission_model = get("PermissionModel", "SELF_MANAGED")
    if permission_model == "SERVICE_MANAGED":
        if not state.has_trusted_access(account_id, PRINCIPAL):
            raise ValidationError(
                "You must enable organizations access to operate a service managed stack set"
            )
        if parsed.document.get("Transform"):
            raise ValidationError(
                "Templates with macros are not supported for service managed stack sets"
            )
    made = model.StackSet(
        account_id=account_id,
        region=self.region,
        name=name,
        body=parsed.body,
        description=get("Description", ""),
        parameters=get("Parameters", []),
        capabilities=get("Capabilities", []),
        tags={tag["Key"]: tag["Value"] for tag in get("Tags", [])},
        permission_model=permission_model,
        admin_role_arn=get("AdministrationRoleARN"),
        execution_role_name=get("ExecutionRoleName", DEFAULT_EXECUTION_ROLE),
        auto_deployment=get("AutoDeployment"),
        managed_execution=get("ManagedExecution", {"Active": False}),
    )
    table[name] = made
    return ActionResult({"StackSetId": made.stack_set_id})


def update_stack_set(self: Response) -> ActionResult:
    stack_set = _find(self)
    get = self._get_param
    if not self._get_bool_param("UsePreviousTemplate", False):
        stack_set.body = template.parse(template_source.body(self) or "").body
    stack_set.parameters = get("Parameters", [])
    stack_set.capabilities = get("Capabilities", [])
    stack_set.description = get("Description") or stack_set.description
    stack_set.auto_deployment = get("AutoDeployment") or stack_set.auto_deployment
    stack_set.managed_execution = get("ManagedExecution") or stack_set.managed_execution
    stack_set.execution_role_name = get("ExecutionRoleName") or stack_set.execution_role_name
    if get("Tags") is not None:
        stack_set.tags = {tag["Key"]: tag["Value"] for tag in get("Tags")}
    operation = work.begin(stack_set, "UPDATE", get("OperationId"))
    for instance in list(stack_set.instances.values()):
        work.deploy(stack_set, instance, operation)
    return ActionResult({"OperationId": operation.operation_id})


def delete_stack_set(self: Response) -> ActionResult:
    stack_set = _find(self)
    if stack_set.instances:
        raise model.StackSetNotEmpty("StackSet is not empty")
    del model.table(stack_set.account_id, stack_set.region)[stack_set.name]
    return EmptyResult()


def _targets(response: Response, stack_set: model.StackSet) -> list[tuple[str, str, str]]:
    """Account, region and unit."""
    get = response._get_param
    accounts = targets.resolve(stack_set, get("Accounts", []), get("DeploymentTargets") or {})
    regions = get("Regions", [])
    return [(account, region, unit) for region in regions for account, unit in accounts]


def create_stack_instances(self: Response) -> ActionResult:
    stack_set = _find(self)
    overrides = self._get_param("ParameterOverrides", [])
    wanted = _targets(self, stack_set)
    operation = work.begin(stack_set, "CREATE", self._get_param("OperationId"))
    for account, region, unit in wanted:
        instance = stack_set.instances.setdefault(
            (account, region), model.StackInstance(account, region, unit, overrides)
        )
        work.deploy(stack_set, instance, operation)
    return ActionResult({"OperationId": operation.operation_id})


def update_stack_instances(self: Response) -> ActionResult:
    stack_set = _find(self)
    overrides = self._get_param("ParameterOverrides", [])
    operation = work.begin(stack_set, "UPDATE", self._get_param("OperationId"))
    for account, region, _ in _targets(self, stack_set):
        instance = stack_set.instances.get((account, region))
        if instance is not None:
            instance.overrides = overrides
            work.deploy(stack_set, instance, operation)
    return ActionResult({"OperationId": operation.operation_id})


def delete_stack_instances(self: Response) -> ActionResult:
    stack_set = _find(self)
    retain = bool(self._get_bool_param("RetainStacks", False))
    operation = work.begin(stack_set, "DELETE", self._get_param("OperationId"))
    for account, region, _ in _targets(self, stack_set):
        instance = stack_set.instances.get((account, region))
        if instance is not None:
            work.remove(stack_set, instance, operation, retain)
    return ActionResult({"OperationId": operation.operation_id})


def describe_stack_set(self: Response) -> ActionResult:
    return ActionResult({"StackSet": shapes.stack_set(_find(self))})


def list_stack_sets(self: Response) -> ActionResult:
    found = model.table(owner(self), self.region).values()
    return ActionResult({"Summaries": [shapes.summary(one) for one in found]})


def describe_stack_instance(self: Response) -> ActionResult:
    stack_set = _find(self)
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
    end = start + int(response._get_param("MaxResults") or 100)
    answer: dict[str, Any] = {"Summaries": items[start:end]}
    if end < len(items):
        answer["NextToken"] = str(end)
    return ActionResult(answer)


def list_stack_instances(self: Response) -> ActionResult:
    stack_set = _find(self)
    account = self._get_param("StackInstanceAccount")
    region = self._get_param("StackInstanceRegion")
    found = [
        shapes.instance(stack_set, instance)
        for instance in stack_set.instances.values()
        if account in (None, instance.account_id) and region in (None, instance.region)
    ]
    return _page(self, found)


def _operation(response: Response) -> tuple[model.StackSet, model.Operation]:
    stack_set = _find(response)
    operation_id = response._get_param("OperationId")
    operation = stack_set.operations.get(operation_id)
    if operation is None:
        raise model.OperationNotFound(f"Operation {operation_id} not found")
    return stack_set, operation


def describe_stack_set_operation(self: Response) -> ActionResult:
    return ActionResult({"StackSetOperation": shapes.operation(*_operation(self))})


def list_stack_set_operations(self: Response) -> ActionResult:
    stack_set = _find(self)
    found = [shapes.operation(stack_set, one) for one in stack_set.operations.values()]
    return _page(self, found[::-1])


def list_stack_set_operation_results(self: Response) -> ActionResult:
    return _page(self, _operation(self)[1].results)


OPERATIONS = (
    create_stack_set,
    update_stack_set,
    delete_stack_set,
    create_stack_instances,
    update_stack_instances,
    delete_stack_instances,
    describe_stack_set,
    list_stack_sets,
    describe_stack_instance,
    list_stack_instances,
    describe_stack_set_operation,
    list_stack_set_operations,
    list_stack_set_operation_results,
)
