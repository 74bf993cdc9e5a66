"""What switching GuardDuty on needs of its caller at the service-linked role for malware scans."""

from moto.core.responses import BaseResponse

from embedded_aws.evidence import evidence
from embedded_aws.services.authorization import check, sessions
from embedded_aws.services.authorization.names import action_of
from embedded_aws.services.identity.gate import Refusal

_SERVICE = "malware-protection.guardduty.amazonaws.com"
_ROLE = f"role/aws-service-role/{_SERVICE}/AWSServiceRoleForAmazonGuardDutyMalwareProtection"
_NEEDED = ("iam:CreateServiceLinkedRole", "iam:GetRole")

#: They switch GuardDuty on, with malware protection.
_ALWAYS = frozenset({"guardduty:CreateDetector", "guardduty:EnableOrganizationAdminAccount"})
#: They do when they name the feature.
_BY_FEATURE = frozenset({"guardduty:UpdateDetector", "guardduty:UpdateOrganizationConfiguration"})


@evidence("guardduty-malware-role-permissions")
def refuse_without_linked_role(response: BaseResponse) -> None:
    """:raises Refusal: the session may not create and read the role, which is the caller's."""
    session = sessions.session_of(response)
    if session is None or response.service_name != "guardduty":
        return
    action = action_of(response)
    names_it = "EBS_MALWARE_PROTECTION" in str(response.body)
    if action not in _ALWAYS and not (action in _BY_FEATURE and names_it):
        return
    arn = f"arn:aws:iam::{session.account_id}:{_ROLE}"
    context = {"iam:AWSServiceName": _SERVICE}
    for needed in _NEEDED:
        message = check.refusal(session, needed, arn, response.region, context)
        if message is not None:
            raise Refusal("AccessDeniedException", message, 403)
