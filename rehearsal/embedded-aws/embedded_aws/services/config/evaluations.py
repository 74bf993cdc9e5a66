"""Whether resources comply with rules, as a scenario sets: nothing is evaluated.

A result belongs to its rule and goes with it. A change of compliance is an event:
https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
"""

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from embedded_aws import regions
from embedded_aws.delivery.events import Emitted, emit
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations
from embedded_aws.services.config import rules
from embedded_aws.services.config.recorder import is_recording
from embedded_aws.services.config.rules import Rule

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend

#: INSUFFICIENT_DATA is the absence of a result, never one.
COMPLIANCE_TYPES = ("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE")
_ANNOTATION = 256


@dataclass(frozen=True)
class Evaluation:
    """The newest result of a rule for one resource."""

    rule: str
    resource_type: str
    resource_id: str
    compliance: str
    time: datetime
    annotation: str | None = None

    def shown(self) -> dict[str, Any]:
        """As GetComplianceDetailsByConfigRule returns it."""
        time = self.time.timestamp()
        described = {
            "EvaluationResultIdentifier": {
                "EvaluationResultQualifier": {
                    "ConfigRuleName": self.rule,
                    "ResourceType": self.resource_type,
                    "ResourceId": self.resource_id,
                    "EvaluationMode": "DETECTIVE",
                },
                "OrderingTimestamp": time,
            },
            "ComplianceType": self.compliance,
            "ResultRecordedTime": time,
            "ConfigRuleInvokedTime": time,
        }
        return described | ({"Annotation": self.annotation} if self.annotation else {})

    def notified(self) -> dict[str, Any]:
        """As an event has it."""
        time = _text(self.time)
        told = {
            "evaluationResultIdentifier": {
                "evaluationResultQualifier": {
                    "configRuleName": self.rule,
                    "resourceType": self.resource_type,
                    "resourceId": self.resource_id,
                },
                "orderingTimestamp": time,
            },
            "complianceType": self.compliance,
            "resultRecordedTime": time,
            "configRuleInvokedTime": time,
        }
        return told | ({"annotation": self.annotation} if self.annotation else {})


def _text(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"


def results_of(rule: Rule) -> list[Evaluation]:
    """In the order in which the resources were first evaluated."""
    return list(rule.evaluations.values())


def rule_named(backend: "ConfigBackend", name: str) -> Rule:
    """The rule of that name, or what the organization rule of that name became here.

    :raises ValueError: there is none, or more than one administrator's.
    """
    known = rules.of(backend)
    if name in known:
        return known[name]
    pattern = re.compile(f"OrgConfigRule-{re.escape(name)}-[a-z0-9]{{8}}")
    found = [key for key in list(known) if pattern.fullmatch(key)]
    if len(found) == 1:
        return known[found[0]]
    place = f"{backend.account_id} {backend.region_name}"
    if found:
        raise ValueError(
            f"{name} names {len(found)} rules of {place}: use one of {', '.join(found)}"
        )
    raise ValueError(f"there is no rule {name} in {place}: it has {', '.join(known) or 'none'}")


def _backend(account_id: str, region: str) -> Any:
    from moto.config.models import config_backends

    if organizations.account_of(account_id) is None and account_id not in config_backends:
        raise ValueError(f"there is no account {account_id}: use one that the organization has")
    if region not in regions.all_regions() or not regions.is_enabled(account_id, region):
        raise ValueError(f"{region} is not a region that {account_id} has enabled")
    backend = config_backends[account_id][region]
    if not is_recording(backend):
        raise ValueError(
            f"AWS Config does not record in {account_id} {region}: rules are evaluated only where"
            " a recorder is on"
        )
    return backend


def put(
    account_id: str,
    region: str,
    rule_name: str,
    resource_type: str,
    resource_id: str,
    compliance: str,
    annotation: str | None = None,
) -> tuple[Evaluation, Emitted | None]:
    """Keeps the result; answers it and, when the compliance changed, what became of the event.

    :raises ValueError: no such account, region, rule or compliance, or no recording there.
    """
    if compliance not in COMPLIANCE_TYPES:
        raise ValueError(
            f"{compliance} is not the compliance of a resource: use one of"
            f" {', '.join(COMPLIANCE_TYPES)}"
        )
    if annotation and len(annotation) > _ANNOTATION:
        raise ValueError(
            f"the annotation has {len(annotation)} characters: at most {_ANNOTATION} are allowed"
        )
    backend = _backend(account_id, region)
    rule = rule_named(backend, rule_name)
    now = datetime.now(timezone.utc)
    key = (resource_type, resource_id)
    new = Evaluation(rule.config_rule_name, resource_type, resource_id, compliance, now, annotation)
    old = rule.evaluations.get(key)
    rule.evaluations[key] = new
    if old is not None and old.compliance == compliance:
        return new, None
    return new, _notify(backend, rule, new, old)


@evidence("config-first-result-has-no-old-one")
def _notify(
    backend: "ConfigBackend", rule: Rule, new: Evaluation, old: Evaluation | None
) -> Emitted:
    detail = {
        "resourceId": new.resource_id,
        "awsRegion": backend.region_name,
        "awsAccountId": backend.account_id,
        "configRuleName": rule.config_rule_name,
        "recordVersion": "1.0",
        "configRuleARN": rule.config_rule_arn,
        "messageType": "ComplianceChangeNotification",
        "newEvaluationResult": new.notified(),
        **({"oldEvaluationResult": old.notified()} if old else {}),
        "notificationCreationTime": _text(datetime.now(timezone.utc)),
        "resourceType": new.resource_type,
    }
    return emit(
        backend.account_id,
        backend.region_name,
        "aws.config",
        "Config Rules Compliance Change",
        detail,
    )
