"""The accounts that an operation on a stack set means."""

from collections.abc import Iterator
from typing import Any

from embedded_aws.beliefs import belief
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack_sets.model import StackSet
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations

_EMPTY_IS_REFUSED = belief("stack-sets-refuse-empty-targets")


@evidence("stack-sets-target-members-only", "stack-sets-refuse-empty-targets")
def resolve(
    stack_set: StackSet, accounts: list[str], targets: dict[str, Any], creates: bool
) -> list[tuple[str, str]]:
    """Account ids, each with the unit or root that it was found by.

    Suspended accounts are among them: an operation skips those by itself. Accounts that have
    left the organization are in no unit.

    :raises ValidationError: when the targets do not fit the permission model, or are empty.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
    """
    units = targets.get("OrganizationalUnitIds") or []
    if not stack_set.is_service_managed:
        if units:
            raise ValidationError(
                "StackSets with SELF_MANAGED permission model can only have accounts as target"
            )
        return [(account, "") for account in accounts or targets.get("Accounts") or []]
    if not units or accounts:
        raise ValidationError(
            "StackSets with SERVICE_MANAGED permission model can only have "
            "OrganizationalUnit as target"
        )
    chosen = set(targets.get("Accounts") or [])
    how = targets.get("AccountFilterType") or ("UNION" if chosen else "NONE")
    if creates and how == "UNION":
        raise ValidationError(
            "AccountFilterType INTERSECTION or DIFFERENCE should be specified when both "
            "OrganizationalUnitIds and Accounts are provided"
        )
    found = []
    for account, unit, home in _candidates(stack_set, units):
        inside = unit is not None
        if how == "INTERSECTION":
            inside = inside and account in chosen
        elif how == "DIFFERENCE":
            inside = inside and account not in chosen
        elif how == "UNION":
            inside = inside or account in chosen
        if inside:
            found.append((account, unit or home))
    if how == "INTERSECTION" and not found and _EMPTY_IS_REFUSED.holds:
        raise ValidationError("The intersection of OrganizationalUnitIds and Accounts is empty")
    return found


def _candidates(stack_set: StackSet, units: list[str]) -> Iterator[tuple[str, str | None, str]]:
    """Account, the wanted unit that it is in, and the unit that it is in itself."""

    organization = organizations.organization_of(stack_set.account_id)
    if organization is None or organization.org is None:
        raise ValidationError("The account is not a member of an organization")
    for account in organization.accounts_by_id.values():
        # Never the management account, even when it is in the unit.
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
        if account.id != organization.account_id:
            unit = _unit_of(organization, account.parent_id, units)
            yield account.id, unit, account.parent_id
    # Instances stay when their account leaves; only UNION may name it still.
    for account_id, unit_id in {(i.account_id, i.unit_id) for i in stack_set.instances.values()}:
        if account_id not in organization.accounts_by_id:
            yield account_id, None, unit_id


@evidence("stack-sets-unknown-unit-fails-its-operation")
def missing_units(stack_set: StackSet, targets: dict[str, Any]) -> list[str]:
    """The units and roots of the targets that the organization does not have."""

    organization = organizations.organization_of(stack_set.account_id)
    if not stack_set.is_service_managed or organization is None or organization.org is None:
        return []
    there = {organization.org.root_id, *(unit.id for unit in organization.ou)}
    return [unit for unit in targets.get("OrganizationalUnitIds") or [] if unit not in there]


def refuse_units_without_instances(stack_set: StackSet, targets: dict[str, Any]) -> None:
    """https://github.com/hashicorp/terraform-provider-aws/issues/33785

    :raises ValidationError: a unit was never a target of the stack set.
    """
    known = {instance.unit_id for instance in stack_set.instances.values()}
    for unit in targets.get("OrganizationalUnitIds") or []:
        if unit not in known:
            raise ValidationError(f"Organizational unit {unit} not found in StackSet")


def _unit_of(organization: Any, parent_id: str, units: list[str]) -> str | None:
    """The wanted unit that the parent is, or is somewhere below."""
    parents = {unit.id: getattr(unit, "parent_id", None) for unit in organization.ou}
    current: str | None = parent_id
    while current:
        if current in units:
            return current
        current = parents.get(current)
    return None
