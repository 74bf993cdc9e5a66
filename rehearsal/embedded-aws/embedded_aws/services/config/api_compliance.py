"""Reads of compliance, of one account and of an aggregator."""

from typing import TYPE_CHECKING

from embedded_aws.services.config import aggregation, compliance
from embedded_aws.services.config.answers import listed
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.config.responses import ConfigResponse

#: DescribeComplianceByConfigRule has no Limit: AWS answers 25 rules at once.
_RULES_PER_PAGE = 25
_STATUSES_PER_PAGE = 50
_AGGREGATED_PER_PAGE = 1000


def _check_limit(self: "ConfigResponse", largest: int) -> None:
    limit = self._get_param("Limit")
    if limit is not None and not 0 <= limit <= largest:
        raise Refused(
            "InvalidLimitException",
            f"Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value"
            f" less than or equal to {largest}",
        )


def _aggregator(self: "ConfigResponse") -> str:
    return str(self._get_param("ConfigurationAggregatorName"))


def describe_compliance_by_config_rule(self: "ConfigResponse") -> str:
    found = compliance.by_rule(
        self.config_backend, self._get_param("ConfigRuleNames"), self._get_param("ComplianceTypes")
    )
    return listed(self, "ComplianceByConfigRules", found, _RULES_PER_PAGE)


def describe_compliance_by_resource(self: "ConfigResponse") -> str:
    found = compliance.by_resource(
        self.config_backend,
        self._get_param("ResourceType"),
        self._get_param("ResourceId"),
        self._get_param("ComplianceTypes"),
    )
    return listed(self, "ComplianceByResources", found)


def get_compliance_details_by_config_rule(self: "ConfigResponse") -> str:
    found = compliance.details(
        self.config_backend, self._get_param("ConfigRuleName"), self._get_param("ComplianceTypes")
    )
    return listed(self, "EvaluationResults", found)


def describe_config_rule_evaluation_status(self: "ConfigResponse") -> str:
    found = compliance.evaluation_status(self.config_backend, self._get_param("ConfigRuleNames"))
    return listed(self, "ConfigRulesEvaluationStatus", found, _STATUSES_PER_PAGE)


def describe_aggregate_compliance_by_config_rules(self: "ConfigResponse") -> str:
    _check_limit(self, _AGGREGATED_PER_PAGE)
    filters = self._get_param("Filters") or {}
    found = aggregation.by_rule(self.config_backend, _aggregator(self), filters)
    return listed(self, "AggregateComplianceByConfigRules", found, _AGGREGATED_PER_PAGE)


def get_aggregate_compliance_details_by_config_rule(self: "ConfigResponse") -> str:
    _check_limit(self, 100)
    place = {name: self._get_param(name) for name in ("AccountId", "AwsRegion")}
    wanted = self._get_param("ComplianceType")
    if wanted not in (None, "COMPLIANT", "NON_COMPLIANT"):
        raise Refused(
            "ValidationException", f"Compliance type {wanted} cannot filter aggregated results."
        )
    found = aggregation.details(
        self.config_backend, _aggregator(self), self._get_param("ConfigRuleName"), place, wanted
    )
    return listed(self, "AggregateEvaluationResults", found)


def get_aggregate_config_rule_compliance_summary(self: "ConfigResponse") -> str:
    _check_limit(self, _AGGREGATED_PER_PAGE)
    group_by = self._get_param("GroupByKey")
    filters = self._get_param("Filters") or {}
    found = aggregation.summary(self.config_backend, _aggregator(self), filters, group_by)
    more = {"GroupByKey": group_by} if group_by else {}
    return listed(self, "AggregateComplianceCounts", found, _AGGREGATED_PER_PAGE, **more)


def describe_configuration_aggregator_sources_status(self: "ConfigResponse") -> str:
    _check_limit(self, 100)
    wanted = self._get_param("UpdateStatus")
    found = [
        source
        for source in aggregation.sources(self.config_backend, _aggregator(self))
        if not wanted or source.status in wanted
    ]
    shown = aggregation.Source.shown
    return listed(self, "AggregatedSourceStatusList", found, show=shown)
