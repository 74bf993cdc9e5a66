"""The condition keys of a role session's request, whatever the service.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

import time
from datetime import datetime, timezone
from typing import Any

from moto.iam.models import Role, iam_backends
from moto.sts.models import AssumedRole

from embedded_aws.authorization import directory, registry
from embedded_aws.authorization.call import Call
from embedded_aws.evidence import evidence
from embedded_aws.regions import GLOBAL_SERVICES

_GLOBAL_REGION = "us-east-1"
#: Do not support aws:ViaAWSService.
_WITHOUT_VIA = frozenset({"ec2", "glue", "lakeformation", "opsworks"})


def role_of(session: AssumedRole) -> Role | None:
    """The role of a session; None for one that is deleted."""
    partition = session.role_arn.split(":")[1]
    roles = iam_backends[session.account_id][partition].roles.values()
    return next((role for role in list(roles) if role.arn == session.role_arn), None)


@evidence("request-tells-its-principal", "request-tells-transport-and-address", "sts-mfa-keys")
def keys_of(session: AssumedRole, region: str) -> dict[str, Any]:
    """What the context of each request of the session has."""
    now = time.time()
    role = role_of(session)
    return {
        "aws:CurrentTime": datetime.fromtimestamp(now, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "aws:EpochTime": str(int(now)),
        # A session of a role that was assumed without MFA.
        "aws:MultiFactorAuthPresent": "false",
        "aws:PrincipalAccount": session.account_id,
        "aws:PrincipalArn": session.role_arn,
        "aws:PrincipalIsAWSService": "false",
        "aws:PrincipalType": "AssumedRole",
        "aws:RequestedRegion": region,
        # Loopback is http; on AWS the same client speaks https.
        "aws:SecureTransport": "true",
        "aws:SourceIp": "127.0.0.1",
        "aws:userid": f"{role.id}:{session.session_name}" if role else session.user_id,
        **_organization(session.account_id),
        **(_tags("aws:PrincipalTag", role.tags) if role else {}),
    }


@evidence("request-tells-its-principal")
def _organization(account_id: str) -> dict[str, Any]:
    organizations = directory.organizations()
    found = organizations.organization_id(account_id)
    path = organizations.organization_path(account_id)
    return {
        **({"aws:PrincipalOrgID": found} if found else {}),
        **({"aws:PrincipalOrgPaths": [path]} if path else {}),
    }


@evidence("resource-tells-its-owner")
def keys_of_owner(account_id: str) -> dict[str, Any]:
    """Whose resource it is: the account, and its organization where it is in one."""
    if not account_id.isdigit():
        return {}
    organization = directory.organizations().organization_id(account_id)
    return {
        "aws:ResourceAccount": account_id,
        **({"aws:ResourceOrgID": organization} if organization else {}),
    }


@evidence("request-tags", "request-tells-transport-and-address")
def keys_of_call(call: Call, resource: str) -> dict[str, Any]:
    """The keys of the request, and those that its service registered."""
    parts = resource.split(":", 5)
    # A global service is called in one region.
    region = _GLOBAL_REGION if call.service in GLOBAL_SERVICES else call.region
    agent = call.response.headers.get("User-Agent")
    return {
        "aws:RequestedRegion": region,
        **({} if call.service in _WITHOUT_VIA else {"aws:ViaAWSService": "false"}),
        **(keys_of_owner(parts[4]) if len(parts) == 6 else {}),
        **({"aws:UserAgent": agent} if agent else {}),
        **_tags("aws:RequestTag", call.tags),
        **({"aws:TagKeys": sorted(call.tags)} if call.tags else {}),
        **registry.context(call, resource),
    }


def _tags(prefix: str, tags: Any) -> dict[str, str]:
    """moto keeps the tags of roles in a list, those of a call come by key."""
    listed = [(one["Key"], one["Value"]) for one in tags] if isinstance(tags, list) else None
    pairs = (tags or {}).items() if listed is None else listed
    return {f"{prefix}/{key}": str(value) for key, value in pairs}
