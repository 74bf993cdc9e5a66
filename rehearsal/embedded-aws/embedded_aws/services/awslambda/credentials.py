"""The session of a function's execution role."""

from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.iam.models import Role, iam_backends
from moto.sts.models import AssumedRole, sts_backends
from moto.utilities.utils import get_partition

from embedded_aws import policy
from embedded_aws.authorization import sessions
from embedded_aws.cloudformation.provider import ResourceError
from embedded_aws.evidence import evidence
from embedded_aws.kept import kept
from embedded_aws.lambda_runtime import callers

__evidence__ = ("lambda-assumes-roles-with-the-account",)
PRINCIPAL = policy.service("lambda.amazonaws.com")
_SECONDS = 3600


@evidence("lambda-assumes-roles-with-the-account")
def role_of(account_id: str, region: str, role_arn: str) -> Role:
    """The role that Lambda can assume for a function of the account.

    :raises ResourceError: when it is missing, elsewhere, or does not trust Lambda.
    """
    partition = get_partition(region)
    parts = role_arn.split(":")
    if len(parts) < 6 or parts[4] != account_id:
        raise ResourceError(
            "AccessDeniedException",
            "Cross-account pass role is not allowed.",
        )
    roles = iam_backends[account_id][partition].roles.values()
    role = next((r for r in list(roles) if r.arn == role_arn), None)
    # Lambda sends its source, so that a trust policy may require it.
    context = {"aws:SourceAccount": account_id}
    request = policy.Request("sts:AssumeRole", role_arn, PRINCIPAL, context)
    if role is None or not policy.allows(role.assume_role_policy_document, request):
        raise ResourceError(
            "InvalidParameterValueException",
            "The role defined for the function cannot be assumed by Lambda.",
        )
    return role


def session(function: LambdaFunction) -> AssumedRole:
    """One session for each function and role.

    :raises ResourceError: when Lambda cannot assume the role any more.
    """
    role_of(function.account_id, function.region, function.role)
    found = _sessions(function).get(function.role)
    if found is None:
        backend = sts_backends[function.account_id][get_partition(function.region)]
        found = backend.assume_role(
            region_name=function.region,
            role_session_name=function.function_name,
            role_arn=function.role,
            policy="",
            duration=_SECONDS,
            external_id="",
        )
        _sessions(function)[function.role] = found
        sessions.judge(found)
    callers.note(found.access_key_id, function.function_arn)
    return found


def environment(function: LambdaFunction) -> dict[str, str]:
    """The credentials of the role as the runtime's environment has them."""
    found = session(function)
    return {
        "AWS_ACCESS_KEY_ID": found.access_key_id,
        "AWS_SECRET_ACCESS_KEY": found.secret_access_key,
        "AWS_SESSION_TOKEN": found.session_token,
    }


def _sessions(function: LambdaFunction) -> dict[str, AssumedRole]:
    backend = lambda_backends[function.account_id][function.region]
    table = kept(backend, "function_sessions", dict[str, dict[str, AssumedRole]])
    return table.setdefault(function.function_name, {})
