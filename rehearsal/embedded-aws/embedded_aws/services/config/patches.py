"""What moto's Config accepts and AWS rejects."""

# mypy: disable-error-code="method-assign"

from typing import Any

from embedded_aws.policy_checks.wrapping import before
from embedded_aws.services.config import delivery, organization, rules, service_linked
from embedded_aws.services.config.refused import Refused


def _mend_channel() -> None:
    from moto.config.models import ConfigBackend

    put = ConfigBackend.put_delivery_channel

    def put_delivery_channel(self: ConfigBackend, delivery_channel: dict[str, Any]) -> None:
        other = (
            self.delivery_channels and delivery_channel.get("name") not in self.delivery_channels
        )
        # Without a recorder, or with another channel, moto refuses by itself.
        if self.recorders and not other:
            recorder = next(iter(self.recorders.values()))
            delivery.check(self.account_id, self.region_name, delivery_channel, recorder.role_arn)
        put(self, delivery_channel)

    ConfigBackend.put_delivery_channel = put_delivery_channel


def _mend_aggregator() -> None:
    from moto.config.models import ConfigBackend

    put = ConfigBackend.put_configuration_aggregator
    before(ConfigBackend, "delete_configuration_aggregator", service_linked.refuse_aggregator)

    def put_configuration_aggregator(self: ConfigBackend, config_aggregator: dict[str, Any]) -> Any:
        name = config_aggregator["ConfigurationAggregatorName"]
        service_linked.refuse_aggregator(self, name)
        if config_aggregator.get("OrganizationAggregationSource"):
            organization.authorize(self.account_id, organization.AGGREGATION)
        return put(self, config_aggregator)

    ConfigBackend.put_configuration_aggregator = put_configuration_aggregator


def _mend_rules() -> None:
    from moto.config.models import ConfigBackend

    delete = ConfigBackend.delete_config_rule

    def delete_config_rule(self: ConfigBackend, rule_name: str) -> None:
        rule = self.config_rules.get(rule_name)
        if rule is not None and rule.created_by:
            raise Refused(
                "ResourceInUseException", f"The rule {rule_name} belongs to {rule.created_by}."
            )
        delete(self, rule_name)

    def put_config_rule(
        self: ConfigBackend, config_rule: dict[str, Any], tags: list[dict[str, str]] | None = None
    ) -> str:
        return rules.put(self, config_rule, tags)

    ConfigBackend.put_config_rule = put_config_rule
    ConfigBackend.delete_config_rule = delete_config_rule


def install() -> None:
    _mend_channel()
    _mend_aggregator()
    _mend_rules()
