"""The delegated administrator, and what it decides for the organization."""

from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.services.guardduty import organization, settle
from embedded_aws.services.guardduty.api import Actions


class OrganizationActions(Actions):
    def enable_organization_admin_account(self) -> ActionResult:
        organization.enable_administrator(
            self.current_account, self.region, self._get_param("AdminAccountId")
        )
        return EmptyResult()

    def disable_organization_admin_account(self) -> ActionResult:
        organization.disable_administrator(
            self.current_account, self.region, self._get_param("AdminAccountId")
        )
        return EmptyResult()

    def list_organization_admin_accounts(self) -> ActionResult:
        found = organization.list_administrators(self.current_account, self.region)
        return self.paged("AdminAccounts", found)

    def describe_organization_configuration(self) -> ActionResult:
        return ActionResult(
            organization.describe_configuration(self.here, self._get_param("DetectorId"))
        )

    def update_organization_configuration(self) -> ActionResult:
        organization.update_configuration(self.here, self._get_param("DetectorId"), self.params)
        settle.configured(self.here)
        return EmptyResult()
