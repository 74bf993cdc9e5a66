"""AWS::Events::EventBus, AWS::Events::EventBusPolicy and AWS::Events::Rule."""

import json
from typing import TYPE_CHECKING, Any

from embedded_aws.cloudformation.provider import Handled, NotFound, Request
from embedded_aws.cloudformation.refusals import reported
from embedded_aws.policy_checks.resources import check_bus

if TYPE_CHECKING:
    from moto.events.models import EventBus, Rule


def _backend(request: Request) -> Any:
    from moto.events.models import events_backends

    return events_backends[request.account_id][request.region]


def _tag(request: Request, arn: str) -> None:
    own = {t["Key"]: t["Value"] for t in request.properties.get("Tags") or []}
    tagger = _backend(request).tagger
    tagger.delete_all_tags_for_resource(arn)
    merged = {**request.stack_tags, **own}
    tagger.tag_resource(arn, [{"Key": k, "Value": v} for k, v in merged.items()])


class RuleProvider:
    """A rule and its targets, all of their properties kept."""

    type_name = "AWS::Events::Rule"

    @reported
    def create(self, request: Request) -> Handled:
        rule = self._put(request, request.properties.get("Name") or request.generated_name)
        return self._handled(rule)

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        bus, name = _split(physical_id)
        new_bus = _bus_name(request.properties)
        rule = self._put(request, name)
        if new_bus != bus:
            self._remove(request, bus, name)
        return self._handled(rule)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        bus, name = _split(physical_id)
        if bus not in _backend(request).event_buses:
            raise NotFound(physical_id)
        if name not in _backend(request).event_buses[bus].rules:
            raise NotFound(physical_id)
        self._remove(request, bus, name)

    def _remove(self, request: Request, bus: str, name: str) -> None:
        backend = _backend(request)
        rule = backend.event_buses[bus].rules[name]
        rule.targets.clear()
        backend.delete_rule(name, bus)

    def _put(self, request: Request, name: str) -> Any:
        properties, backend = request.properties, _backend(request)
        pattern = properties.get("EventPattern")
        if pattern is not None and not isinstance(pattern, str):
            pattern = json.dumps(pattern)
        bus = _bus_name(properties)
        rule = backend.put_rule(
            name,
            scheduled_expression=properties.get("ScheduleExpression"),
            event_pattern=pattern,
            state=properties.get("State"),
            description=properties.get("Description"),
            role_arn=properties.get("RoleArn"),
            event_bus_arn=bus,
        )
        # A rule that is refused its targets is rolled back by its resource.
        before, rule.targets = rule.targets, []
        try:
            backend.put_targets(name, bus, properties.get("Targets") or [])
        except Exception:
            rule.targets = before
            if not before:
                backend.delete_rule(name, bus)
            raise
        _tag(request, rule.arn)
        return rule

    def _handled(self, rule: "Rule") -> Handled:
        default = rule.event_bus_name == "default"
        physical_id = rule.name if default else f"{rule.event_bus_name}|{rule.name}"
        return Handled(physical_id, {"Arn": rule.arn})


def _bus_name(properties: dict[str, Any]) -> str:
    return str(properties.get("EventBusName") or "default").rpartition("/")[2]


def _split(physical_id: str) -> tuple[str, str]:
    bus, _, name = physical_id.rpartition("|")
    return bus or "default", name


class EventBusProvider:
    """A bus with its policy, if the template gives it one."""

    type_name = "AWS::Events::EventBus"

    @reported
    def create(self, request: Request) -> Handled:
        properties = request.properties
        bus = _backend(request).create_event_bus(
            properties["Name"],
            event_source_name=properties.get("EventSourceName"),
            description=properties.get("Description"),
            kms_key_identifier=properties.get("KmsKeyIdentifier"),
            dead_letter_config=properties.get("DeadLetterConfig"),
        )
        return self._finish(request, bus)

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        bus = _backend(request).event_buses.get(physical_id)
        if bus is None:
            raise NotFound(physical_id)
        bus.description = request.properties.get("Description")
        bus.kms_key_identifier = request.properties.get("KmsKeyIdentifier")
        bus.dead_letter_config = request.properties.get("DeadLetterConfig")
        if old_properties.get("Policy") and not request.properties.get("Policy"):
            bus.remove_statements()
        return self._finish(request, bus)

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        if physical_id not in _backend(request).event_buses:
            raise NotFound(physical_id)
        _backend(request).delete_event_bus(physical_id)

    def _finish(self, request: Request, bus: "EventBus") -> Handled:
        document = request.properties.get("Policy")
        if document:
            check_bus(document)
            bus.remove_statements()
            bus.add_policy(document if isinstance(document, dict) else json.loads(document))
        _tag(request, bus.arn)
        return Handled(bus.name, {"Arn": bus.arn, "Name": bus.name, "Policy": bus.policy or ""})


class EventBusPolicyProvider:
    """One statement of a bus's policy."""

    type_name = "AWS::Events::EventBusPolicy"

    @reported
    def create(self, request: Request) -> Handled:
        self._put(request)
        name = _bus_name(request.properties)
        return Handled(f"{name}|{request.properties['StatementId']}", {})

    @reported
    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        self._put(request)
        return Handled(physical_id, {})

    @reported
    def delete(self, request: Request, physical_id: str) -> None:
        name, statement_id = _split(physical_id)
        bus = _backend(request).event_buses.get(name)
        if bus is None or bus.remove_statement(statement_id) is None:
            raise NotFound(physical_id)

    def _put(self, request: Request) -> None:
        from moto.events.models import EventBusPolicyStatement

        properties = request.properties
        bus = _backend(request).describe_event_bus(_bus_name(properties))
        statement_id = properties["StatementId"]
        statement = dict(properties.get("Statement") or _old_style(properties))
        statement = {"Effect": "Allow", "Resource": bus.arn, **statement, "Sid": statement_id}
        check_bus({"Version": "2012-10-17", "Statement": [statement]})
        # moto takes a principal for one statement only; a bus may have several.
        bus._statements[statement_id] = EventBusPolicyStatement.from_dict(statement)


def _old_style(properties: dict[str, Any]) -> dict[str, Any]:
    """Action, Principal and Condition, before there was Statement."""
    principal = properties.get("Principal", "*")
    found: dict[str, Any] = {
        "Action": properties.get("Action", "events:PutEvents"),
        "Principal": "*" if principal == "*" else {"AWS": f"arn:aws:iam::{principal}:root"},
    }
    condition = properties.get("Condition")
    if condition:
        found["Condition"] = {condition["Type"]: {condition["Key"]: condition["Value"]}}
    return found


PROVIDERS = (RuleProvider(), EventBusProvider(), EventBusPolicyProvider())
