"""Whether rules and resources of one account comply.

See https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeComplianceByConfigRule.html
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from embedded_aws.services.config import rules
from embedded_aws.services.config.evaluations import Evaluation, results_of
from embedded_aws.services.config.refused import Refused
from embedded_aws.services.config.rules import Rule

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend

#: https://docs.aws.amazon.com/config/latest/APIReference/API_ComplianceSummary.html
RULES_CAP = 25
RESOURCES_CAP = 100


def count(number: int, cap: int) -> dict[str, Any]:
    return {"CappedCount": min(number, cap), "CapExceeded": number > cap}


def type_of(results: Iterable[Evaluation]) -> str:
    """What several results come to: one that does not comply decides."""
    found = {result.compliance for result in results}
    for verdict in ("NON_COMPLIANT", "COMPLIANT"):
        if verdict in found:
            return verdict
    return "INSUFFICIENT_DATA"


def contributors(results: list[Evaluation], verdict: str) -> list[Evaluation]:
    """Those results that are why."""
    return [result for result in results if result.compliance == verdict]


def _shown(results: list[Evaluation], cap: int) -> dict[str, Any]:
    verdict = type_of(results)
    shown: dict[str, Any] = {"ComplianceType": verdict}
    if verdict == "NON_COMPLIANT":
        number = len(contributors(results, verdict))
        shown["ComplianceContributorCount"] = count(number, cap)
    return shown


def rules_named(backend: "ConfigBackend", names: list[str] | None) -> list[Rule]:
    """The rules of those names, or all of them by name.

    :raises Refused: NoSuchConfigRuleException.
    """
    for name in names or []:
        if name not in backend.config_rules:
            raise Refused(
                "NoSuchConfigRuleException",
                f"The ConfigRule '{name}' provided in the request is invalid. Please check the"
                " configRule name",
            )
    known = dict(rules.of(backend))
    return [known[name] for name in (names or sorted(known))]


def by_rule(
    backend: "ConfigBackend", names: list[str] | None, types: list[str] | None
) -> list[dict[str, Any]]:
    """DescribeComplianceByConfigRule."""
    shown: list[dict[str, Any]] = [
        {
            "ConfigRuleName": rule.config_rule_name,
            "Compliance": _shown(results_of(rule), RULES_CAP),
        }
        for rule in rules_named(backend, names)
    ]
    return [item for item in shown if not types or item["Compliance"]["ComplianceType"] in types]


def by_resource(
    backend: "ConfigBackend",
    resource_type: str | None,
    resource_id: str | None,
    types: list[str] | None,
) -> list[dict[str, Any]]:
    """DescribeComplianceByResource.

    :raises Refused: an id without a type.
    """
    if resource_id and not resource_type:
        raise Refused(
            "InvalidParameterValueException",
            "A resource type must be specified together with the resource id.",
        )
    found: dict[tuple[str, str], list[Evaluation]] = {}
    for rule in rules_named(backend, None):
        for result in results_of(rule):
            found.setdefault((result.resource_type, result.resource_id), []).append(result)
    shown: list[dict[str, Any]] = [
        {
            "ResourceType": kind,
            "ResourceId": identifier,
            "Compliance": _shown(results, RULES_CAP),
        }
        for (kind, identifier), results in sorted(found.items())
        if resource_type in (None, kind) and resource_id in (None, identifier)
    ]
    return [item for item in shown if not types or item["Compliance"]["ComplianceType"] in types]


def details(backend: "ConfigBackend", name: str, types: list[str] | None) -> list[dict[str, Any]]:
    """GetComplianceDetailsByConfigRule.

    :raises Refused: no such rule, or a type that no result has.
    """
    if "INSUFFICIENT_DATA" in (types or []):
        raise Refused(
            "InvalidParameterValueException",
            "INSUFFICIENT_DATA cannot be used to filter evaluation results.",
        )
    [rule] = rules_named(backend, [name])
    return [r.shown() for r in results_of(rule) if not types or r.compliance in types]


def evaluation_status(backend: "ConfigBackend", names: list[str] | None) -> list[dict[str, Any]]:
    """DescribeConfigRuleEvaluationStatus: a rule without results has never been evaluated."""
    shown = []
    for rule in rules_named(backend, names):
        status: dict[str, Any] = {
            "ConfigRuleName": rule.config_rule_name,
            "ConfigRuleArn": rule.config_rule_arn,
            "ConfigRuleId": rule.config_rule_id,
            "FirstActivatedTime": rule.first_activated_time,
            "FirstEvaluationStarted": False,
        }
        times = [result.time.timestamp() for result in results_of(rule)]
        if times:
            status |= {
                "FirstEvaluationStarted": True,
                "LastSuccessfulInvocationTime": max(times),
                "LastSuccessfulEvaluationTime": max(times),
            }
        shown.append(status)
    return shown
