"""The analyzers of an account in a region, and what CreateAnalyzer refuses.

https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CreateAnalyzer.html
"""

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend
from moto.utilities.utils import get_partition

from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.lookup import linked_roles, organizations

PRINCIPAL = "access-analyzer.amazonaws.com"

#: How many of a type an account has in a region.
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-quotas.html
_MOST_OF_ACCOUNT, _MOST_OF_ORGANIZATION = 1, 5


@dataclass
class Analyzer:
    name: str
    type: str
    arn: str
    configuration: dict[str, Any] | None = None
    tags: dict[str, str] = field(default_factory=dict)
    status: str = "ACTIVE"
    reason: str | None = None
    created: datetime = field(default_factory=lambda: datetime.now(timezone.utc))

    def summary(self) -> dict[str, Any]:
        told = {
            "arn": self.arn,
            "name": self.name,
            "type": self.type,
            "createdAt": self.created,
            "tags": self.tags,
            "status": self.status,
        }
        if self.configuration:
            told["configuration"] = self.configuration
        if self.reason:
            told["statusReason"] = {"code": self.reason}
        return told


class AccessAnalyzerBackend(BaseBackend):
    """The analyzers that one account has made in one region."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.analyzers: dict[str, Analyzer] = {}

    def create(self, name: str, kind: str, **given: Any) -> Analyzer:
        """:raises Refusal: as CreateAnalyzer."""
        if name in self.analyzers:
            raise Refusal("ConflictException", f"Analyzer {name} already exists", 409)
        if kind.startswith("ORGANIZATION"):
            self._require_administrator()
        limit = _MOST_OF_ORGANIZATION if kind.startswith("ORGANIZATION") else _MOST_OF_ACCOUNT
        if sum(one.type == kind for one in self.analyzers.values()) >= limit:
            raise Refusal(
                "ServiceQuotaExceededException",
                f"The account has {limit} analyzers of type {kind} in {self.region_name}",
                402,
            )
        self._make_roles(kind)
        partition = get_partition(self.region_name)
        arn = (
            f"arn:{partition}:access-analyzer:{self.region_name}:{self.account_id}:analyzer/{name}"
        )
        made = Analyzer(name, kind, arn, **given)
        self.analyzers[name] = made
        return made

    def find(self, name: str) -> Analyzer:
        found = self.analyzers.get(name)
        if found is None:
            raise Refusal("ResourceNotFoundException", f"Analyzer {name} does not exist", 404)
        return found

    def by_arn(self, arn: str) -> Analyzer:
        return self.find(arn.rpartition("/")[2])

    @evidence("access-analyzer-organization-needs-trust", "access-analyzer-needs-administrator")
    def _require_administrator(self) -> None:

        if organizations.organization_of(self.account_id) is None or not (
            organizations.has_trusted_access(self.account_id, PRINCIPAL)
        ):
            raise Refusal("ValidationException", "Service not enabled for AWS Organizations", 400)
        management = organizations.management_account_id(self.account_id)
        if self.account_id != management and not organizations.is_delegated_administrator(
            self.account_id, PRINCIPAL
        ):
            raise Refusal(
                "AccessDeniedException",
                f"Account {self.account_id} is not a delegated administrator",
                403,
            )

    @evidence("access-analyzer-makes-its-roles", "access-analyzer-needs-role-of-management")
    def _make_roles(self, kind: str) -> None:

        accounts = {self.account_id}
        if kind.startswith("ORGANIZATION"):
            management = str(organizations.management_account_id(self.account_id))
            if self.account_id != management and not linked_roles.exists(
                management, self.region_name, PRINCIPAL
            ):
                raise Refusal(
                    "ValidationException",
                    f"The management account {management} lacks the service-linked role of"
                    f" {PRINCIPAL}",
                    400,
                )
            accounts |= {a.id for a in organizations.active_accounts(self.account_id)}
        for account in accounts:
            linked_roles.ensure(account, self.region_name, PRINCIPAL)


accessanalyzer_backends: BackendDict[AccessAnalyzerBackend] = BackendDict(
    AccessAnalyzerBackend, "accessanalyzer"
)


@evidence("access-analyzer-is-disabled-without-administration")
def administrator_deregistered(management: str, administrator: str) -> None:
    """The analyzers of the organization stay, and are disabled."""
    for backend in accessanalyzer_backends[administrator].values():
        for analyzer in backend.analyzers.values():
            if analyzer.type.startswith("ORGANIZATION"):
                analyzer.status = "DISABLED"
                analyzer.reason = "DELEGATED_ADMINISTRATOR_DEREGISTERED"
