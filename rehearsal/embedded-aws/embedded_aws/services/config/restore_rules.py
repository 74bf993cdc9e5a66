"""Rules and packs of a snapshot, which knows their names and what made them."""

import re
from typing import Any

from moto.config.models import ConfigBackend, config_backends

from embedded_aws.lookup import linked_roles
from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import Place, World
from embedded_aws.services.config import fanout, names, organization_rules, packs, queries, rules

_RULE = "AWS::Config::OrganizationConfigRule"
_PACK = "AWS::Config::OrganizationConformancePack"
#: What each of them places in an account.
_OF_RULE, _OF_PACK = re.compile(r"OrgConfigRule-(.+)-\w+"), re.compile(r"OrgConformsPack-(.+)-\w+")


def restore(world: World) -> None:
    made = _Made(world)
    for place in world.places:
        backend = config_backends[place.account_id][place.region]
        _put_organization(world, place, backend)
        for given in place.all("configRules"):
            name = given["ConfigRuleName"]
            if world.wants(place, "AWS::Config::ConfigRule", name) and not made.rule(given):
                definition = {"ConfigRuleName": name, "Source": {"Owner": "AWS"}}
                rules.place(backend, definition, given.get("CreatedBy"))
        for given in place.all("conformancePacks"):
            name = given["ConformancePackName"]
            if world.wants(place, "AWS::Config::ConformancePack", name) and not made.pack(name):
                packs.of(backend)[name] = _pack(backend, name, given.get("CreatedBy"))


class _Made:
    """What rules and packs of the organization bring, once their stacks have made them again."""

    def __init__(self, world: World) -> None:
        self._rules = _not_wanted(world, _RULE, "organizationConfigRules")
        self._packs = _not_wanted(world, _PACK, "organizationConformancePacks")

    def rule(self, given: dict[str, Any]) -> bool:
        """Whether it is one of those; rules of packs are not named after their pack."""
        by = given.get("CreatedBy")
        match = _OF_RULE.fullmatch(given["ConfigRuleName"])
        return (by == linked_roles.CONFORMS and bool(self._packs)) or bool(
            match and match.group(1) in self._rules
        )

    def pack(self, name: str) -> bool:
        match = _OF_PACK.fullmatch(name)
        return bool(match and match.group(1) in self._packs)


def _not_wanted(world: World, type_name: str, section: str) -> frozenset[str]:
    key = f"{type_name.rpartition('::')[2]}Name"
    return frozenset(
        given[key]
        for place in world.places
        for given in place.all(section)
        if not world.wants(place, type_name, given[key])
    )


def _put_organization(world: World, place: Place, backend: ConfigBackend) -> None:
    for type_name, section, kind, table in (
        (_RULE, "organizationConfigRules", "organization-config-rule", organization_rules.of),
        (
            _PACK,
            "organizationConformancePacks",
            "organization-conformance-pack",
            packs.organization_packs,
        ),
    ):
        for given in place.all(section):
            name = given[f"{type_name.rpartition('::')[2]}Name"]
            if world.wants(place, type_name, name):
                arn = names.arn_of(backend, f"{kind}/{name}-{names.suffix()}")
                item = fanout.Item(name, arn, place.account_id, place.region, [])
                table(backend)[name] = item


def _pack(backend: ConfigBackend, name: str, created_by: str | None) -> packs.Pack:
    identifier = f"conformance-pack-{names.suffix()}"
    arn = names.arn_of(backend, f"conformance-pack/{name}/{identifier}")
    return packs.Pack(name, arn, identifier, {}, created_by=created_by)


def _put_query(account_id: str, region: str, name: str) -> None:
    query = {"QueryName": name, "Expression": "SELECT resourceId", "Description": ""}
    queries.put(config_backends[account_id][region], query)


NAMED = {"AWS::Config::StoredQuery": _put_query}
PARTS: tuple[Part, ...] = ((Phase.RESOURCES, restore),)
