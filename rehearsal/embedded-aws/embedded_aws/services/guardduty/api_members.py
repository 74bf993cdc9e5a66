"""Members, from the administrator's side and from their own."""

from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.services.guardduty import invitations, membership
from embedded_aws.services.guardduty.api import Actions
from embedded_aws.services.guardduty.backend import ensure_detector, requested_features


class MemberActions(Actions):
    def _unprocessed(self, unprocessed: membership.Unprocessed) -> ActionResult:
        return ActionResult({"UnprocessedAccounts": unprocessed})

    def create_members(self) -> ActionResult:
        details = self._get_param("AccountDetails")
        return self._unprocessed(membership.create_members(self.administered(), details))

    def invite_members(self) -> ActionResult:
        account_ids = self._get_param("AccountIds")
        return self._unprocessed(invitations.invite_members(self.administered(), account_ids))

    def disassociate_members(self) -> ActionResult:
        account_ids = self._get_param("AccountIds")
        return self._unprocessed(membership.disassociate_members(self.administered(), account_ids))

    def delete_members(self) -> ActionResult:
        account_ids = self._get_param("AccountIds")
        return self._unprocessed(membership.delete_members(self.administered(), account_ids))

    def start_monitoring_members(self) -> ActionResult:
        account_ids = self._get_param("AccountIds")
        return self._unprocessed(membership.set_monitoring(self.administered(), account_ids, True))

    def stop_monitoring_members(self) -> ActionResult:
        account_ids = self._get_param("AccountIds")
        return self._unprocessed(membership.set_monitoring(self.administered(), account_ids, False))

    def get_members(self) -> ActionResult:
        found, unprocessed = membership.get_members(
            self.administered(), self._get_param("AccountIds")
        )
        members = [member.describe() for member in found]
        return ActionResult({"Members": members, "UnprocessedAccounts": unprocessed})

    def list_members(self) -> ActionResult:
        # Without OnlyAssociated only those are listed that are members or may become it.
        # https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListMembers.html
        every = str(self._get_param("OnlyAssociated", "true")).lower() == "false"
        members = self.administered().members.values()
        return self.paged("Members", [m.describe() for m in members if every or m.associated])

    def get_member_detectors(self) -> ActionResult:
        found, unprocessed = membership.get_members(
            self.administered(), self._get_param("AccountIds")
        )
        described = []
        for member in found:
            detector = ensure_detector(member.account_id, self.region)
            described.append(
                {
                    "AccountId": member.account_id,
                    "DataSources": detector.describe_data_sources(),
                    "Features": detector.describe_features(),
                }
            )
        return ActionResult(
            {"MemberDataSourceConfigurations": described, "UnprocessedAccounts": unprocessed}
        )

    def update_member_detectors(self) -> ActionResult:
        return self._unprocessed(
            membership.update_member_detectors(
                self.administered(),
                self._get_param("AccountIds"),
                requested_features(self.params, self.region),
            )
        )

    def list_invitations(self) -> ActionResult:
        return self.paged(
            "Invitations", [found.describe() for found in self.here.invitations.values()]
        )

    def get_invitations_count(self) -> ActionResult:
        pending = [i for i in self.here.invitations.values() if i.status == "Invited"]
        return ActionResult({"InvitationsCount": len(pending)})

    def accept_invitation(self) -> ActionResult:
        return self._accept("MasterId")

    def accept_administrator_invitation(self) -> ActionResult:
        return self._accept("AdministratorId")

    def _accept(self, administrator: str) -> ActionResult:
        invitations.accept_invitation(
            self.here,
            self._get_param("DetectorId"),
            self._get_param(administrator),
            self._get_param("InvitationId"),
        )
        return EmptyResult()

    def decline_invitations(self) -> ActionResult:
        account_ids = self._get_param("AccountIds")
        return self._unprocessed(invitations.decline_invitations(self.here, account_ids, False))

    def delete_invitations(self) -> ActionResult:
        account_ids = self._get_param("AccountIds")
        return self._unprocessed(invitations.decline_invitations(self.here, account_ids, True))

    def disassociate_from_master_account(self) -> ActionResult:
        invitations.leave(self.here, self._get_param("DetectorId"))
        return EmptyResult()

    disassociate_from_administrator_account = disassociate_from_master_account

    def get_master_account(self) -> ActionResult:
        return self._administrator("Master")

    def get_administrator_account(self) -> ActionResult:
        return self._administrator("Administrator")

    def _administrator(self, key: str) -> ActionResult:
        member = self.administered().membership
        if member is None:
            return EmptyResult()
        invitation = self.here.invitations.get(member.administrator_id)
        description = {
            "AccountId": member.administrator_id,
            "InvitationId": invitation.id if invitation else None,
            "RelationshipStatus": member.status,
            "InvitedAt": member.describe()["InvitedAt"],
        }
        return ActionResult({key: description})
