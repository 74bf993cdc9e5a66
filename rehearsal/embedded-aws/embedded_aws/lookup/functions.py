"""Who a function's resource policy lets invoke it."""

from typing import Any

from moto.awslambda.models import LambdaFunction, lambda_backends

from embedded_aws import policy
from embedded_aws.evidence import evidence


def find(function_arn: str) -> LambdaFunction:
    """The function, whichever account and region has it.

    :raises UnknownFunctionException: when there is none.
    """
    parts = function_arn.split(":")
    return lambda_backends[parts[4]][parts[3]].get_function(function_arn)


def exists(function_arn: str) -> bool:
    from moto.awslambda.exceptions import UnknownFunctionException

    try:
        find(function_arn)
    except UnknownFunctionException:
        return False
    return True


@evidence("lambda-function-policy-admits")
def _allows(function_arn: str, principal: policy.Principal, context: Any) -> bool:
    function = find(function_arn)
    # Statements name the function without a qualifier, unless given for one.
    request = policy.Request("lambda:InvokeFunction", function.function_arn, principal, context)
    return policy.allows({"Statement": function.policy.statements}, request)


@evidence("lambda-function-policy-admits")
def permits(
    function_arn: str,
    service_principal: str,
    source_arn: str | None = None,
    source_account: str | None = None,
) -> bool:
    """Whether the service may invoke the function on behalf of the source.

    A function that does not exist permits nothing.
    """
    if not exists(function_arn):
        return False
    context = {
        key: value
        for key, value in (
            ("aws:SourceArn", source_arn),
            ("aws:SourceAccount", source_account),
        )
        if value
    }
    return _allows(function_arn, policy.service(service_principal), context)


def permits_account(function_arn: str, account_id: str) -> bool:
    """Whether identities of another account may invoke the function."""
    return _allows(function_arn, policy.identity(account_id), {})
