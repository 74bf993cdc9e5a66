"""From one bus to another, of any account and region, and no further.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
"""

from typing import TYPE_CHECKING, Any

from embedded_aws import policy
from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations
from embedded_aws.services.events.failures import Failure, no_permissions, no_resource
from embedded_aws.services.events.targets import role_may

if TYPE_CHECKING:
    from moto.events.models import EventBus, Rule

_ACTION = "events:PutEvents"
_WITHOUT_SOURCE = belief("events-bus-source-keys")


def bus_admits(
    bus: "EventBus", account_id: str, role_arn: str | None = None, rule_arn: str | None = None
) -> bool:
    """The policy of a bus lets an account, or one of its roles, put events."""
    return _verdict(bus, account_id, role_arn, rule_arn) == "allow"


@evidence("events-bus-source-keys")
def _verdict(
    bus: "EventBus", account_id: str, role_arn: str | None, rule_arn: str | None
) -> policy.Verdict:
    principal = policy.identity(account_id, *([role_arn] if role_arn else []))
    context = {"aws:PrincipalAccount": account_id, "aws:SecureTransport": "true"}
    if role_arn:
        context["aws:PrincipalArn"] = role_arn
    organization = organizations.organization_id(account_id)
    if organization:
        context["aws:PrincipalOrgID"] = organization
    if rule_arn and not _WITHOUT_SOURCE.holds:
        context["aws:SourceArn"] = rule_arn
    return policy.evaluate([bus.policy], policy.Request(_ACTION, bus.arn, principal, context))


def third_hop(rule: "Rule", arn: str) -> Failure:
    """An event that came from another bus stays where it is."""
    near = arn.split(":")[3] == rule.region_name
    return Failure(
        "THIRD_ACCOUNT_HOP_DETECTED" if near else "THIRD_REGION_HOP_DETECTED",
        f"An event that another event bus sent cannot be sent on to {arn}.",
    )


@evidence("events-bus-needs-role")
def bus_for(rule: "Rule", target: dict[str, Any]) -> Any | Failure:
    """The target bus, if the rule's role and the bus's policy admit the event."""
    from moto.events.models import events_backends

    _, _, _, region, account_id, resource = target["Arn"].split(":", 5)
    bus = events_backends[account_id][region].event_buses.get(resource.partition("/")[2])
    role_arn = target.get("RoleArn")
    if bus is None:
        return no_resource(target["Arn"])
    if role_arn and not role_may(rule, role_arn, _ACTION, bus.arn):
        return no_permissions(bus.arn, _ACTION)
    if account_id != rule.account_id:
        admitted = bus_admits(bus, rule.account_id, role_arn, rule.arn)
    else:
        # Within an account a role is enough, but for what the bus denies.
        near = region == rule.region_name
        verdict = _verdict(bus, account_id, role_arn, rule.arn)
        admitted = verdict == "allow" or (verdict != "deny" and (near or bool(role_arn)))
    return bus if admitted else no_permissions(bus.arn, _ACTION)
