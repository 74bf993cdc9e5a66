"""What the switch of StackSets needs of its caller, for what CloudFormation does on its behalf."""

from embedded_aws.authorization import dependents, registry
from embedded_aws.authorization.call import Call
from embedded_aws.authorization.dependents import Demand
from embedded_aws.cloudformation.stack_sets.owner import PRINCIPAL
from embedded_aws.evidence import evidence
from embedded_aws.lookup import linked_roles, organizations

_SERVICE = linked_roles.STACK_SETS
_ACTIVATE = "cloudformation:ActivateOrganizationsAccess"
_DEACTIVATE = "cloudformation:DeactivateOrganizationsAccess"
__evidence__ = ("stack-sets-activation-permissions",)
_CONTEXT = {"organizations:ServicePrincipal": PRINCIPAL}


def _role(call: Call) -> tuple[str, bool]:
    """The ARN of the service-linked role, and whether it is there."""
    there = linked_roles.exists(call.account_id, call.region, _SERVICE)
    return linked_roles.arn(call.account_id, call.region, _SERVICE), there


def _trusted(call: Call) -> bool:

    return organizations.has_trusted_access(call.account_id, PRINCIPAL)


@evidence("stack-sets-activation-permissions")
def _read(call: Call) -> list[Demand]:
    arn, there = _role(call)
    # A role that does not exist has no path to be asked for by.
    return [
        Demand("iam:GetRole", arn if there else arn.replace(f"aws-service-role/{_SERVICE}/", ""))
    ]


@evidence("stack-sets-activation-permissions")
def _made(call: Call) -> list[Demand]:
    arn, there = _role(call)
    context = {"iam:AWSServiceName": _SERVICE}
    return [] if there else [Demand("iam:CreateServiceLinkedRole", arn, context)]


@evidence("stack-sets-activation-permissions")
def _enabled(call: Call) -> list[Demand]:
    if _trusted(call):
        return []
    return [Demand("organizations:EnableAWSServiceAccess", registry.ANY, _CONTEXT)]


@evidence("stack-sets-activation-permissions")
def _disabled(call: Call) -> list[Demand]:
    if not _trusted(call):
        return []
    return [Demand("organizations:DisableAWSServiceAccess", registry.ANY, _CONTEXT)]


def install() -> None:
    dependents.judged_with("iam:GetRole", _ACTIVATE)(_read)
    dependents.judged_with("iam:CreateServiceLinkedRole", _ACTIVATE)(_made)
    dependents.judged_with("organizations:EnableAWSServiceAccess", _ACTIVATE)(_enabled)
    dependents.judged_with("organizations:DisableAWSServiceAccess", _DEACTIVATE)(_disabled)
