"""Topic policies of SNS.

The words: hashicorp/terraform#12740 and aws/aws-cli#3143 (actions, among them ``SNS:*``),
hashicorp/terraform-provider-aws#26041 (principals), serverless/serverless#5519 (the rest).
"""

import re

from embedded_aws.policy_conditions import as_list
from embedded_aws.policy_documents import grammar, principals
from embedded_aws.policy_documents.faults import Fault, Malformed
from embedded_aws.policy_documents.grammar import Rules, Statement
from embedded_aws.policy_documents.principals import Directory

RULES = Rules(principal="required", resource="required")

#: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
ACTIONS = frozenset(
    {
        "sns:addpermission",
        "sns:deletetopic",
        "sns:getdataprotectionpolicy",
        "sns:gettopicattributes",
        "sns:listsubscriptionsbytopic",
        "sns:listtagsforresource",
        "sns:publish",
        "sns:putdataprotectionpolicy",
        "sns:receive",
        "sns:removepermission",
        "sns:settopicattributes",
        "sns:subscribe",
    }
)
_RESOURCE = re.compile(r"\*|arn:aws[a-z-]*:sns:[^:\s]*:[^:\s]*:\S+")
_SCOPE = "Invalid parameter: Policy statement action out of service scope!"
_WORDS = {
    Fault.ACTION: _SCOPE,
    Fault.ACTION_PREFIX: _SCOPE,
    Fault.INVALID_PRINCIPAL: "Invalid parameter: Policy Error: PrincipalNotFound",
}
_MALFORMED = "Invalid parameter: Policy Error: null"


def check(text: str, directory: Directory) -> list[Statement]:
    """The statements of a topic policy that SNS accepts.

    :raises Malformed: for the first fault.
    """
    statements = grammar.read(text, RULES)
    for statement in statements:
        for action in as_list(statement.get("Action", statement.get("NotAction"))):
            if action.lower() not in ACTIONS:
                raise Malformed(Fault.ACTION, action)
        for resource in as_list(statement.get("Resource", statement.get("NotResource"))):
            if not _RESOURCE.fullmatch(resource):
                raise Malformed(Fault.INVALID_RESOURCE, resource)
    principals.check(statements, directory)
    return statements


def words(malformed: Malformed) -> str:
    """How SNS reports the fault."""
    return _WORDS.get(malformed.fault, _MALFORMED)
