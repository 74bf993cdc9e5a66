"""The accounts that an operation on a stack set means."""

from typing import Any

from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack_sets.model import StackSet


def resolve(
    stack_set: StackSet, accounts: list[str], targets: dict[str, Any]
) -> list[tuple[str, str]]:
    """Account ids, each with the unit or root that it was found by.

    :raises ValidationError: when the targets do not fit the permission model.
    """
    units = targets.get("OrganizationalUnitIds") or []
    if not stack_set.is_service_managed:
        if units:
            raise ValidationError(
                "StackSets with SELF_MANAGED permission model can only have accounts as target"
            )
        return [(account, "") for account in accounts or targets.get("Accounts") or []]
    if not units:
        raise ValidationError(
            "StackSets with SERVICE_MANAGED permission model can only have "
            "OrganizationalUnit as target"
        )
    return _of_units(stack_set, units, targets)


def _of_units(
    stack_set: StackSet, units: list[str], targets: dict[str, Any]
) -> list[tuple[str, str]]:
    from embedded_aws.services.organizations import state

    organization = state.organization_of(stack_set.account_id)
    if organization is None:
        raise ValidationError("The account is not a member of an organization")
    chosen = set(targets.get("Accounts") or [])
    how = targets.get("AccountFilterType", "NONE")
    found = []
    for account in state.active_accounts(stack_set.account_id):
        # Never the management account, even when it is in the unit.
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
        if account.id == organization.account_id:
            continue
        unit = _unit_of(organization, account.parent_id, units)
        inside = unit is not None
        if how == "INTERSECTION":
            inside = inside and account.id in chosen
        elif how == "DIFFERENCE":
            inside = inside and account.id not in chosen
        elif how == "UNION":
            inside = inside or account.id in chosen
        if inside:
            found.append((account.id, unit or account.parent_id))
    return found


def _unit_of(organization: Any, parent_id: str, units: list[str]) -> str | None:
    """The wanted unit that the parent is, or is somewhere below."""
    parents = {unit.id: getattr(unit, "parent_id", None) for unit in organization.ou}
    current: str | None = parent_id
    while current:
        if current in units:
            return current
        current = parents.get(current)
    return None
