"""GuardDuty in one account and region, and its detector."""

from typing import Any, cast

import moto.guardduty.urls as guardduty_urls
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.utils import utcnow
from moto.guardduty.models import guardduty_backends

from embedded_aws.services.guardduty.errors import DETECTOR_EXISTS, NOT_OWNED, BadRequest
from embedded_aws.services.guardduty.models import (
    Detector,
    Invitation,
    Member,
    OrganizationConfiguration,
)
from embedded_aws.services.guardduty.regional import require_available


class GuardDutyRegion(BaseBackend):
    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.detector: Detector | None = None
        #: As administrator: members by account id.
        self.members: dict[str, Member] = {}
        #: As member: the account that administers this one, and how it came to.
        self.administrator_id: str | None = None
        self.invitations: dict[str, Invitation] = {}
        #: As management account: the delegated administrator of the organization here.
        self.organization_admin_id: str | None = None
        self.organization_configuration = OrganizationConfiguration()
        #: As administrator those of the members too.
        self.findings: dict[str, dict[str, Any]] = {}

    @property
    def _url_module(self) -> Any:
        return guardduty_urls

    @property
    def detectors(self) -> dict[str, Detector]:
        """By id, as moto names them."""
        return {self.detector.id: self.detector} if self.detector else {}

    def own(self, detector_id: str) -> Detector:
        """The detector of that id.

        :raises BadRequest: this account has no such detector here.
        """
        if self.detector is None or self.detector.id != detector_id:
            raise BadRequest(NOT_OWNED)
        return self.detector

    @property
    def membership(self) -> Member | None:
        """This account as its administrator sees it, while they are associated."""
        if self.administrator_id is None:
            return None
        return at(self.administrator_id, self.region_name).members.get(self.account_id)

    def has_members(self) -> bool:
        return any(member.associated for member in self.members.values())


#: moto's table, which the installation fills with ours.
backends = cast("BackendDict[GuardDutyRegion]", guardduty_backends)


def at(account_id: str, region: str) -> GuardDutyRegion:
    return backends[account_id][region]


def _features_of(data_sources: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The older DataSources, said as Features."""
    sources = data_sources or {}
    scan = sources.get("MalwareProtection", {}).get("ScanEc2InstanceWithFindings", {})
    wanted = {
        "S3_DATA_EVENTS": sources.get("S3Logs", {}).get("Enable"),
        "EKS_AUDIT_LOGS": sources.get("Kubernetes", {}).get("AuditLogs", {}).get("Enable"),
        "EBS_MALWARE_PROTECTION": scan.get("EbsVolumes"),
    }
    return [
        {"Name": name, "Status": "ENABLED" if str(on).lower() == "true" else "DISABLED"}
        for name, on in wanted.items()
        if on is not None
    ]


def requested_features(params: dict[str, Any], region: str) -> list[dict[str, Any]]:
    """The features that a call or a resource names.

    :raises BadRequest: it names them both ways, two that exclude each other, or one that
        the region has not got.
    """
    if params.get("Features") and params.get("DataSources"):
        raise BadRequest(
            "The request is rejected because both Features and DataSources were provided."
        )
    features = params.get("Features") or _features_of(params.get("DataSources"))
    enabled = {feature["Name"] for feature in features if feature.get("Status") == "ENABLED"}
    if enabled >= {"EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"}:
        raise BadRequest(
            "The request is rejected because EKS_RUNTIME_MONITORING and RUNTIME_MONITORING"
            " cannot both be enabled."
        )
    require_available(region, features)
    return features


def create_detector(
    account_id: str, region: str, params: dict[str, Any], tags: dict[str, str]
) -> Detector:
    """:raises BadRequest: the account has one in the region."""
    backend = at(account_id, region)
    if backend.detector is not None:
        raise BadRequest(DETECTOR_EXISTS)
    features = requested_features(params, region)
    detector = ensure_detector(account_id, region)
    detector.enabled = str(params.get("Enable", True)).lower() == "true"
    detector.frequency = params.get("FindingPublishingFrequency") or "SIX_HOURS"
    detector.tags = tags
    detector.set_features(features)
    return detector


def ensure_detector(account_id: str, region: str) -> Detector:
    """The detector there is, or a new one with AWS's defaults."""
    backend = at(account_id, region)
    if backend.detector is None:
        backend.detector = Detector(account_id, region)
    return backend.detector


def update_detector(backend: GuardDutyRegion, detector_id: str, params: dict[str, Any]) -> None:
    """:raises BadRequest: a member changes what its administrator decides."""
    detector = backend.own(detector_id)
    features = requested_features(params, backend.region_name)
    enable, frequency = params.get("Enable"), params.get("FindingPublishingFrequency")
    detector.require_own(features, enable)
    if backend.membership:
        _refuse_member_change(backend.membership, detector, features, enable, frequency)
    if enable is not None:
        detector.enabled = str(enable).lower() == "true"
    detector.frequency = frequency or detector.frequency
    detector.set_features(features)
    detector.updated_at = utcnow()


def _refuse_member_change(
    member: Member,
    detector: Detector,
    features: list[dict[str, Any]],
    enable: Any,
    frequency: str | None,
) -> None:
    # https://docs.aws.amazon.com/guardduty/latest/ug/administrator_member_relationships.html
    if frequency not in (None, detector.frequency):
        raise BadRequest(
            "The request is rejected because a member cannot manage finding publishing frequency."
        )
    changes = [
        f
        for f in features
        if f["Name"] not in detector.features
        or detector.features[f["Name"]].enabled != (f.get("Status") == "ENABLED")
    ]
    if changes and member.by_organization:
        raise BadRequest(
            "The request is rejected because the current account is managed by its organization's"
            " delegated administrator, which configures its features."
        )
    if member.by_organization and str(enable).lower() == "false":
        raise BadRequest(
            "The request is rejected because the current account cannot disable GuardDuty"
            " while its organization's delegated administrator manages it."
        )
