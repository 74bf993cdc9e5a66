"""Actions that moto's Config lacks or answers otherwise than AWS."""

import json
import time
from typing import TYPE_CHECKING, Any

from embedded_aws.services.config import (
    api_compliance,
    organization_rules,
    packs,
    queries,
    recorder_status,
    service_linked,
)
from embedded_aws.services.config.answers import listed

if TYPE_CHECKING:
    from moto.config.responses import ConfigResponse

_NO_PACK = "NoSuchConformancePackException"
_NO_ORGANIZATION_PACK = "NoSuchOrganizationConformancePackException"


def _body(self: "ConfigResponse") -> dict[str, Any]:
    body: dict[str, Any] = json.loads(self.body or "{}")
    return body


def put_organization_config_rule(self: "ConfigResponse") -> str:
    item = organization_rules.put(self.config_backend, _body(self))
    return json.dumps({"OrganizationConfigRuleArn": item.arn})


def delete_organization_config_rule(self: "ConfigResponse") -> str:
    organization_rules.delete(self.config_backend, self._get_param("OrganizationConfigRuleName"))
    return ""


def describe_organization_config_rules(self: "ConfigResponse") -> str:
    found = organization_rules.find(
        self.config_backend, self._get_param("OrganizationConfigRuleNames")
    )
    return listed(self, "OrganizationConfigRules", [organization_rules.shown(i) for i in found])


def describe_organization_config_rule_statuses(self: "ConfigResponse") -> str:
    found = organization_rules.find(
        self.config_backend, self._get_param("OrganizationConfigRuleNames")
    )
    return listed(
        self, "OrganizationConfigRuleStatuses", [organization_rules.status(i) for i in found]
    )


def get_organization_config_rule_detailed_status(self: "ConfigResponse") -> str:
    name = self._get_param("OrganizationConfigRuleName")
    [item] = organization_rules.find(self.config_backend, [name])
    found = organization_rules.detailed_status(item, self._get_param("Filters") or {})
    return listed(self, "OrganizationConfigRuleDetailedStatus", found)


def put_organization_conformance_pack(self: "ConfigResponse") -> str:
    item = packs.put_organization(self.config_backend, _body(self))
    return json.dumps({"OrganizationConformancePackArn": item.arn})


def delete_organization_conformance_pack(self: "ConfigResponse") -> str:
    packs.delete_organization(
        self.config_backend, self._get_param("OrganizationConformancePackName")
    )
    return ""


def _organization_packs(self: "ConfigResponse") -> list[Any]:
    names = self._get_param("OrganizationConformancePackNames")
    return packs.find(packs.organization_packs(self.config_backend), names, _NO_ORGANIZATION_PACK)


def describe_organization_conformance_packs(self: "ConfigResponse") -> str:
    shown = [
        {
            "OrganizationConformancePackName": item.name,
            "OrganizationConformancePackArn": item.arn,
            "DeliveryS3Bucket": item.settings.get("DeliveryS3Bucket") or "",
            "DeliveryS3KeyPrefix": item.settings.get("DeliveryS3KeyPrefix") or "",
            "ConformancePackInputParameters": item.settings.get("ConformancePackInputParameters")
            or [],
            "ExcludedAccounts": item.excluded,
            "LastUpdateTime": item.updated,
        }
        for item in _organization_packs(self)
    ]
    return listed(self, "OrganizationConformancePacks", shown)


def describe_organization_conformance_pack_statuses(self: "ConfigResponse") -> str:
    shown = []
    for item in _organization_packs(self):
        status = {
            "OrganizationConformancePackName": item.name,
            "Status": item.status,
            "LastUpdateTime": item.updated,
        }
        if item.failed and item.failed[0].error:
            status["ErrorCode"], status["ErrorMessage"] = item.failed[0].error
        shown.append(status)
    return listed(self, "OrganizationConformancePackStatuses", shown)


def get_organization_conformance_pack_detailed_status(self: "ConfigResponse") -> str:
    name = self._get_param("OrganizationConformancePackName")
    filters = self._get_param("Filters") or {}
    [item] = packs.find(
        packs.organization_packs(self.config_backend), [name], _NO_ORGANIZATION_PACK
    )
    pack = f"OrgConformsPack-{item.arn.rpartition('/')[2]}"
    shown = [
        {**member.shown(), "ConformancePackName": pack, "Status": member.status}
        for member in item.members.values()
        if filters.get("AccountId") in (None, member.account_id)
        and filters.get("Status") in (None, member.status)
    ]
    return listed(self, "OrganizationConformancePackDetailedStatuses", shown)


def put_conformance_pack(self: "ConfigResponse") -> str:
    pack = packs.put(self.config_backend, _body(self))
    return json.dumps({"ConformancePackArn": pack.arn})


def delete_conformance_pack(self: "ConfigResponse") -> str:
    packs.delete(self.config_backend, self._get_param("ConformancePackName"))
    return ""


def describe_conformance_packs(self: "ConfigResponse") -> str:
    found = packs.find(
        packs.of(self.config_backend), self._get_param("ConformancePackNames"), _NO_PACK
    )
    return listed(self, "ConformancePackDetails", [p.shown() for p in found])


def describe_conformance_pack_status(self: "ConfigResponse") -> str:
    found = packs.find(
        packs.of(self.config_backend), self._get_param("ConformancePackNames"), _NO_PACK
    )
    return listed(self, "ConformancePackStatusDetails", [p.status() for p in found])


def put_stored_query(self: "ConfigResponse") -> str:
    query = queries.put(self.config_backend, self._get_param("StoredQuery"))
    return json.dumps({"QueryArn": query["QueryArn"]})


def get_stored_query(self: "ConfigResponse") -> str:
    return json.dumps(
        {"StoredQuery": queries.get(self.config_backend, self._get_param("QueryName"))}
    )


def delete_stored_query(self: "ConfigResponse") -> str:
    queries.delete(self.config_backend, self._get_param("QueryName"))
    return "{}"


def list_stored_queries(self: "ConfigResponse") -> str:
    wanted = ("QueryId", "QueryArn", "QueryName", "Description")
    found = queries.of(self.config_backend).values()
    shown = [{k: q[k] for k in wanted if k in q} for q in found]
    return listed(self, "StoredQueryMetadata", shown)


def put_service_linked_configuration_recorder(self: "ConfigResponse") -> str:
    service = self._get_param("ServicePrincipal")
    return json.dumps(service_linked.put_recorder(self.config_backend, service))


def delete_service_linked_configuration_recorder(self: "ConfigResponse") -> str:
    service = self._get_param("ServicePrincipal")
    return json.dumps(service_linked.delete_recorder(self.config_backend, service))


def _split(self: "ConfigResponse", linked: list[dict[str, Any]]) -> tuple[list[str] | None, Any]:
    """The names that are asked of the account's own recorders, and the others that are shown."""
    asked = self._get_param("ConfigurationRecorderNames") or []
    service = self._get_param("ServicePrincipal")
    if service:
        return None, [one for one in linked if one["servicePrincipal"] == service]
    shown = [one for one in linked if not asked or one["name"] in asked]
    own = [name for name in asked if name not in [one["name"] for one in linked]]
    return (own if own or not asked else None), shown


def describe_configuration_recorders(self: "ConfigResponse") -> str:
    backend = self.config_backend
    own, linked = _split(self, list(service_linked.recorders(backend).values()))
    found = [] if own is None else backend.describe_configuration_recorders(own)
    return json.dumps({"ConfigurationRecorders": [*found, *linked]})


def describe_configuration_recorder_status(self: "ConfigResponse") -> str:
    backend = self.config_backend
    own, linked = _split(self, service_linked.statuses(backend))
    found = [] if own is None else backend.describe_configuration_recorder_status(own)
    shown = [recorder_status.told(backend, status) for status in found]
    return json.dumps({"ConfigurationRecordersStatus": [*shown, *linked]})


def describe_delivery_channel_status(self: "ConfigResponse") -> str:
    channels = self.config_backend.describe_delivery_channels(
        self._get_param("DeliveryChannelNames")
    )
    delivered = {"lastStatus": "SUCCESS", "lastSuccessfulTime": time.time()}
    shown = [
        {
            "name": channel["name"],
            "configHistoryDeliveryInfo": delivered,
            "configSnapshotDeliveryInfo": delivered,
            "configStreamDeliveryInfo": {"lastStatus": "NOT_APPLICABLE"},
        }
        for channel in channels
    ]
    return json.dumps({"DeliveryChannelsStatus": shown})


def install() -> None:
    """Adds every action above to moto's dispatcher."""
    from moto.config.responses import ConfigResponse

    for name, action in {**globals(), **vars(api_compliance)}.items():
        if name.startswith(("put_", "delete_", "describe_", "get_", "list_")):
            setattr(ConfigResponse, name, action)
