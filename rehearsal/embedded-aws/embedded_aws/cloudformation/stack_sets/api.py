"""The CloudFormation API that makes, changes and removes stack sets and their instances."""

from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.cloudformation import capabilities, template, template_source
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack_sets import access, model, reading, targets, work
from embedded_aws.cloudformation.stack_sets.owner import find, owner
from embedded_aws.evidence import evidence

#: https://github.com/elastic/cloudbeat/issues/2681
_NO_UNIT = "Target organizational unit could not be found"
DEFAULT_EXECUTION_ROLE = "AWSCloudFormationStackSetExecutionRole"

Response = CloudFormationResponse


@evidence("stack-sets-capabilities-at-creation")
def create_stack_set(self: Response) -> ActionResult:
    get = self._get_param
    account_id, name = owner(self), get("StackSetName")
    table = model.table(account_id, self.region)
    if name in table:
        raise model.NameAlreadyExists(f"StackSet with name {name} already exists")
    body = template_source.body(self)
    parsed = template.parse(body or "")
    permission_model = get("PermissionModel", "SELF_MANAGED")
    if permission_model == "SERVICE_MANAGED":
        access.require_activated(account_id)
        if parsed.document.get("Transform"):
            raise ValidationError(
                "Templates with macros are not supported for service managed stack sets"
            )
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
    capabilities.require(parsed, get("Capabilities", []))
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
    stack_set = find(self)
    if stack_set.is_service_managed:
        access.require_activated(stack_set.account_id)
    get = self._get_param
    body = stack_set.body
    if not self._get_bool_param("UsePreviousTemplate", False):
        body = template.parse(template_source.body(self) or "").body
    capabilities.require(template.parse(body), get("Capabilities", []))
    operation = _begin(self, stack_set, "UPDATE")
    stack_set.body = body
    stack_set.parameters = get("Parameters", [])
    stack_set.capabilities = get("Capabilities", [])
    stack_set.description = get("Description") or stack_set.description
    stack_set.auto_deployment = get("AutoDeployment") or stack_set.auto_deployment
    stack_set.managed_execution = get("ManagedExecution") or stack_set.managed_execution
    stack_set.execution_role_name = get("ExecutionRoleName") or stack_set.execution_role_name
    if get("Tags") is not None:
        stack_set.tags = {tag["Key"]: tag["Value"] for tag in get("Tags")}
    work.start(stack_set, operation, stack_set.instances.values())
    return ActionResult({"OperationId": operation.operation_id})


def delete_stack_set(self: Response) -> ActionResult:
    stack_set = find(self)
    if stack_set.unfinished:
        raise model.OperationInProgress(
            f"Another Operation on StackSet {stack_set.arn} is in progress: "
            f"{stack_set.unfinished[0].operation_id}"
        )
    if stack_set.instances:
        raise model.StackSetNotEmpty("StackSet is not empty")
    del model.table(stack_set.account_id, stack_set.region)[stack_set.name]
    return EmptyResult()


def _begin(response: Response, stack_set: model.StackSet, action: str) -> model.Operation:
    get = response._get_param
    return work.begin(
        stack_set,
        action,
        get("OperationId"),
        preferences=get("OperationPreferences") or {},
        targets=get("DeploymentTargets") or {},
        retain=bool(response._get_bool_param("RetainStacks", False)),
    )


def _targets(
    response: Response, stack_set: model.StackSet, creates: bool = False
) -> list[tuple[str, str, str]]:
    """Account, region and unit."""
    if stack_set.is_service_managed:
        access.require_activated(stack_set.account_id)
    get = response._get_param
    accounts = targets.resolve(
        stack_set, get("Accounts", []), get("DeploymentTargets") or {}, creates
    )
    regions = get("Regions", [])
    return [(account, region, unit) for region in regions for account, unit in accounts]


def _known(response: Response, stack_set: model.StackSet) -> list[model.StackInstance]:
    """The instances that are there, of those that the request means."""
    keys = [(account, region) for account, region, _ in _targets(response, stack_set)]
    return [stack_set.instances[key] for key in keys if key in stack_set.instances]


def create_stack_instances(self: Response) -> ActionResult:
    stack_set = find(self)
    overrides = self._get_param("ParameterOverrides", [])
    wanted = _targets(self, stack_set, creates=True)
    operation = _begin(self, stack_set, "CREATE")
    if targets.missing_units(stack_set, operation.targets):
        work.fail(operation, _NO_UNIT)
        return ActionResult({"OperationId": operation.operation_id})
    made = [
        stack_set.instances.setdefault(
            (account, region), model.StackInstance(account, region, unit, overrides)
        )
        for account, region, unit in wanted
    ]
    work.start(stack_set, operation, made)
    return ActionResult({"OperationId": operation.operation_id})


def update_stack_instances(self: Response) -> ActionResult:
    stack_set = find(self)
    overrides = self._get_param("ParameterOverrides", [])
    known = _known(self, stack_set)
    targets.refuse_units_without_instances(stack_set, self._get_param("DeploymentTargets") or {})
    operation = _begin(self, stack_set, "UPDATE")
    for instance in known:
        instance.overrides = overrides
    work.start(stack_set, operation, known)
    return ActionResult({"OperationId": operation.operation_id})


def delete_stack_instances(self: Response) -> ActionResult:
    stack_set = find(self)
    known = _known(self, stack_set)
    operation = _begin(self, stack_set, "DELETE")
    if targets.missing_units(stack_set, operation.targets):
        work.fail(operation, _NO_UNIT)
        return ActionResult({"OperationId": operation.operation_id})
    work.start(stack_set, operation, known)
    return ActionResult({"OperationId": operation.operation_id})


OPERATIONS = (
    create_stack_set,
    update_stack_set,
    delete_stack_set,
    create_stack_instances,
    update_stack_instances,
    delete_stack_instances,
    reading.describe_stack_set,
    reading.list_stack_sets,
    reading.describe_stack_instance,
    reading.list_stack_instances,
    reading.describe_stack_set_operation,
    reading.list_stack_set_operations,
    reading.list_stack_set_operation_results,
)
