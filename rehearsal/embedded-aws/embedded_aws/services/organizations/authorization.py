"""The resources and condition keys of calls to Organizations, and the keys of accounts.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
"""

from typing import TYPE_CHECKING, Any

from embedded_aws.authorization import dependents, directory, registry
from embedded_aws.authorization.call import Call
from embedded_aws.authorization.dependents import Demand
from embedded_aws.evidence import evidence
from embedded_aws.lookup import organizations
from embedded_aws.services.organizations.directory import Directory

if TYPE_CHECKING:
    from embedded_aws.lookup.organizations import Organization

_ACCOUNTS = ("AccountId", "ChildId", "TargetId", "ResourceId")
_UNITS = ("OrganizationalUnitId", "ParentId", "TargetId", "ChildId", "ResourceId")


def _resources(call: Call) -> list[str] | None:
    """Accounts, units and the root by the ids that parameters have, policies by theirs."""
    organization = organizations.organization_of(call.account_id)
    if organization is None:
        return None
    names = {str(call.param(name)) for name in (*_ACCOUNTS, *_UNITS)} - {"None"}
    named = [_account(organization, name) for name in sorted(names) if name.isdigit()]
    named += [unit.arn for unit in organization.ou if unit.id in names]
    policy_id = call.param("PolicyId")
    named += [one.arn for one in organization.policies if one.id == policy_id]
    return named or None


def _account(organization: "Organization", account_id: str) -> str:
    """An account of the organization, or one that would be."""
    known = organization.accounts_by_id
    there = known.get(account_id) or known[organization.account_id]
    return str(there.arn).rsplit("/", 1)[0] + f"/{account_id}"


@evidence("organizations-service-principal")
def _context(call: Call, resource: str) -> dict[str, Any]:
    return {
        "organizations:ServicePrincipal": call.param("ServicePrincipal"),
        "organizations:PolicyType": call.param("PolicyType", "Type"),
    }


#: The service whose access and administrator a call is about.
_SERVICES = {
    "config:PutConfigurationAggregator": "config.amazonaws.com",
    "config:PutOrganizationConfigRule": "config-multiaccountsetup.amazonaws.com",
    "config:PutOrganizationConformancePack": "config-multiaccountsetup.amazonaws.com",
    "guardduty:EnableOrganizationAdminAccount": "guardduty.amazonaws.com",
    "securityhub:EnableOrganizationAdminAccount": "securityhub.amazonaws.com",
}
#: What GuardDuty documents apart from the reference.
#: https://docs.aws.amazon.com/guardduty/latest/ug/organizations_permissions.html
_GUARDDUTY = "guardduty:EnableOrganizationAdminAccount"
_READING = (
    "organizations:DescribeAccount",
    "organizations:DescribeOrganization",
    "organizations:DescribeOrganizationalUnit",
    "organizations:ListAWSServiceAccessForOrganization",
    "organizations:ListAccounts",
    "organizations:ListDelegatedAdministrators",
)


def _of_organization(call: Call) -> bool:
    """The call is about an organization: Config's may be about an account alone."""
    return call.action != "config:PutConfigurationAggregator" or bool(
        call.param("OrganizationAggregationSource")
    )


@evidence("dependent-organizations-actions")
def _reading(name: str) -> dependents.Trigger:
    def demand(call: Call) -> list[Demand]:
        return [Demand(name, _read(name, call))] if _of_organization(call) else []

    return demand


def _read(name: str, call: Call) -> str:
    """The account that is to administer, or its unit; nothing else is known of what is read."""
    account = organizations.account_of(_administrator(call))
    if account is None or not name.startswith("organizations:Describe"):
        return registry.ANY
    if name == "organizations:DescribeAccount":
        return str(account.arn)
    if name != "organizations:DescribeOrganizationalUnit":
        return registry.ANY
    parent = str(account.parent_id)
    unit = parent if parent.startswith("ou-") else "ou-*"
    owner, organization = str(account.arn).split(":account/")
    return f"{owner}:ou/{organization.split('/')[0]}/{unit}"


def _administrator(call: Call) -> str:
    return str(call.param("AdminAccountId", "MemberAccountId"))


@evidence("dependent-organizations-actions")
def _enabling(call: Call) -> list[Demand]:
    """Access of the service, be it enabled or not."""
    if not _of_organization(call):
        return []
    context = _principal(call)
    return [Demand("organizations:EnableAWSServiceAccess", registry.ANY, context)]


@evidence("dependent-organizations-actions")
def _registering(call: Call) -> list[Demand]:
    """The account that becomes the administrator."""
    account = organizations.account_of(_administrator(call))
    arn = account.arn if account else registry.ANY
    return [Demand("organizations:RegisterDelegatedAdministrator", arn, _principal(call))]


@evidence("organizations-service-principal")
def _principal(call: Call) -> dict[str, str]:
    service = _SERVICES.get(call.action)
    return {"organizations:ServicePrincipal": service} if service else {}


def install() -> None:
    directory.use(Directory())
    registry.resources_of("organizations")(_resources)
    registry.context_of("organizations")(_context)
    for callers in ((), (_GUARDDUTY,)):
        dependents.judged_with("organizations:EnableAWSServiceAccess", *callers)(_enabling)
        dependents.judged_with("organizations:RegisterDelegatedAdministrator", *callers)(
            _registering
        )
        for name in _READING:
            dependents.judged_with(name, *callers)(_reading(name))
