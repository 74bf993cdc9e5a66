"""A call about a resource of another account needs that resource's own policy; so does one without
a signature, where the service takes it at all.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
"""

from typing import Any

from moto.core.responses import BaseResponse
from moto.core.utils import get_service_model

from embedded_aws import policy
from embedded_aws.authorization import callers, context, registry
from embedded_aws.authorization.call import Call
from embedded_aws.authorization.names import action_of
from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal

#: Whose resources may admit a caller without a signature.
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
_OF_ANYBODY = frozenset({"sns", "sqs"})
#: How the service spells the action in its refusals.
_SPELLED = {
    "sns": lambda action: action.replace("sns:", "SNS:"),
    "sqs": lambda action: action.lower(),
}
#: Each entry of a call stands for itself, and is answered for itself.
#: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
_BY_ENTRY = frozenset({"events:PutEvents"})
_JSON_PROTOCOLS = ("json", "rest-json")


@evidence("resource-policy-decides-across-accounts", "unsigned-requests-are-refused")
def refuse_across_accounts(response: BaseResponse) -> None:
    """:raises Refusal: the policy of the resource does not admit the caller."""
    if callers.is_internal(response):
        return
    service = response.boto3_service_name
    signed = callers.is_signed(response)
    if not signed and service not in _OF_ANYBODY:
        _refuse_unsigned(response)
        return
    if registry.resource_policy_of(service) is None:
        return
    action = action_of(response)
    if action in _BY_ENTRY:
        return
    call = Call(response, action)
    for resource in registry.resources(call):
        owner = resource.split(":")[4] if resource.count(":") > 4 else ""
        if owner and (not signed or owner != call.account_id):
            _judge(call, resource)
            _move(response, owner)


@evidence("request-tells-transport-and-address", "request-tells-its-principal", "sns-source-owner")
def _judge(call: Call, resource: str) -> None:
    principal, keys = callers.principal_of(call.response)
    document = (registry.resource_policy_of(call.response.boto3_service_name) or _nothing)(resource)
    known = {
        # Loopback is http; on AWS the same client speaks https.
        "aws:SecureTransport": "true",
        "aws:SourceIp": "127.0.0.1",
        "aws:PrincipalIsAWSService": "false",
        # What the default policy of a topic asks for.
        **({"aws:SourceOwner": call.account_id} if call.service == "sns" else {}),
        **context.keys_of_call(call, resource),
        **keys,
    }
    verdict = policy.evaluate(
        [document] if document else [], policy.Request(call.action, resource, principal, known)
    )
    if verdict != "allow":
        raise _refusal(call, resource, denied=verdict == "deny")


def _nothing(_: str) -> None:
    return None


@evidence("refusal-across-accounts-names-the-resource-policy")
def _refusal(call: Call, resource: str, *, denied: bool) -> Refusal:
    action = _SPELLED.get(call.service, str)(call.action)
    reason = (
        "with an explicit deny in a resource-based policy"
        if denied
        else f"because no resource-based policy allows the {action} action"
    )
    message = (
        f"User: {callers.name_of(call.response)} is not authorized to perform: {action}"
        f" on resource: {resource} {reason}"
    )
    if call.service == "sns":
        return Refusal("AuthorizationError", message, 403)
    protocol = _protocol(call.response)
    status = 400 if protocol == "json" else 403
    return Refusal(
        "AccessDeniedException" if protocol in _JSON_PROTOCOLS else "AccessDenied", message, status
    )


def _move(response: BaseResponse, owner: str) -> None:
    """The call is served from the state of the account that has the resource.

    SNS and EventBridge find topics and buses of other accounts by themselves.
    """
    if response.boto3_service_name not in ("sns", "events"):
        response.current_account = owner


def _refuse_unsigned(response: BaseResponse) -> None:
    """:raises Refusal: the operation asks for one."""
    name = response._get_action()
    model = get_service_model(response.boto3_service_name)
    operation: Any = model.operation_model(name) if name in model.operation_names else None
    if operation is None or operation.auth_type == "none":
        return
    protocol = _protocol(response)
    if protocol in _JSON_PROTOCOLS:
        raise Refusal("MissingAuthenticationTokenException", "Missing Authentication Token", 403)
    raise Refusal("MissingAuthenticationToken", "Request is missing Authentication Token", 403)


def _protocol(response: BaseResponse) -> str:
    return str(get_service_model(response.boto3_service_name).metadata["protocol"])
