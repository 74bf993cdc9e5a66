"""Organization rules.

See https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html
"""

from typing import TYPE_CHECKING, Any

from embedded_aws.kept import kept
from embedded_aws.lookup import linked_roles
from embedded_aws.services.config import fanout, names, organization, rules
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend

_METADATA = (
    "OrganizationManagedRuleMetadata",
    "OrganizationCustomRuleMetadata",
    "OrganizationCustomPolicyRuleMetadata",
)


def of(backend: "ConfigBackend") -> dict[str, fanout.Item]:
    """The organization rules of this administrator in this region."""
    return kept(backend, "organization_config_rules", dict[str, fanout.Item])


def _source(settings: dict[str, Any]) -> dict[str, Any]:
    if managed := settings.get(_METADATA[0]):
        return {"Owner": "AWS", "SourceIdentifier": managed["RuleIdentifier"]}
    if custom := settings.get(_METADATA[1]):
        triggers = custom.get("OrganizationConfigRuleTriggerTypes") or []
        details = [{"EventSource": "aws.config", "MessageType": t} for t in triggers]
        return {
            "Owner": "CUSTOM_LAMBDA",
            "SourceIdentifier": custom["LambdaFunctionArn"],
            "SourceDetails": details,
        }
    written = settings[_METADATA[2]]
    text = {"PolicyRuntime": written.get("PolicyRuntime"), "PolicyText": written.get("PolicyText")}
    return {"Owner": "CUSTOM_POLICY", "CustomPolicyDetails": text}


def _definition(settings: dict[str, Any], name: str) -> dict[str, Any]:
    metadata = next((settings[m] for m in _METADATA if settings.get(m)), None)
    if metadata is None:
        raise Refused(
            "InvalidParameterValueException", "Specify the metadata of exactly one kind of rule."
        )
    scope = {
        "ComplianceResourceTypes": metadata.get("ResourceTypesScope"),
        "ComplianceResourceId": metadata.get("ResourceIdScope"),
        "TagKey": metadata.get("TagKeyScope"),
        "TagValue": metadata.get("TagValueScope"),
    }
    found = {
        "ConfigRuleName": name,
        "Description": metadata.get("Description"),
        "InputParameters": metadata.get("InputParameters"),
        "MaximumExecutionFrequency": metadata.get("MaximumExecutionFrequency"),
        "Scope": {k: v for k, v in scope.items() if v} or None,
        "Source": _source(settings),
    }
    return {k: v for k, v in found.items() if v is not None}


def put(backend: "ConfigBackend", settings: dict[str, Any]) -> fanout.Item:
    """Makes or changes the rule in every targeted account.

    Succeeds even where accounts fail: their state is in the statuses.
    """
    organization.authorize(backend.account_id, organization.MULTI_ACCOUNT)
    name = settings["OrganizationConfigRuleName"]
    item = of(backend).get(name)
    unique = item.arn.rpartition("/")[2] if item else f"{name}-{names.suffix()}"
    definition = _definition(settings, f"OrgConfigRule-{unique}")
    rules.check(backend.account_id, backend.region_name, definition)
    linked_roles.ensure(backend.account_id, backend.region_name, linked_roles.MULTI_ACCOUNT)
    if item is None:
        arn = names.arn_of(backend, f"organization-config-rule/{unique}")
        item = of(backend)[name] = fanout.Item(
            name, arn, backend.account_id, backend.region_name, []
        )
    else:
        item.phase = "UPDATE"
    item.excluded = settings.get("ExcludedAccounts") or []
    item.roles = (linked_roles.MULTI_ACCOUNT,)
    item.place = lambda member: rules.place(member, definition, organization.MULTI_ACCOUNT)
    item.remove = lambda member: member.config_rules.pop(definition["ConfigRuleName"], None)
    item.settings = settings
    fanout.deploy(item)
    return item


def find(backend: "ConfigBackend", wanted: list[str] | None) -> list[fanout.Item]:
    known = of(backend)
    for name in wanted or []:
        if name not in known:
            raise Refused(
                "NoSuchOrganizationConfigRuleException",
                f"The organization config rule {name} does not exist.",
            )
    return [known[n] for n in wanted] if wanted else list(known.values())


def delete(backend: "ConfigBackend", name: str) -> None:
    organization.authorize(backend.account_id, organization.MULTI_ACCOUNT)
    [item] = find(backend, [name])
    fanout.withdraw(item)
    del of(backend)[name]


def shown(item: fanout.Item) -> dict[str, Any]:
    settings = item.settings
    described = {m: settings[m] for m in _METADATA if settings.get(m)}
    return {
        "OrganizationConfigRuleName": item.name,
        "OrganizationConfigRuleArn": item.arn,
        "ExcludedAccounts": item.excluded,
        "LastUpdateTime": item.updated,
        **described,
    }


def status(item: fanout.Item) -> dict[str, Any]:
    described: dict[str, Any] = {
        "OrganizationConfigRuleName": item.name,
        "OrganizationRuleStatus": item.status,
        "LastUpdateTime": item.updated,
    }
    if item.failed and item.failed[0].error:
        code, message = item.failed[0].error
        described |= {"ErrorCode": code, "ErrorMessage": message}
    return described


def detailed_status(item: fanout.Item, filters: dict[str, str]) -> list[dict[str, Any]]:
    rule = f"OrgConfigRule-{item.arn.rpartition('/')[2]}"
    return [
        {**member.shown(), "ConfigRuleName": rule, "MemberAccountRuleStatus": member.status}
        for member in item.members.values()
        if filters.get("AccountId") in (None, member.account_id)
        and filters.get("MemberAccountRuleStatus") in (None, member.status)
    ]
