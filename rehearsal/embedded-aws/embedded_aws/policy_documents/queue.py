"""Queue policies of SQS, which has one sentence for whatever is wrong.

aws/aws-cdk#15602 (a policy with ListQueues), hashicorp/terraform-provider-aws#42209,
go-to-k/cdkd packages (a principal that does not exist).
"""

import re

from embedded_aws.policy_conditions import as_list
from embedded_aws.policy_documents import grammar, principals, reference
from embedded_aws.policy_documents.faults import Fault, Malformed
from embedded_aws.policy_documents.grammar import Rules, Statement
from embedded_aws.policy_documents.principals import Directory

#: hashicorp/terraform-provider-aws#42209: a policy without a resource is taken.
RULES = Rules(principal="required", resource="optional")

#: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
_BYTES = 8_192
_STATEMENTS = 20
_PRINCIPALS = 50
_CONDITIONS = 10
_ACTIONS_PER_STATEMENT = 7

_RESOURCE = re.compile(r"\*|arn:aws[a-z-]*:sqs:[^:\s]*:[^:\s]*:\S+")
_WORDS = "Invalid value for the parameter Policy."


def check(text: str, directory: Directory) -> list[Statement]:
    """The statements of a queue policy that SQS accepts.

    :raises Malformed: for the first fault.
    """
    statements = grammar.read(text, RULES)
    for statement in statements:
        for action in as_list(statement.get("Action", statement.get("NotAction"))):
            if not _is_action(action):
                raise Malformed(Fault.ACTION, action)
        for resource in as_list(statement.get("Resource", statement.get("NotResource"))):
            if not _RESOURCE.fullmatch(resource):
                raise Malformed(Fault.INVALID_RESOURCE, resource)
    principals.check(statements, directory)
    _check_quotas(text, statements)
    return statements


def _is_action(pattern: str) -> bool:
    """It means at least one action, and none that a queue does not have."""
    found = list(reference.matching("sqs", pattern))
    exact = "*" not in pattern and "?" not in pattern
    return bool(found) and (not exact or "queue" in found[0].resource_types)


def _check_quotas(text: str, statements: list[Statement]) -> None:
    conditions = sum(
        len(keys) for one in statements for keys in (one.get("Condition") or {}).values()
    )
    too_many = (
        len(text.encode()) > _BYTES
        or len(statements) > _STATEMENTS
        or len(list(principals.named(statements))) > _PRINCIPALS
        or conditions > _CONDITIONS
        or any(len(as_list(one.get("Action"))) > _ACTIONS_PER_STATEMENT for one in statements)
    )
    if too_many:
        raise Malformed(Fault.QUOTA)


def words(malformed: Malformed) -> str:
    """How SQS reports any fault."""
    return _WORDS
