"""The words of the engine that most resource policies share.

Trust policies, bucket policies and others are refused in the same words:
versity/versitygw iamapi/policy/trust.go and auth/bucket_policy.go record them.
"""

from embedded_aws.policy_documents.faults import Fault, Malformed

_WORDS = {
    Fault.JSON: "This policy contains invalid Json",
    Fault.VERSION: "The policy must contain a valid version string",
    Fault.NO_STATEMENT: "Missing required field Statement",
    Fault.EMPTY_STATEMENT: "Could not parse the policy: Statement is empty!",
    Fault.NO_EFFECT: "Missing required field Effect",
    Fault.EFFECT: "Invalid effect: {value}",
    Fault.NO_PRINCIPAL: "Missing required field Principal",
    Fault.EMPTY_PRINCIPAL: "Missing required field Principal cannot be empty!",
    Fault.PRINCIPAL_TEXT: "Principal must be a JSON object.",
    Fault.ALLOW_NOT_PRINCIPAL: "Allow with NotPrincipal is not allowed.",
    Fault.NO_ACTION: "Missing required field Action",
    Fault.NO_RESOURCE: "Missing required field Resource",
    Fault.RESOURCE: "Has prohibited field Resource",
    Fault.DUPLICATE_SID: "The Statement Ids in the policy are not unique",
}
_SYNTAX = "Syntax error in policy."


def words(malformed: Malformed, own: dict[Fault, str] | None = None) -> str:
    """How a service reports the fault; ``own`` are its words where they differ."""
    chosen = (own or {}).get(malformed.fault) or _WORDS.get(malformed.fault, _SYNTAX)
    return chosen.format(value=malformed.value)
