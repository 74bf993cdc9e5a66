"""Conformance packs: a template of rules, in one account or in all of them.

See https://docs.aws.amazon.com/config/latest/developerguide/conformance-packs.html
"""

import time
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.services.config import fanout, names, organization, rules
from embedded_aws.services.config.refused import Refused
from embedded_aws.services.config.template import TemplateError, rules_of
from embedded_aws.services.s3.lookup import bucket as bucket_named

#: https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html
BODY_BYTES = 51_200
S3_BYTES = 307_200
_CONFORMS = "config-conforms.amazonaws.com"


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


def of(backend: Any) -> dict[str, Pack]:
    return backend.__dict__.setdefault("conformance_packs", {})


def organization_packs(backend: Any) -> dict[str, fanout.Item]:
    return backend.__dict__.setdefault("organization_packs", {})


def _from_s3(account_id: str, uri: str) -> str:
    name, _, key = uri.removeprefix("s3://").partition("/")
    found = bucket_named(name)
    item = found.keys.get(key) if found and uri.startswith("s3://") else None
    if item is None:
        raise Refused("ValidationException", f"The template at {uri} cannot be read.")
    value = item.value
    if len(value) > S3_BYTES:
        raise Refused("ValidationException", f"The template at {uri} is over {S3_BYTES} bytes.")
    return str(value.decode())


def _rules(account_id: str, settings: dict[str, Any]) -> dict[str, dict[str, Any]]:
    body, uri = settings.get("TemplateBody"), settings.get("TemplateS3Uri")
    if not body and not uri:
        raise Refused("ValidationException", "Specify a template body or the S3 URI of a template.")
    if body and len(body.encode()) > BODY_BYTES:
        raise Refused(
            "ValidationException",
            "1 validation error detected: Value at 'templateBody' failed to satisfy constraint:"
            f" Member must have length less than or equal to {BODY_BYTES}",
        )
    # The body wins when both are given.
    text = body or _from_s3(account_id, uri or "")
    given = settings.get("ConformancePackInputParameters") or []
    values = {p["ParameterName"]: p["ParameterValue"] for p in given}
    try:
        return rules_of(text, values)
    except TemplateError as error:
        raise Refused("ConformancePackTemplateValidationException", str(error)) from error


def _place(
    backend: Any,
    name: str,
    settings: dict[str, Any],
    created_by: str | None,
    definitions: dict[str, dict[str, Any]],
) -> Pack:
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
        rules.place(backend, {**definition, "ConfigRuleName": rule_names[logical]}, _CONFORMS)
    pack.rule_names = list(rule_names.values())
    return pack


def _remove(backend: Any, name: str) -> None:
    pack = of(backend).pop(name, None)
    for rule in pack.rule_names if pack else []:
        backend.config_rules.pop(rule, None)


def put(backend: Any, settings: dict[str, Any]) -> Pack:
    """PutConformancePack."""
    if not backend.recorders:
        raise Refused(
            "InsufficientPermissionsException",
            "There is no configuration recorder: AWS Config must be recording to deploy a"
            " conformance pack.",
        )
    definitions = _rules(backend.account_id, settings)
    return _place(backend, settings["ConformancePackName"], settings, None, definitions)


def delete(backend: Any, name: str) -> None:
    if name not in of(backend):
        raise Refused(
            "NoSuchConformancePackException", f"The conformance pack {name} does not exist."
        )
    _remove(backend, name)


def put_organization(backend: Any, settings: dict[str, Any]) -> fanout.Item:
    """PutOrganizationConformancePack: succeeds even where accounts fail."""
    organization.authorize(backend.account_id, organization.MULTI_ACCOUNT)
    name = settings["OrganizationConformancePackName"]
    _check_delivery(settings.get("DeliveryS3Bucket"))
    definitions = _rules(backend.account_id, settings)
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
    item.place = lambda member: (
        _place(member, member_name, settings, organization.MULTI_ACCOUNT, definitions) and None
    )
    item.remove = lambda member: _remove(member, member_name)
    fanout.deploy(item)
    return item


def _check_delivery(bucket: str | None) -> None:
    # https://docs.aws.amazon.com/config/latest/developerguide/cpack-prerequisites.html
    if bucket and not bucket.startswith("awsconfigconforms"):
        raise Refused(
            "ValidationException",
            f"The delivery bucket {bucket} of an organization conformance pack must be named"
            " awsconfigconforms...",
        )


def find(known: dict[str, Any], wanted: list[str] | None, code: str) -> list[Any]:
    """:raises Refused: ``code``, when one of the names is not there."""
    for name in wanted or []:
        if name not in known:
            raise Refused(code, f"{name} does not exist.")
    return [known[n] for n in wanted] if wanted else list(known.values())


def delete_organization(backend: Any, name: str) -> None:
    organization.authorize(backend.account_id, organization.MULTI_ACCOUNT)
    [item] = find(organization_packs(backend), [name], "NoSuchOrganizationConformancePackException")
    fanout.withdraw(item)
    del organization_packs(backend)[name]
