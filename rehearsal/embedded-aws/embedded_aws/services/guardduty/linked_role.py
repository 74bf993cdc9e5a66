"""What switching GuardDuty on needs of its caller at the service-linked roles."""

from embedded_aws.authorization import dependents
from embedded_aws.authorization.call import Call
from embedded_aws.authorization.dependents import Demand
from embedded_aws.evidence import evidence
from embedded_aws.lookup import linked_roles

_OWN = "guardduty.amazonaws.com"
_MALWARE = "malware-protection.guardduty.amazonaws.com"
_ROLE = f"role/aws-service-role/{_MALWARE}/AWSServiceRoleForAmazonGuardDutyMalwareProtection"

#: They switch GuardDuty on, with malware protection.
_ALWAYS = frozenset({"guardduty:CreateDetector", "guardduty:EnableOrganizationAdminAccount"})
#: They do when they name the feature.
_BY_FEATURE = frozenset({"guardduty:UpdateDetector", "guardduty:UpdateOrganizationConfiguration"})


@evidence("guardduty-malware-role-permissions")
def _switches_malware_protection_on(call: Call) -> bool:
    return call.action in _ALWAYS or "EBS_MALWARE_PROTECTION" in str(call.response.body)


def _malware_role(call: Call) -> str:
    return f"arn:{call.partition}:iam::{call.account_id}:{_ROLE}"


@evidence("guardduty-malware-role-permissions", "dependent-service-linked-role")
def _made(call: Call) -> list[Demand]:
    """The role for malware scans, there or not; GuardDuty's own where the account has none."""
    made = []
    if call.action == "guardduty:CreateDetector" and not linked_roles.exists(
        call.account_id, call.region, _OWN
    ):
        made.append((linked_roles.arn(call.account_id, call.region, _OWN), _OWN))
    if _switches_malware_protection_on(call):
        made.append((_malware_role(call), _MALWARE))
    return [
        Demand("iam:CreateServiceLinkedRole", arn, {"iam:AWSServiceName": service})
        for arn, service in made
    ]


def _read(call: Call) -> list[Demand]:
    if not _switches_malware_protection_on(call):
        return []
    return [Demand("iam:GetRole", _malware_role(call))]


def install() -> None:
    actions = sorted(_ALWAYS | _BY_FEATURE)
    dependents.judged_with("iam:CreateServiceLinkedRole", *actions)(_made)
    dependents.judged_with("iam:GetRole", *actions)(_read)
