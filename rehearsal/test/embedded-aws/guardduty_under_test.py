"""An organization whose first member administers GuardDuty, and shorthands."""

from typing import Any

from embedded_aws.server import Server
from organizations_under_test import Organization

SERVICE = "guardduty.amazonaws.com"


def administered(aws: Server, members: int = 3) -> Organization:
    """Trusts GuardDuty; its first member is the delegated administrator in one region."""
    made = Organization(aws, members=members, suspended=True)
    made.client("organizations").enable_aws_service_access(ServicePrincipal=SERVICE)
    made.client("guardduty").enable_organization_admin_account(AdminAccountId=made.members[0])
    return made


def detector_of(client: Any) -> str:
    [detector_id] = client.list_detectors()["DetectorIds"]
    return str(detector_id)


def details(organization: Organization, *accounts: str) -> list[dict[str, str]]:
    return [{"AccountId": a, "Email": organization.email(a)} for a in accounts]


def create_member(organization: Organization, account_id: str) -> Any:
    """Makes the account a member; answers the client of the administrator."""
    client = organization.client("guardduty", organization.members[0])
    client.create_members(
        DetectorId=detector_of(client), AccountDetails=details(organization, account_id)
    )
    return client


def configure(client: Any, members: str, **features: str) -> None:
    client.update_organization_configuration(
        DetectorId=detector_of(client),
        AutoEnableOrganizationMembers=members,
        Features=[{"Name": name, "AutoEnable": auto} for name, auto in features.items()],
    )


def features_of(client: Any) -> dict[str, str]:
    """The status of each feature of the client's own detector."""
    detector = client.get_detector(DetectorId=detector_of(client))
    return {feature["Name"]: feature["Status"] for feature in detector["Features"]}
