"""What authorization asks about accounts and their organization."""

from typing import Any

from moto.organizations.utils import DEFAULT_SCP_POLICY_ID

from embedded_aws.lookup import organizations


class Directory:
    """Answers for any account; see :class:`embedded_aws.authorization.directory.Organizations`."""

    def organization_id(self, account_id: str) -> str | None:
        return organizations.organization_id(account_id)

    def organization_path(self, account_id: str) -> str | None:
        holders = [getattr(holder, "id", "") for holder in organizations.holders(account_id)]
        organization = organizations.organization_id(account_id)
        if organization is None or not holders:
            return None
        return "".join(f"{one}/" for one in (organization, *reversed(holders[1:])))

    def service_control_policies(self, account_id: str) -> list[Any]:
        if account_id == organizations.management_account_id(account_id):
            return []
        return [
            policy.content
            for holder in organizations.holders(account_id)
            for policy in holder.attached_policies
            if policy.type == "SERVICE_CONTROL_POLICY" and policy.id != DEFAULT_SCP_POLICY_ID
        ]
