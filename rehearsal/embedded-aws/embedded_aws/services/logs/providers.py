"""AWS::CloudWatch::Alarm, AWS::Logs::LogGroup, ::MetricFilter, ::SubscriptionFilter."""

import json
from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request, ResourceError, already_exists
from embedded_aws.cloudformation.providers.api_calls import (
    as_list,
    client,
    pick,
    strict_client,
    tags,
)


class Alarm:
    type_name = "AWS::CloudWatch::Alarm"

    def create(self, request: Request) -> Handled:
        name = request.properties.get("AlarmName", request.generated_name)
        with strict_client("cloudwatch", request) as api:
            if api.describe_alarms(AlarmNames=[name])["MetricAlarms"]:
                raise already_exists(self.type_name, name)
            self._put(api, request, name)
        return self._handled(request, name)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        with client("cloudwatch", request) as api:
            self._put(api, request, physical_id)
        return self._handled(request, physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("cloudwatch", request) as api:
            api.delete_alarms(AlarmNames=[physical_id])

    def _put(self, api: Any, request: Request, name: str) -> None:
        given = {k: v for k, v in request.properties.items() if k != "Tags"}
        own = tags(request, request.properties.get("Tags"))
        api.put_metric_alarm(**{**given, "AlarmName": name, "Tags": as_list(own)})

    def _handled(self, request: Request, name: str) -> Handled:
        arn = f"arn:aws:cloudwatch:{request.region}:{request.account_id}:alarm:{name}"
        return Handled(name, {"Arn": arn})


class LogGroup:
    type_name = "AWS::Logs::LogGroup"

    def create(self, request: Request) -> Handled:
        given = request.properties
        name = given.get("LogGroupName", request.generated_name)
        options = {"kmsKeyId": given["KmsKeyId"]} if "KmsKeyId" in given else {}
        with strict_client("logs", request) as api:
            api.create_log_group(
                logGroupName=name, tags=tags(request, given.get("Tags")), **options
            )
            self._retention(api, name, given)
        return self._handled(request, name)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        given = request.properties
        with client("logs", request) as api:
            self._retention(api, physical_id, given)
            if given.get("KmsKeyId") and given["KmsKeyId"] != old_properties.get("KmsKeyId"):
                api.associate_kms_key(logGroupName=physical_id, kmsKeyId=given["KmsKeyId"])
            own = tags(request, given.get("Tags"))
            if own:
                api.tag_log_group(logGroupName=physical_id, tags=own)
        return self._handled(request, physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("logs", request) as api:
            api.delete_log_group(logGroupName=physical_id)

    def _retention(self, api: Any, name: str, given: dict[str, Any]) -> None:
        if "RetentionInDays" in given:
            api.put_retention_policy(logGroupName=name, retentionInDays=given["RetentionInDays"])
        else:
            api.delete_retention_policy(logGroupName=name)

    def _handled(self, request: Request, name: str) -> Handled:
        arn = f"arn:aws:logs:{request.region}:{request.account_id}:log-group:{name}:*"
        return Handled(name, {"Arn": arn})


class MetricFilter:
    type_name = "AWS::Logs::MetricFilter"

    def create(self, request: Request) -> Handled:
        given = request.properties
        name = given.get("FilterName", request.generated_name)
        with strict_client("logs", request) as api:
            self._put(api, given, name)
        return Handled(name)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        with client("logs", request) as api:
            self._put(api, request.properties, physical_id)
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("logs", request) as api:
            api.delete_metric_filter(
                logGroupName=request.properties["LogGroupName"],
                filterName=physical_id,
            )

    def _put(self, api: Any, given: dict[str, Any], name: str) -> None:
        groups = api.describe_log_groups(logGroupNamePrefix=given["LogGroupName"])
        names = [group["logGroupName"] for group in groups["logGroups"]]
        if given["LogGroupName"] not in names:
            raise ResourceError(
                "ResourceNotFoundException", "The specified log group does not exist."
            )
        api.put_metric_filter(
            logGroupName=given["LogGroupName"],
            filterName=name,
            filterPattern=given["FilterPattern"],
            metricTransformations=[
                self._transformation(item) for item in given["MetricTransformations"]
            ],
        )

    def _transformation(self, item: dict[str, Any]) -> dict[str, Any]:
        changed = {key[0].lower() + key[1:]: value for key, value in item.items()}
        if "Dimensions" in item:
            changed["dimensions"] = {d["Key"]: d["Value"] for d in item["Dimensions"]}
        return changed


class SubscriptionFilter:
    type_name = "AWS::Logs::SubscriptionFilter"

    def create(self, request: Request) -> Handled:
        name = request.properties.get("FilterName", request.generated_name)
        with strict_client("logs", request) as api:
            self._put(api, request.properties, name)
        return Handled(name)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        with client("logs", request) as api:
            self._put(api, request.properties, physical_id)
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("logs", request) as api:
            api.delete_subscription_filter(
                logGroupName=request.properties["LogGroupName"],
                filterName=physical_id,
            )

    def _put(self, api: Any, given: dict[str, Any], name: str) -> None:
        options = pick(given, "RoleArn", "Distribution")
        api.put_subscription_filter(
            logGroupName=given["LogGroupName"],
            filterName=name,
            filterPattern=given["FilterPattern"],
            destinationArn=given["DestinationArn"],
            **{key[0].lower() + key[1:]: value for key, value in options.items()},
        )


class Dashboard:
    """moto's model cannot be changed."""

    type_name = "AWS::CloudWatch::Dashboard"

    def create(self, request: Request) -> Handled:
        name = request.properties.get("DashboardName", request.generated_name)
        self._put(request, name)
        return Handled(name)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        self._put(request, physical_id)
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("cloudwatch", request) as api:
            api.delete_dashboards(DashboardNames=[physical_id])

    def _put(self, request: Request, name: str) -> None:
        body = request.properties["DashboardBody"]
        text = body if isinstance(body, str) else json.dumps(body)
        with strict_client("cloudwatch", request) as api:
            api.put_dashboard(DashboardName=name, DashboardBody=text)


PROVIDERS = (Alarm(), Dashboard(), LogGroup(), MetricFilter(), SubscriptionFilter())
