"""The centralization rules of an organization, and who may make them.

https://docs.aws.amazon.com/cloudwatch/latest/observabilityadmin/API_CreateCentralizationRuleForOrganization.html
"""

import time
from dataclasses import dataclass, field
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend
from moto.utilities.utils import get_partition

from embedded_aws import regions
from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.lookup import organizations
from embedded_aws.services.observabilityadmin import selection

PRINCIPAL = "observabilityadmin.amazonaws.com"


@dataclass
class Rule:
    name: str
    arn: str
    rule: dict[str, Any]
    account_id: str
    region: str
    tags: dict[str, str] = field(default_factory=dict)
    created: int = field(default_factory=lambda: int(time.time() * 1000))
    updated: int = field(default_factory=lambda: int(time.time() * 1000))

    def destination(self) -> tuple[str, str]:
        """Account and region."""
        where = self.rule["Destination"]
        return where.get("Account") or self.account_id, where["Region"]

    @evidence("observabilityadmin-health")
    def failure(self) -> str | None:
        """Why the rule copies nothing; None while it is healthy."""
        if not organizations.has_trusted_access(self.account_id, PRINCIPAL):
            return "TRUSTED_ACCESS_NOT_ENABLED"
        if organizations.organization_id(self.destination()[0]) != organizations.organization_id(
            self.account_id
        ):
            return "DESTINATION_ACCOUNT_NOT_IN_ORGANIZATION"
        return None

    def summary(self) -> dict[str, Any]:
        failure = self.failure()
        return {
            "RuleName": self.name,
            "RuleArn": self.arn,
            "CreatorAccountId": self.account_id,
            "CreatedTimeStamp": self.created,
            "CreatedRegion": self.region,
            "LastUpdateTimeStamp": self.updated,
            "RuleHealth": "Unhealthy" if failure else "Healthy",
            **({"FailureReason": failure} if failure else {}),
        }


class ObservabilityAdminBackend(BaseBackend):
    """The rules that one account has made in one region."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.rules: dict[str, Rule] = {}

    @evidence("observabilityadmin-management-or-administrator")
    def require_administrator(self) -> None:
        """:raises Refusal: for any other account than the management account and administrators."""
        management = organizations.management_account_id(self.account_id)
        if self.account_id != management and not organizations.is_delegated_administrator(
            self.account_id, PRINCIPAL
        ):
            raise Refusal(
                "AccessDeniedException",
                f"Account {self.account_id} is neither the management account of an organization"
                " nor a delegated administrator",
            )

    @evidence("observabilityadmin-rule-names-are-unique")
    def create(self, name: str, rule: dict[str, Any], tags: dict[str, str]) -> Rule:
        """:raises Refusal: the name is taken, or the rule can't be read."""
        if any(name in one.rules for one in of_account(self.account_id)):
            raise Refusal("ConflictException", f"Rule {name} already exists", 409)
        selection.check(rule)
        partition, region = get_partition(self.region_name), self.region_name
        owner = f"arn:{partition}:observabilityadmin:{region}:{self.account_id}"
        arn = f"{owner}:organization-centralization-rule/{name}"
        made = Rule(name, arn, rule, self.account_id, region, tags)
        self.rules[name] = made
        return made

    def find(self, identifier: str) -> Rule:
        """By name or ARN."""
        name = identifier.rpartition("/")[2] if identifier.startswith("arn:") else identifier
        found = self.rules.get(name)
        if found is None:
            raise Refusal("ResourceNotFoundException", f"Rule {name} does not exist", 404)
        return found

    def update(self, identifier: str, rule: dict[str, Any]) -> Rule:
        found = self.find(identifier)
        selection.check(rule)
        found.rule, found.updated = rule, int(time.time() * 1000)
        return found


def of_account(account_id: str) -> list[ObservabilityAdminBackend]:
    """Those of all regions in which the account has been asked."""
    if account_id not in observabilityadmin_backends:
        return []
    return list(observabilityadmin_backends[account_id].values())


def of_organization(account_id: str) -> list[Rule]:
    """The rules of the account's organization: of its management account and administrators."""
    organization = organizations.organization_of(account_id)
    if organization is None:
        return []
    makers = [organization.account_id, *organization.delegated_services]
    return [
        rule for maker in makers for one in of_account(maker) for rule in list(one.rules.values())
    ]


#: botocore does not list the regions of the service.
observabilityadmin_backends: BackendDict[ObservabilityAdminBackend] = BackendDict(
    ObservabilityAdminBackend,
    "observabilityadmin",
    use_boto3_regions=False,
    additional_regions=list(regions.all_regions()),
)
