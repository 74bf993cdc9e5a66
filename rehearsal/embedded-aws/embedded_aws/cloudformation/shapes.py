"""Stacks in the shapes of the CloudFormation API."""

from typing import Any

from embedded_aws.cloudformation.stack import Resource, Stack


def _without_none(value: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in value.items() if item is not None}


def stack(one: Stack) -> dict[str, Any]:
    return _without_none(
        {
            "StackId": one.stack_id,
            "StackName": one.name,
            "Description": one.template.description if one.template else None,
            "Parameters": [
                _without_none(
                    {
                        "ParameterKey": key,
                        "ParameterValue": ("****" if key in one.hidden_parameters else value),
                        "ResolvedValue": one.resolved_parameters.get(key),
                    }
                )
                for key, value in one.parameters.items()
            ],
            "CreationTime": one.creation_time,
            "LastUpdatedTime": one.last_updated_time,
            "DeletionTime": one.deletion_time,
            "StackStatus": one.status,
            "StackStatusReason": one.status_reason,
            "DisableRollback": one.disable_rollback,
            "NotificationARNs": one.notification_arns,
            "TimeoutInMinutes": one.timeout_minutes,
            "Capabilities": one.capabilities,
            "Outputs": [
                _without_none(
                    {
                        "OutputKey": output.key,
                        "OutputValue": output.value,
                        "Description": output.description,
                        "ExportName": output.export_name,
                    }
                )
                for output in one.outputs
            ],
            "RoleARN": one.role_arn,
            "Tags": [{"Key": k, "Value": v} for k, v in one.tags.items()],
            "EnableTerminationProtection": one.termination_protection,
            "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
        }
    )


def summary(one: Stack) -> dict[str, Any]:
    return _without_none(
        {
            "StackId": one.stack_id,
            "StackName": one.name,
            "TemplateDescription": one.template.description if one.template else None,
            "CreationTime": one.creation_time,
            "LastUpdatedTime": one.last_updated_time,
            "DeletionTime": one.deletion_time,
            "StackStatus": one.status,
            "StackStatusReason": one.status_reason,
            "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
        }
    )


def events(one: Stack) -> list[dict[str, Any]]:
    """Newest first."""
    return [
        _without_none(
            {
                "StackId": one.stack_id,
                "EventId": event.event_id,
                "StackName": one.name,
                "LogicalResourceId": event.logical_id,
                "PhysicalResourceId": event.physical_id or "",
                "ResourceType": event.type_name,
                "Timestamp": event.timestamp,
                "ResourceStatus": event.status,
                "ResourceStatusReason": event.reason,
                "ClientRequestToken": event.token,
            }
        )
        for event in reversed(one.events)
    ]


def resource(one: Stack, found: Resource, detail: bool = False) -> dict[str, Any]:
    """A StackResource, or with ``detail`` a StackResourceDetail."""
    time_key = "LastUpdatedTimestamp" if detail else "Timestamp"
    return _without_none(
        {
            "StackName": one.name,
            "StackId": one.stack_id,
            "LogicalResourceId": found.logical_id,
            "PhysicalResourceId": found.physical_id,
            "ResourceType": found.type_name,
            time_key: found.timestamp,
            "ResourceStatus": found.status,
            "ResourceStatusReason": found.reason,
            "DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"},
        }
    )


def plain(one: Stack) -> dict[str, Any]:
    """For the control interface: JSON values only."""
    return {
        "account": one.account_id,
        "region": one.region_name,
        "name": one.name,
        "id": one.stack_id,
        "status": one.status,
        "statusReason": one.status_reason,
        "terminationProtection": one.termination_protection,
        "resources": [
            {
                "logicalId": found.logical_id,
                "type": found.type_name,
                "physicalId": found.physical_id,
                "status": found.status,
                "reason": found.reason,
            }
            for found in list(one.resources.values())
        ],
    }
