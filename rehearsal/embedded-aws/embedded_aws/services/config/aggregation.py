"""What an aggregator sees: accounts and regions that it covers, and how they comply.

See https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moto.config.models import config_backends

from embedded_aws import policy, regions
from embedded_aws.authorization.check import identity_documents
from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations, roles
from embedded_aws.services.config import compliance
from embedded_aws.services.config.evaluations import results_of
from embedded_aws.services.config.organization import AGGREGATION
from embedded_aws.services.config.rules import Rule

if TYPE_CHECKING:
    from moto.config.models import ConfigAggregator, ConfigBackend

#: What AWSConfigRoleForOrganizations allows.
#: https://docs.aws.amazon.com/config/latest/developerguide/aggregated-create.html
_NEEDED = ("organizations:ListAccounts", "organizations:DescribeOrganization")
_WITHOUT_KEYS = belief("config-aggregator-role-without-source-keys")
_COUNTED = ("COMPLIANT", "NON_COMPLIANT")


@dataclass(frozen=True)
class Source:
    """One account in one region, or the organization as a whole."""

    identifier: str
    kind: str = "ACCOUNT"
    region: str | None = None
    #: Why it cannot be read.
    error: tuple[str, str] | None = None

    @property
    def status(self) -> str:
        return "FAILED" if self.error else "SUCCEEDED"

    def shown(self) -> dict[str, Any]:
        described = {
            "SourceId": self.identifier,
            "SourceType": self.kind,
            "AwsRegion": self.region,
            "LastUpdateStatus": self.status,
            "LastUpdateTime": time.time(),
            "LastErrorCode": self.error and self.error[0],
            "LastErrorMessage": self.error and self.error[1],
        }
        return {k: v for k, v in described.items() if v is not None}


def named(backend: "ConfigBackend", name: str) -> Any:
    """moto's aggregator.

    :raises NoSuchConfigurationAggregatorException: there is none.
    """
    from moto.config.exceptions import NoSuchConfigurationAggregatorException

    found = backend.config_aggregators.get(name)
    if found is None:
        raise NoSuchConfigurationAggregatorException()
    return found


def _regions(source: Any, account_id: str) -> list[str]:
    wanted = regions.all_regions() if source.all_aws_regions else source.aws_regions
    return [region for region in wanted if regions.is_enabled(account_id, region)]


@evidence("config-aggregator-role-without-source-keys")
def _role_error(role_arn: str, account_id: str) -> tuple[str, str] | None:
    role = roles.role(role_arn)
    keys = {} if _WITHOUT_KEYS.holds else {"aws:SourceAccount": account_id}
    if role is None or not roles.trusts(role, policy.service(AGGREGATION), **keys):
        return "AccessDenied", f"AWS Config cannot assume {role_arn}."
    documents = identity_documents(role)
    for action in _NEEDED:
        if policy.evaluate(documents, policy.Request(action, "*")) != "allow":
            return "AccessDenied", f"{role_arn} does not allow {action}."
    return None


def _of_organization(
    backend: "ConfigBackend", aggregator: "ConfigAggregator", source: Any
) -> Iterator[Source]:

    linked = vars(aggregator).get("created_by")
    error = None if linked else _role_error(source.role_arn, backend.account_id)
    identifier = organizations.organization_id(backend.account_id) or ""
    yield Source(identifier, "ORGANIZATION", None, error)
    if error:
        return
    for account in organizations.active_accounts(backend.account_id):
        for region in _regions(source, account.id):
            yield Source(account.id, region=region)


def _of_accounts(backend: "ConfigBackend", source: Any) -> Iterator[Source]:
    """An account of a list must have authorized the aggregator's, where it is another."""
    wanted = f"{backend.account_id}/{backend.region_name}"
    for account_id in source.account_ids:
        for region in _regions(source, account_id):
            own = account_id == backend.account_id
            there = config_backends[account_id][region].aggregation_authorizations
            error = (
                None
                if own or wanted in there
                else ("ACCESS_DENIED", f"{account_id} has not authorized {wanted} in {region}.")
            )
            yield Source(account_id, region=region, error=error)


def sources(backend: "ConfigBackend", name: str) -> Iterator[Source]:
    """Every source of the aggregator, those that fail included."""
    aggregator = named(backend, name)
    whole = aggregator.organization_aggregation_source
    if whole:
        yield from _of_organization(backend, aggregator, whole)
    for listed in aggregator.account_aggregation_sources or []:
        yield from _of_accounts(backend, listed)


def _seen(
    backend: "ConfigBackend", name: str, filters: dict[str, str]
) -> Iterator[tuple[Source, Any]]:
    """The readable places that the filters leave, each with its back end."""
    for source in sources(backend, name):
        if source.kind != "ACCOUNT" or source.region is None or source.error:
            continue
        if filters.get("AccountId") not in (None, source.identifier):
            continue
        if filters.get("AwsRegion") not in (None, source.region):
            continue
        yield source, config_backends[source.identifier][source.region]


def rules_seen(
    backend: "ConfigBackend", name: str, filters: dict[str, str]
) -> Iterator[tuple[Source, Rule, str]]:
    """Rules with results, each with its compliance; those without have none to show."""
    for source, there in _seen(backend, name, filters):
        for rule in compliance.rules_named(there, None):
            verdict = compliance.type_of(results_of(rule))
            if verdict in _COUNTED:
                yield source, rule, verdict


def by_rule(backend: "ConfigBackend", name: str, filters: dict[str, str]) -> list[dict[str, Any]]:
    """DescribeAggregateComplianceByConfigRules."""
    return [
        {
            "ConfigRuleName": rule.config_rule_name,
            "Compliance": {
                "ComplianceType": verdict,
                "ComplianceContributorCount": compliance.count(
                    len(compliance.contributors(results_of(rule), verdict)),
                    compliance.RESOURCES_CAP,
                ),
            },
            "AccountId": source.identifier,
            "AwsRegion": source.region,
        }
        for source, rule, verdict in rules_seen(backend, name, filters)
        if filters.get("ConfigRuleName") in (None, rule.config_rule_name)
        and filters.get("ComplianceType") in (None, verdict)
    ]


def details(
    backend: "ConfigBackend", name: str, rule_name: str, filters: dict[str, str], wanted: str | None
) -> list[dict[str, Any]]:
    """GetAggregateComplianceDetailsByConfigRule."""
    found = []
    for source, there in _seen(backend, name, filters):
        rule = there.config_rules.get(rule_name)
        for result in results_of(rule) if rule else []:
            if result.compliance in _COUNTED and wanted in (None, result.compliance):
                place = {"AccountId": source.identifier, "AwsRegion": source.region}
                found.append({**result.shown(), **place})
    return found


def summary(
    backend: "ConfigBackend", name: str, filters: dict[str, str], group_by: str | None
) -> list[dict[str, Any]]:
    """GetAggregateConfigRuleComplianceSummary: how many rules comply, by account or region."""
    counts: dict[str, dict[str, int]] = {}
    if group_by is None:
        counts[""] = dict.fromkeys(_COUNTED, 0)
    for source, _, verdict in rules_seen(backend, name, filters):
        key = {"ACCOUNT_ID": source.identifier, "AWS_REGION": source.region}.get(group_by or "")
        counts.setdefault(key or "", dict.fromkeys(_COUNTED, 0))[verdict] += 1
    now = time.time()
    return [
        {
            **({"GroupName": group} if group else {}),
            "ComplianceSummary": {
                "CompliantResourceCount": compliance.count(
                    found["COMPLIANT"], compliance.RULES_CAP
                ),
                "NonCompliantResourceCount": compliance.count(
                    found["NON_COMPLIANT"], compliance.RULES_CAP
                ),
                "ComplianceSummaryTimestamp": now,
            },
        }
        for group, found in sorted(counts.items())
    ]
