"""Whether a role can be assumed, and sessions of those that were.

See https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

import re

from moto.iam.models import Role, iam_backends
from moto.sts.models import AssumedRole, sts_backends

from embedded_aws import policy
from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.lookup import organizations

#: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
CHAINED_SECONDS = 3600
_ROLE_ARN = re.compile(r"arn:(?P<partition>aws[\w-]*):iam::(?P<account>\d{12}):role/(?P<name>.+)")
#: Sessions by their access key, in place of moto's list for each account.
_sessions: dict[str, AssumedRole] = {}


def note(session: AssumedRole) -> None:
    _sessions[session.access_key_id] = session


def session_of(access_key_id: str) -> AssumedRole | None:
    """The session that the temporary key belongs to."""
    return _sessions.get(access_key_id)


def denied(caller: str, role_arn: str) -> Refusal:
    return Refusal(
        "AccessDenied",
        f"User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role_arn}",
        403,
    )


def find_role(role_arn: str) -> Role | None:
    """The role, if it exists in an account where roles can be assumed."""
    match = _ROLE_ARN.fullmatch(role_arn)
    if not match or match["account"] not in iam_backends:
        return None
    # Moto keeps roles of an account that AWS has shut.
    if organizations.account_state(match["account"]) in organizations.SHUT_STATES:
        return None
    roles = iam_backends[match["account"]][match["partition"]].roles
    return next((role for role in roles.values() if role.arn == role_arn), None)


@evidence("sts-trust-policy-admits")
def trusts(role: Role, principal: policy.Principal, context: dict[str, str]) -> bool:
    request = policy.Request("sts:AssumeRole", role.arn, principal, context)
    return policy.allows(role.assume_role_policy_document, request)


@evidence("service-says-that-it-is-one")
def assume_role_for_service(
    service_principal: str,
    role_arn: str,
    session_name: str,
    *,
    region: str = "us-east-1",
    source_account: str | None = None,
    source_arn: str | None = None,
) -> AssumedRole:
    """A session of the role for a service, such as ``lambda.amazonaws.com``.

    :raises Refusal: AccessDenied when the role is absent, its account is shut,
        or its trust policy does not admit the service.
    """
    role = find_role(role_arn)
    context = {"aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": service_principal}
    if source_account:
        context["aws:SourceAccount"] = source_account
        organization_id = organizations.organization_id(source_account)
        if organization_id:
            context["aws:SourceOrgID"] = organization_id
    if source_arn:
        context["aws:SourceArn"] = source_arn
    if role is None or not trusts(role, policy.service(service_principal), context):
        raise denied(service_principal, role_arn)
    return sts_backends[role_arn.split(":")[4]]["aws"].assume_role(
        region_name=region,
        role_session_name=session_name,
        role_arn=role_arn,
        policy="",
        duration=CHAINED_SECONDS,
        external_id="",
    )
