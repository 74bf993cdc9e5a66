"""Trust policies of roles.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
The words: versity/versitygw iamapi/policy/trust.go, kubernetes-sigs/external-dns#3085
(Resource), hashicorp/terraform-provider-aws#8905 (principals).
"""

from embedded_aws.policy_conditions import as_list
from embedded_aws.policy_documents import engine, grammar, principals
from embedded_aws.policy_documents.faults import Fault, Malformed
from embedded_aws.policy_documents.grammar import Rules, Statement
from embedded_aws.policy_documents.principals import Directory

#: ``"Principal": "*"`` is not ``{"AWS": "*"}`` here: "those principal elements have
#: different behavior in some situations, e.g., IAM Role Trust Policy".
#: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
RULES = Rules(principal="required", resource="prohibited", principal_text=False)

_WORDS = {
    Fault.NOT_PRINCIPAL: "AssumeRole policy must not contain NotPrincipal field.",
    Fault.NOT_RESOURCE: "AssumeRole policy must not contain resources.",
    Fault.ACTION: "AssumeRole policy may only specify STS AssumeRole actions.",
    Fault.INVALID_PRINCIPAL: "Invalid principal in policy: {value}",
}


def check(text: str, directory: Directory) -> list[Statement]:
    """The statements of a trust policy that IAM accepts.

    :raises Malformed: for the first fault.
    """
    statements = grammar.read(text, RULES)
    for statement in statements:
        if "NotPrincipal" in statement:
            raise Malformed(Fault.NOT_PRINCIPAL)
        for action in as_list(statement.get("Action", statement.get("NotAction"))):
            if not action.lower().startswith("sts:"):
                raise Malformed(Fault.ACTION, action)
    principals.check(statements, directory, ("AWS", "Service", "Federated"))
    return statements


def words(malformed: Malformed) -> str:
    """How IAM reports the fault."""
    faults_of_prefix = (Fault.ACTION_PREFIX, Fault.ACTION_COLONS, Fault.ACTION_VENDOR)
    if malformed.fault in faults_of_prefix:
        malformed = Malformed(Fault.ACTION)
    return engine.words(malformed, _WORDS)
