"""Service control policies deny, whatever the policies of a role allow.

Their Deny statements are judged, for the role sessions of member accounts.
Not for service-linked roles and the management account, as on AWS.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""

from typing import Any

from moto.organizations.utils import DEFAULT_SCP_POLICY_ID
from moto.sts.models import AssumedRole


def documents_of(account_id: str) -> list[str]:
    """The policies of an account and of the units above it, but FullAWSAccess."""
    from embedded_aws.services import organizations

    organization = organizations.organization_of(account_id)
    if organization is None or account_id == organizations.management_account_id(account_id):
        return []
    account = organization.accounts_by_id.get(account_id)
    units = {unit.id: unit for unit in organization.ou}
    found: list[str] = []
    holder: Any = account
    while holder is not None:
        found += [
            policy.content
            for policy in holder.attached_policies
            if policy.type == "SERVICE_CONTROL_POLICY" and policy.id != DEFAULT_SCP_POLICY_ID
        ]
        holder = units.get(getattr(holder, "parent_id", None))
    return found


def denial(
    session: AssumedRole,
    action: str,
    resource: str | None,
    region: str,
    context: dict[str, Any] | None = None,
) -> str | None:
    """Why the session may not; None when no service control policy denies it."""
    from embedded_aws.services.authorization.check import evaluate, known_of

    documents = documents_of(session.account_id)
    if not documents or ":role/aws-service-role/" in session.role_arn:
        return None
    known = known_of(session, region, context)
    if evaluate(list(documents), action, resource, known) != "deny":
        return None
    return (
        f"User: {session.arn} is not authorized to perform: {action} on resource: "
        f"{resource or '*'} with an explicit deny in a service control policy"
    )
