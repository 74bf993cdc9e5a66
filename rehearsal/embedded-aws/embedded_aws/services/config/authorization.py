"""The resources of calls to AWS Config, and the service-linked roles that calls make.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html
"""

from moto.config.models import config_backends
from moto.iam.models import iam_backends

from embedded_aws.authorization import dependents, registry
from embedded_aws.authorization.call import Call
from embedded_aws.authorization.dependents import Demand
from embedded_aws.evidence import evidence
from embedded_aws.lookup import linked_roles

#: The service for which a call makes a role where the account has none.
_MADE_FOR = {
    "cloudtrail:CreateTrail": "cloudtrail.amazonaws.com",
    "cloudtrail:UpdateTrail": "cloudtrail.amazonaws.com",
    "config:PutConformancePack": linked_roles.CONFORMS,
    "config:PutOrganizationConfigRule": linked_roles.MULTI_ACCOUNT,
    "config:PutOrganizationConformancePack": linked_roles.MULTI_ACCOUNT,
}
#: Calls that make one for an organization only.
_OF_ORGANIZATIONS = ("cloudtrail:CreateTrail", "cloudtrail:UpdateTrail")


def _resources(call: Call) -> list[str] | None:
    """Aggregators and rules, whose ARNs have an id that only Config knows."""
    backend = config_backends[call.account_id][call.region]
    aggregator = backend.config_aggregators.get(str(call.param("ConfigurationAggregatorName")))
    rule = backend.config_rules.get(str(call.param("ConfigRuleName")))
    found = [aggregator.configuration_aggregator_arn] if aggregator else []
    return [*found, *([rule.config_rule_arn] if rule else [])] or None


def _linked_role(call: Call) -> list[str]:
    """The role that CreateServiceLinkedRole makes."""
    service = str(call.param("AWSServiceName"))
    name = linked_roles.role_name(service, call.param("CustomSuffix") or "")
    return [call.arn("role", RoleNameWithPath=f"aws-service-role/{service}/{name}")]


@evidence("dependent-service-linked-role")
def _made(call: Call) -> list[Demand]:
    """A service's role, unless the account has it."""
    service = _MADE_FOR.get(call.action)
    if service is None:
        return [Demand("iam:CreateServiceLinkedRole")]
    if call.action in _OF_ORGANIZATIONS and not _is_true(call.param("IsOrganizationTrail")):
        return []
    if linked_roles.exists(call.account_id, call.region, service):
        return []
    arn = linked_roles.arn(call.account_id, call.region, service)
    return [Demand("iam:CreateServiceLinkedRole", arn, {"iam:AWSServiceName": service})]


@evidence("dependent-service-linked-role")
def _read(call: Call) -> list[Demand]:
    """The role that an organization's trail has, or would have."""
    service = _MADE_FOR.get(call.action)
    if service is None:
        return [Demand("iam:GetRole")]
    if call.action in _OF_ORGANIZATIONS and not _is_true(call.param("IsOrganizationTrail")):
        return []
    roles = iam_backends[call.account_id][call.partition].roles.values()
    name = linked_roles.role_name(service)
    there = next((role.arn for role in list(roles) if role.name == name), None)
    # One that is not there has no path.
    return [
        Demand("iam:GetRole", there or f"arn:{call.partition}:iam::{call.account_id}:role/{name}")
    ]


def _is_true(value: object) -> bool:
    return str(value).lower() == "true"


def install() -> None:
    registry.resources_of("config")(_resources)
    registry.resources_of("iam:CreateServiceLinkedRole")(_linked_role)
    dependents.judged_with("iam:CreateServiceLinkedRole")(_made)
    dependents.judged_with("iam:GetRole")(_read)
