"""What GuardDuty keeps of an account in a region."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence
from embedded_aws.services.guardduty.errors import POLICY_MANAGES, BadRequest
from embedded_aws.services.guardduty.models_exports import AddressList, Destination
from embedded_aws.services.guardduty.regional import lacks

_ADDITIONAL_IS_LOST = belief("guardduty-additional-kept")
_FOUNDATIONAL = ("CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS")

# What a new detector switches on by itself; runtime monitoring and AI protection are opt-in.
# https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html
_DEFAULTS = {
    "S3_DATA_EVENTS": True,
    "EKS_AUDIT_LOGS": True,
    "EBS_MALWARE_PROTECTION": True,
    "RDS_LOGIN_EVENTS": True,
    "LAMBDA_NETWORK_LOGS": True,
    "EKS_RUNTIME_MONITORING": False,
    "RUNTIME_MONITORING": False,
    "AI_PROTECTION": False,
}

FEATURES = tuple(_DEFAULTS)

ADDITIONAL: dict[str, tuple[str, ...]] = {
    "EKS_RUNTIME_MONITORING": ("EKS_ADDON_MANAGEMENT",),
    "RUNTIME_MONITORING": (
        "EKS_ADDON_MANAGEMENT",
        "ECS_FARGATE_AGENT_MANAGEMENT",
        "EC2_AGENT_MANAGEMENT",
    ),
}


def text(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z") if moment else None


def onoff(enabled: bool) -> str:
    return "ENABLED" if enabled else "DISABLED"


@dataclass
class Feature:
    enabled: bool
    #: A policy of the organization decides.
    managed: bool = field(default=False, kw_only=True)
    additional: dict[str, bool] = field(default_factory=dict)
    updated_at: datetime = field(default_factory=utcnow)

    def describe(self, name: str) -> dict[str, Any]:
        description: dict[str, Any] = {
            "Name": name,
            "Status": onoff(self.enabled),
            "UpdatedAt": self.updated_at,
        }
        by = {"ManagedBy": "GUARDDUTY_POLICY"} if self.managed else {}
        if self.additional:
            description["AdditionalConfiguration"] = [
                {"Name": key, "Status": onoff(value), "UpdatedAt": self.updated_at, **by}
                for key, value in self.additional.items()
            ]
        return description | by


@evidence("guardduty-ai-protection-is-off")
def _default_features(region: str) -> dict[str, Feature]:
    return {
        name: Feature(on, {key: False for key in ADDITIONAL.get(name, ())})
        for name, on in _DEFAULTS.items()
        if not lacks(region, name)
    }


@dataclass
class Detector:
    account_id: str
    region: str
    enabled: bool = True
    #: A policy of the organization decides whether GuardDuty is on.
    managed: bool = False
    frequency: str = "SIX_HOURS"
    tags: dict[str, str] = field(default_factory=dict)
    features: dict[str, Feature] = field(default_factory=dict)
    filters: dict[str, dict[str, Any]] = field(default_factory=dict)
    destinations: dict[str, Destination] = field(default_factory=dict)
    trusted_lists: dict[str, AddressList] = field(default_factory=dict)
    threat_lists: dict[str, AddressList] = field(default_factory=dict)
    id: str = field(default_factory=lambda: mock_random.get_random_hex(length=32))
    created_at: datetime = field(default_factory=utcnow)
    updated_at: datetime = field(default_factory=utcnow)

    def __post_init__(self) -> None:
        self.features = _default_features(self.region)

    @property
    def arn(self) -> str:
        return f"arn:aws:guardduty:{self.region}:{self.account_id}:detector/{self.id}"

    @evidence("guardduty-additional-kept")
    def set_features(self, features: list[dict[str, Any]]) -> None:
        """Takes ``[{Name, Status, AdditionalConfiguration}]``; leaves the others alone.

        A feature that is named without its additional configuration loses it.
        """
        self.updated_at = utcnow()
        for item in features:
            feature = self.features.setdefault(item["Name"], Feature(False))
            if "Status" in item:
                feature.enabled = item["Status"] == "ENABLED"
            if _ADDITIONAL_IS_LOST.holds:
                feature.additional = dict.fromkeys(feature.additional, False)
            for extra in item.get("AdditionalConfiguration") or []:
                feature.additional[extra["Name"]] = extra.get("Status") == "ENABLED"
            feature.updated_at = self.updated_at

    def release(self) -> None:
        """No policy manages it any more; it stays as it is."""
        self.managed = False
        for feature in self.features.values():
            feature.managed = False

    @evidence("guardduty-policy-read-only")
    def require_own(self, features: list[dict[str, Any]], enable: Any = None) -> None:
        """:raises BadRequest: a policy manages what a call names, whatever it is to be."""
        named = [self.features[f["Name"]] for f in features if f["Name"] in self.features]
        switched = enable is not None and (str(enable).lower() == "true") != self.enabled
        if any(feature.managed for feature in named) or (self.managed and switched):
            raise BadRequest(POLICY_MANAGES)

    def describe_features(self) -> list[dict[str, Any]]:
        foundational = Feature(self.enabled, managed=self.managed, updated_at=self.updated_at)
        return [foundational.describe(name) for name in _FOUNDATIONAL] + [
            feature.describe(name) for name, feature in self.features.items()
        ]

    def describe_data_sources(self) -> dict[str, Any]:
        """The older view of some of the features."""

        def status(name: str) -> dict[str, str]:
            return {"Status": onoff(self.features[name].enabled)}

        foundational = {"Status": onoff(self.enabled)}
        return {
            "CloudTrail": foundational,
            "DNSLogs": foundational,
            "FlowLogs": foundational,
            "S3Logs": status("S3_DATA_EVENTS"),
            "Kubernetes": {"AuditLogs": status("EKS_AUDIT_LOGS")},
            "MalwareProtection": {
                "ScanEc2InstanceWithFindings": {"EbsVolumes": status("EBS_MALWARE_PROTECTION")}
            },
        }

    def describe(self) -> dict[str, Any]:
        role = "role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"
        return {
            "CreatedAt": text(self.created_at),
            "UpdatedAt": text(self.updated_at),
            "FindingPublishingFrequency": self.frequency,
            "ServiceRole": f"arn:aws:iam::{self.account_id}:{role}",
            "Status": onoff(self.enabled),
            "DataSources": self.describe_data_sources(),
            "Features": self.describe_features(),
            "Tags": self.tags,
        }


RelationshipStatus = Literal[
    "Created", "Invited", "EmailVerificationFailed", "Enabled", "Disabled", "Removed", "Resigned"
]


@dataclass
class Member:
    """An account as its administrator sees it."""

    account_id: str
    email: str
    administrator_id: str
    status: RelationshipStatus = "Created"
    #: Came through Organizations: cannot leave by itself, nor be invited again.
    by_organization: bool = False
    detector_id: str | None = None
    invited_at: datetime | None = None
    updated_at: datetime = field(default_factory=utcnow)

    @property
    def associated(self) -> bool:
        return self.status in ("Enabled", "Disabled")

    def set_status(self, status: RelationshipStatus) -> None:
        self.status = status
        self.updated_at = utcnow()

    def describe(self) -> dict[str, Any]:
        return {
            "AccountId": self.account_id,
            "DetectorId": self.detector_id,
            "MasterId": self.administrator_id,
            "AdministratorId": self.administrator_id,
            "Email": self.email,
            "RelationshipStatus": self.status,
            "InvitedAt": text(self.invited_at),
            "UpdatedAt": text(self.updated_at),
        }


@dataclass
class Invitation:
    """An administrator's invitation, as the invited account sees it."""

    administrator_id: str
    id: str = field(default_factory=lambda: mock_random.get_random_hex(length=32))
    status: str = "Invited"
    invited_at: datetime = field(default_factory=utcnow)

    def describe(self) -> dict[str, Any]:
        return {
            "AccountId": self.administrator_id,
            "InvitationId": self.id,
            "RelationshipStatus": self.status,
            "InvitedAt": text(self.invited_at),
        }


@dataclass
class OrganizationConfiguration:
    """What becomes of the accounts of the organization, in one region."""

    members: Literal["ALL", "NEW", "NONE"] = "NONE"
    features: dict[str, str] = field(default_factory=lambda: dict.fromkeys(FEATURES, "NONE"))
    additional: dict[str, dict[str, str]] = field(
        default_factory=lambda: {n: dict.fromkeys(keys, "NONE") for n, keys in ADDITIONAL.items()}
    )
    updated_at: datetime = field(default_factory=utcnow)
