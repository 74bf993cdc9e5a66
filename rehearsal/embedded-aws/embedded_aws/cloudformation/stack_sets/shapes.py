"""Stack sets in the shapes of the API."""

from typing import Any

from embedded_aws.cloudformation.stack_sets.model import (
    Operation,
    StackInstance,
    StackSet,
)


def summary(one: StackSet) -> dict[str, Any]:
    answer = {
        "StackSetName": one.name,
        "StackSetId": one.stack_set_id,
        "Description": one.description,
        "Status": one.status,
        "PermissionModel": one.permission_model,
        "ManagedExecution": one.managed_execution,
    }
    if one.auto_deployment:
        answer["AutoDeployment"] = one.auto_deployment
    return answer


def stack_set(one: StackSet) -> dict[str, Any]:
    units = dict.fromkeys(i.unit_id for i in one.instances.values() if i.unit_id)
    return {
        **summary(one),
        "StackSetARN": one.arn,
        "TemplateBody": one.body,
        "Parameters": one.parameters,
        "Capabilities": one.capabilities,
        "Tags": [{"Key": key, "Value": value} for key, value in one.tags.items()],
        "ExecutionRoleName": one.execution_role_name,
        "OrganizationalUnitIds": list(units),
        "Regions": list(dict.fromkeys(i.region for i in one.instances.values())),
        **({"AdministrationRoleARN": one.admin_role_arn} if one.admin_role_arn else {}),
    }


def instance(one: StackSet, found: StackInstance) -> dict[str, Any]:
    return {
        "StackSetId": one.stack_set_id,
        "Region": found.region,
        "Account": found.account_id,
        "StackId": found.stack_id or "",
        "ParameterOverrides": found.overrides,
        "Status": found.status,
        "StackInstanceStatus": {"DetailedStatus": found.detail},
        "StatusReason": found.reason or "",
        "OrganizationalUnitId": found.unit_id,
        "DriftStatus": "NOT_CHECKED",
        "LastOperationId": found.operation_id or "",
    }


def operation(one: StackSet, found: Operation) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "OperationId": found.operation_id,
        "StackSetId": one.stack_set_id,
        "Action": found.action,
        "Status": found.status,
        "ExecutionRoleName": one.execution_role_name,
        "CreationTimestamp": found.created,
        "OperationPreferences": found.preferences,
        "StatusDetails": {"FailedStackInstancesCount": found.failed},
    }
    if found.ended:
        answer["EndTimestamp"] = found.ended
    if found.reason:
        answer["StatusReason"] = found.reason
    if found.targets:
        answer["DeploymentTargets"] = found.targets
    if found.action == "DELETE":
        answer["RetainStacks"] = found.retain
    return answer
