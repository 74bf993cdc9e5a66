"""The organization of a snapshot: its ids, units, policies, accounts, trust and delegation."""

from dataclasses import dataclass
from typing import Any

from moto.core.utils import unix_time
from moto.organizations.models import (
    FakeOrganizationalUnit,
    FakePolicy,
    FakeRoot,
    organizations_backends,
)

from embedded_aws.restoring.parts import Part, Phase
from embedded_aws.restoring.world import World
from embedded_aws.services.organizations.account import Account
from embedded_aws.services.organizations.handshakes import Handshake
from embedded_aws.services.organizations.model import OrganizationBackend

_POLICY = "AWS::Organizations::Policy"


@dataclass
class _Handshake(Handshake):
    known_id: str = ""

    @property
    def id(self) -> str:
        return self.known_id


def _kind(target: str) -> str:
    return "ACCOUNT" if target.isdigit() else "EMAIL"


def restore(world: World) -> None:
    organization = organizations_backends[world.management_account_id]["aws"]
    assert isinstance(organization, OrganizationBackend)
    given = world.organization
    organization.create_organization(
        "us-east-1",
        FeatureSet=given["FeatureSet"],
        ManagementEmail=given["MasterAccountEmail"],
    )
    _identify(organization, given)
    organization.ou.extend(_unit(organization, unit) for unit in given["units"])
    organization.replace_accounts([_account(organization, one) for one in world.accounts])
    _put_policies(world, organization)
    _delegate(organization, given)


def _identify(organization: OrganizationBackend, given: dict[str, Any]) -> None:
    assert organization.org
    organization.org.id, organization.org.root_id = given["Id"], given["rootId"]
    root = FakeRoot(organization.org)
    root.policy_types = [dict(one) for one in given["policyTypes"]]
    organization.ou[:] = [root]


def _unit(organization: OrganizationBackend, given: dict[str, Any]) -> FakeOrganizationalUnit:
    assert organization.org
    unit = FakeOrganizationalUnit(organization.org, Name=given["Name"], ParentId=given["parentId"])
    unit.id, unit.tags = given["Id"], dict(given["tags"])
    return unit


def _account(organization: OrganizationBackend, given: dict[str, Any]) -> Account:
    assert organization.org
    account = Account(organization.org, given["Id"], given["Name"], given["Email"])
    account.state, account.joined_method = given["state"], given["JoinedMethod"]
    account.parent_id, account.tags = given["parentId"], dict(given["tags"])
    return account


def _put_policies(world: World, organization: OrganizationBackend) -> None:
    """Those of the snapshot, and AWS's own, attached everywhere, where those are not in it."""
    given = world.organization["policies"]
    known = {one["Id"] for one in given}
    holders: list[Any] = [*organization.ou, *organization.accounts_by_id.values()]
    targets = {one.id: one for one in holders}
    own = [one for one in organization.policies if one.id not in known]
    for policy in own:
        policy.attachments = holders[:]
        for holder in holders:
            holder.attached_policies.append(policy)
    organization.policies[:] = own
    for one in given:
        if not world.wants_global(world.management_account_id, one["Id"], _POLICY):
            continue
        policy = _policy(organization, one)
        organization.policies.append(policy)
        for target in filter(None, map(targets.get, one["targets"])):
            target.attached_policies.append(policy)
            policy.attachments.append(target)


def _policy(organization: OrganizationBackend, given: dict[str, Any]) -> FakePolicy:
    assert organization.org
    # moto has no class for every type, and all of them but their ARNs are alike.
    policy = FakePolicy(
        organization.org,
        Name=given["Name"],
        Description=given["Description"],
        Type="SERVICE_CONTROL_POLICY",
        Content=given["Content"],
    )
    policy.id, policy.type = given["Id"], given["Type"]
    policy.aws_managed, policy.tags = given["AwsManaged"], dict(given["tags"])
    policy._arn_format = policy._arn_format.replace(
        "/service_control_policy/", f"/{given['Type'].lower()}/"
    )
    return policy


def _delegate(organization: OrganizationBackend, given: dict[str, Any]) -> None:
    now = unix_time()
    organization.trusted_services = dict.fromkeys(given["trustedServices"], now)
    organization.delegated_services = {
        one["accountId"]: dict.fromkeys(one["services"], now)
        for one in given["delegatedAdministrators"]
    }
    organization.stack_sets_activated = given.get("stackSetsAccess") == "ENABLED"
    assert organization.org
    for one in given["handshakes"]:
        if one["Action"] == "INVITE":
            made = _Handshake(organization.org, one["target"], _kind(one["target"]), None)
            made.state, made.known_id = one["State"], one["Id"]
            organization.handshakes[made.id] = made
    organization.create_requests = {
        one["Id"]: {**one, "State": "IN_PROGRESS", "RequestedTimestamp": now}
        for one in given["accountRequests"]
    }


PARTS: tuple[Part, ...] = ((Phase.ORGANIZATION, restore),)
