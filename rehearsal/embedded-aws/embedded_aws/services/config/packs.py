"""Conformance packs: a template of rules, in one account or in all of them.

See https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html
"""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from embedded_aws.kept import kept
from embedded_aws.lookup import linked_roles
from embedded_aws.services.config import (
    fanout,
    names,
    organization,
    pack_delivery,
    pack_template,
    rules,
)
from embedded_aws.services.config.refused import Refused

if TYPE_CHECKING:
    from moto.config.models import ConfigBackend


@dataclass
class Pack:
    """A pack as one account has it, with the rules that it made."""

    name: str
    arn: str
    identifier: str
    settings: dict[str, Any]
    rule_names: list[str] = field(default_factory=list)
    updated: float = field(default_factory=time.time)
    created_by: str | None = None

    def shown(self) -> dict[str, Any]:
        described = {
            "ConformancePackName": self.name,
            "ConformancePackArn": self.arn,
            "ConformancePackId": self.identifier,
            "DeliveryS3Bucket": self.settings.get("DeliveryS3Bucket"),
            "DeliveryS3KeyPrefix": self.settings.get("DeliveryS3KeyPrefix"),
            "ConformancePackInputParameters": self.settings.get("ConformancePackInputParameters")
            or [],
            "LastUpdateRequestedTime": self.updated,
            "CreatedBy": self.created_by,
        }
        return {k: v for k, v in described.items() if v is not None}

    def status(self) -> dict[str, Any]:
        return {
            "ConformancePackName": self.name,
            "ConformancePackId": self.identifier,
            "ConformancePackArn": self.arn,
            "ConformancePackState": "CREATE_COMPLETE",
            "StackArn": f"{self.arn.replace(':config:', ':cloudformation:')}/stack",
            "LastUpdateRequestedTime": self.updated,
            "LastUpdateCompletedTime": self.updated,
        }


def of(backend: "ConfigBackend") -> dict[str, Pack]:
    return kept(backend, "conformance_packs", dict[str, Pack])


def organization_packs(backend: "ConfigBackend") -> dict[str, fanout.Item]:
    return kept(backend, "organization_packs", dict[str, fanout.Item])


def place(
    backend: "ConfigBackend",
    name: str,
    settings: dict[str, Any],
    created_by: str | None,
    definitions: dict[str, dict[str, Any]],
) -> Pack:
    """Makes or changes a pack without asking whether the caller may."""
    known = of(backend)
    pack = known.get(name)
    if pack is None:
        identifier = f"conformance-pack-{names.suffix()}"
        arn = names.arn_of(backend, f"conformance-pack/{name}/{identifier}")
        pack = known[name] = Pack(name, arn, identifier, settings, created_by=created_by)
    pack.settings, pack.updated = settings, time.time()
    rule_names = {
        logical: f"{d.get('ConfigRuleName', logical)}-{pack.identifier}"
        for logical, d in definitions.items()
    }
    for gone in set(pack.rule_names) - set(rule_names.values()):
        backend.config_rules.pop(gone, None)
    for logical, definition in definitions.items():
        rules.place(
            backend, {**definition, "ConfigRuleName": rule_names[logical]}, linked_roles.CONFORMS
        )
    pack.rule_names = list(rule_names.values())
    return pack


def _remove(backend: "ConfigBackend", name: str) -> None:
    pack = of(backend).pop(name, None)
    for rule in pack.rule_names if pack else []:
        backend.config_rules.pop(rule, None)


def put(backend: "ConfigBackend", settings: dict[str, Any]) -> Pack:
    """PutConformancePack."""
    if not backend.recorders:
        raise Refused(
            "InsufficientPermissionsException",
            "There is no configuration recorder: AWS Config must be recording to deploy a"
            " conformance pack.",
        )
    definitions = pack_template.definitions_of(backend, settings, pack_template.OF_ACCOUNT)
    linked_roles.ensure(backend.account_id, backend.region_name, linked_roles.CONFORMS)
    return place(backend, settings["ConformancePackName"], settings, None, definitions)


def delete(backend: "ConfigBackend", name: str) -> None:
    if name not in of(backend):
        raise Refused(
            "NoSuchConformancePackException", f"The conformance pack {name} does not exist."
        )
    _remove(backend, name)


def put_organization(backend: "ConfigBackend", settings: dict[str, Any]) -> fanout.Item:
    """PutOrganizationConformancePack: succeeds even where accounts fail."""
    organization.authorize(backend.account_id, organization.MULTI_ACCOUNT)
    name = settings["OrganizationConformancePackName"]
    bucket, prefix = settings.get("DeliveryS3Bucket"), settings.get("DeliveryS3KeyPrefix")
    pack_delivery.check_name(bucket)
    definitions = pack_template.definitions_of(backend, settings, pack_template.OF_ORGANIZATION)
    linked_roles.ensure(backend.account_id, backend.region_name, linked_roles.MULTI_ACCOUNT)
    item = organization_packs(backend).get(name)
    if item is None:
        unique = f"{name}-{names.suffix()}"
        arn = names.arn_of(backend, f"organization-conformance-pack/{unique}")
        item = fanout.Item(name, arn, backend.account_id, backend.region_name, [])
        organization_packs(backend)[name] = item
    else:
        item.phase = "UPDATE"
    member_name = f"OrgConformsPack-{item.arn.rpartition('/')[2]}"
    item.settings, item.excluded = settings, settings.get("ExcludedAccounts") or []
    item.roles = (linked_roles.MULTI_ACCOUNT, linked_roles.CONFORMS)
    item.refuse = lambda member: pack_delivery.member_error(member, bucket, prefix)
    item.place = lambda member: place(
        member, member_name, settings, organization.MULTI_ACCOUNT, definitions
    )
    item.remove = lambda member: _remove(member, member_name)
    fanout.deploy(item)
    return item


def find(known: dict[str, Any], wanted: list[str] | None, code: str) -> list[Any]:
    """:raises Refused: ``code``, when one of the names is not there."""
    for name in wanted or []:
        if name not in known:
            raise Refused(code, f"{name} does not exist.")
    return [known[n] for n in wanted] if wanted else list(known.values())


def delete_organization(backend: "ConfigBackend", name: str) -> None:
    organization.authorize(backend.account_id, organization.MULTI_ACCOUNT)
    [item] = find(organization_packs(backend), [name], "NoSuchOrganizationConformancePackException")
    fanout.withdraw(item)
    del organization_packs(backend)[name]
