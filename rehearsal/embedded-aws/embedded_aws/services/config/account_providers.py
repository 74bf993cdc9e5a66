"""AWS::Config::* of one account: recorder, channel, rules, packs, queries."""

from typing import Any

from embedded_aws.cloudformation import backend as stacks
from embedded_aws.cloudformation.provider import Handled, NotFound, Request
from embedded_aws.cloudformation.refusals import reported
from embedded_aws.services.config import packs
from embedded_aws.services.config.properties import lower_first, tags_of


def backend_of(request: Request) -> Any:
    from moto.config.models import config_backends

    return config_backends[request.account_id][request.region]


class RecorderProvider:
    """A recorder, which starts as soon as there is a delivery channel.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configurationrecorder.html
    """

    type_name = "AWS::Config::ConfigurationRecorder"

    @reported
    def create(self, request: Request) -> Handled:
        return self._put(request, request.properties.get("Name") or "default")

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        if physical_id not in backend_of(request).recorders:
            raise NotFound(physical_id)
        return self._put(request, physical_id)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        backend = backend_of(request)
        if physical_id not in backend.recorders:
            raise NotFound(physical_id)
        backend.stop_configuration_recorder(physical_id)
        backend.delete_configuration_recorder(physical_id)

    def _put(self, request: Request, name: str) -> Handled:
        backend, properties = backend_of(request), request.properties
        settings: dict[str, Any] = {"name": name, "roleARN": properties["RoleARN"]}
        if properties.get("RecordingGroup"):
            settings["recordingGroup"] = lower_first(properties["RecordingGroup"])
        if properties.get("RecordingMode"):
            settings["recordingMode"] = lower_first(properties["RecordingMode"])
        backend.put_configuration_recorder(settings)
        waiting = vars(backend).pop("waiting_channel", None)
        if waiting:
            backend.put_delivery_channel(waiting)
        if backend.delivery_channels:
            backend.start_configuration_recorder(name)
        return Handled(name, {"Id": name})


class ChannelProvider:
    """A delivery channel; whichever of recorder and channel comes last starts recording."""

    type_name = "AWS::Config::DeliveryChannel"

    @reported
    def create(self, request: Request) -> Handled:
        return self._put(request, request.properties.get("Name") or "default")

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        if physical_id not in backend_of(request).delivery_channels:
            raise NotFound(physical_id)
        return self._put(request, physical_id)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        backend = backend_of(request)
        vars(backend).pop("waiting_channel", None)
        if physical_id not in backend.delivery_channels:
            raise NotFound(physical_id)
        # CloudFormation stops the recorder before it takes its channel away.
        for name in backend.recorders:
            backend.stop_configuration_recorder(name)
        backend.delete_delivery_channel(physical_id)

    def _put(self, request: Request, name: str) -> Handled:
        backend, properties = backend_of(request), request.properties
        settings = {
            "name": name,
            "s3BucketName": properties["S3BucketName"],
            "s3KeyPrefix": properties.get("S3KeyPrefix"),
            "s3KmsKeyArn": properties.get("S3KmsKeyArn"),
            "snsTopicARN": properties.get("SnsTopicARN"),
        }
        snapshots = properties.get("ConfigSnapshotDeliveryProperties")
        if snapshots:
            settings["configSnapshotDeliveryProperties"] = lower_first(snapshots)
        channel = {k: v for k, v in settings.items() if v is not None}
        if not backend.recorders and _stack_makes_recorder(request):
            vars(backend)["waiting_channel"] = channel
            return Handled(name, {"Id": name})
        backend.put_delivery_channel(channel)
        for recorder in backend.recorders.values():
            if not recorder.status.recording:
                backend.start_configuration_recorder(recorder.name)
        return Handled(name, {"Id": name})


def _stack_makes_recorder(request: Request) -> bool:
    """The channel waits for a recorder of its own template, and for no other."""
    stack = stacks.find(request.account_id, request.region, request.stack_id)
    resources = stack.template.resources.values() if stack.template else ()
    return any(r["Type"] == RecorderProvider.type_name for r in resources)


class RuleProvider:
    """A rule of one account."""

    type_name = "AWS::Config::ConfigRule"

    @reported
    def create(self, request: Request) -> Handled:
        return self._put(
            request, request.properties.get("ConfigRuleName") or request.generated_name
        )

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        if physical_id not in backend_of(request).config_rules:
            raise NotFound(physical_id)
        return self._put(request, physical_id)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        if physical_id not in backend_of(request).config_rules:
            raise NotFound(physical_id)
        backend_of(request).delete_config_rule(physical_id)

    def _put(self, request: Request, name: str) -> Handled:
        backend = backend_of(request)
        definition = {k: v for k, v in request.properties.items() if k != "Compliance"}
        definition["ConfigRuleName"] = name
        tags = [{"Key": k, "Value": v} for k, v in request.stack_tags.items()]
        backend.put_config_rule(definition, tags)
        rule = backend.config_rules[name]
        attributes = {"Arn": rule.config_rule_arn, "ConfigRuleId": rule.config_rule_id}
        return Handled(name, {**attributes, "Compliance.Type": "INSUFFICIENT_DATA"})


class AuthorizationProvider:
    """Lets an aggregator of another account collect from this one."""

    type_name = "AWS::Config::AggregationAuthorization"

    @reported
    def create(self, request: Request) -> Handled:
        account_id = str(request.properties["AuthorizedAccountId"])
        region = request.properties["AuthorizedAwsRegion"]
        answer = backend_of(request).put_aggregation_authorization(
            account_id, region, tags_of(request)
        )
        arn = answer["AggregationAuthorizationArn"]
        return Handled(f"{account_id}|{region}", {"AggregationAuthorizationArn": arn})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        return self.create(request)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        account_id, _, region = physical_id.partition("|")
        backend = backend_of(request)
        if f"{account_id}/{region}" not in backend.aggregation_authorizations:
            raise NotFound(physical_id)
        backend.delete_aggregation_authorization(account_id, region)


class PackProvider:
    """A conformance pack of one account."""

    type_name = "AWS::Config::ConformancePack"

    @reported
    def create(self, request: Request) -> Handled:
        packs.put(backend_of(request), dict(request.properties))
        return Handled(request.properties["ConformancePackName"])

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        if physical_id not in packs.of(backend_of(request)):
            raise NotFound(physical_id)
        return self.create(request)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        if physical_id not in packs.of(backend_of(request)):
            raise NotFound(physical_id)
        packs.delete(backend_of(request), physical_id)


PROVIDERS = (
    RecorderProvider(),
    ChannelProvider(),
    RuleProvider(),
    AuthorizationProvider(),
    PackProvider(),
)
