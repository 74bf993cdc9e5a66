"""Who makes a call, as the policy of a resource sees it, whichever account it is of."""

from moto.core.responses import BaseResponse

from embedded_aws import application, policy
from embedded_aws.authorization import directory
from embedded_aws.authorization.assume import session_of
from embedded_aws.evidence import evidence


def is_signed(response: BaseResponse) -> bool:
    """By a header, or by the query of a presigned URL."""
    return "Authorization" in response.headers or "Signature=" in str(response.uri)


def is_internal(response: BaseResponse) -> bool:
    """The embedded AWS calls itself, in the name of an account."""
    return response.get_access_key() == application.KEY


def arns_of(response: BaseResponse) -> list[str]:
    """The ARN of the caller's session and of its role, or of its user; none for the root user."""
    from moto.iam.models import iam_backends

    account_id, key = response.current_account, response.get_access_key()
    session = session_of(key)
    if session is not None:
        return [session.arn, session.role_arn]
    found = iam_backends[account_id]["aws"].access_keys.get(key)
    user = getattr(found, "user_name", None)
    return [f"arn:aws:iam::{account_id}:user/{user}"] if user else []


@evidence("request-tells-its-principal")
def principal_of(response: BaseResponse) -> tuple[policy.Principal, dict[str, str]]:
    """The caller, and what conditions may ask about it."""
    if not is_signed(response):
        return policy.ANONYMOUS, {}
    account_id = response.current_account
    arns = arns_of(response)
    context = {
        "aws:PrincipalAccount": account_id,
        # In conditions a session goes by its role.
        "aws:PrincipalArn": arns[-1] if arns else f"arn:aws:iam::{account_id}:root",
        "aws:PrincipalType": "AssumedRole" if len(arns) > 1 else "User" if arns else "Account",
    }
    organization = directory.organizations().organization_id(account_id)
    if organization:
        context["aws:PrincipalOrgID"] = organization
    return policy.identity(account_id, *arns), context


def name_of(response: BaseResponse) -> str:
    """As refusals name the caller."""
    if not is_signed(response):
        return "anonymous"
    arns = arns_of(response)
    return arns[0] if arns else f"arn:aws:iam::{response.current_account}:root"
