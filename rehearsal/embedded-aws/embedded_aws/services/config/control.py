"""Control routes: whether a resource complies, what services make, rules newer than our list."""

from dataclasses import asdict
from typing import Any

from moto.config.models import config_backends

from embedded_aws import control
from embedded_aws.services.config import evaluations, managed_rules, service_linked

_NEEDED = ("accountId", "region", "rule", "resourceType", "resourceId", "compliance")


def put_evaluation(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{accountId, region, rule, resourceType, resourceId, compliance, annotation?}``

    Answers the rule's name in the account, and the event if the compliance changed.
    """
    missing = [name for name in _NEEDED if not body.get(name)]
    if missing:
        raise control.ControlError(
            f"an evaluation needs {', '.join(missing)} besides {', '.join(body) or 'nothing'}"
        )
    account_id, region, rule, kind, identifier, compliance = (str(body[n]) for n in _NEEDED)
    try:
        result, emitted = evaluations.put(
            account_id, region, rule, kind, identifier, compliance, body.get("annotation")
        )
    except ValueError as cause:
        raise control.ControlError(str(cause)) from cause
    deliveries = emitted.deliveries if emitted else []
    return {
        "configRuleName": result.rule,
        "changed": emitted is not None,
        "eventId": emitted.event_id if emitted else None,
        "deliveries": [asdict(delivery) for delivery in deliveries],
    }


def add_managed_rules(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{identifiers}``: rules that AWS has and our list has not; answers all added ones."""
    try:
        return {"identifiers": managed_rules.add(body.get("identifiers") or [])}
    except ValueError as cause:
        raise control.ControlError(str(cause)) from cause


def place_service_linked(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{accountId, region, servicePrincipal, rules?, packs?, aggregator?}``"""
    backend = config_backends[body["accountId"]][body["region"]]
    service_linked.place(backend, body["servicePrincipal"], body)
    return {}


ROUTES: tuple[control.Route, ...] = (
    ("POST", "/config/evaluations", put_evaluation),
    ("POST", "/config/service-linked", place_service_linked),
    ("POST", "/config/managed-rules", add_managed_rules),
)
