"""Policies of event buses.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions-manage.html
"""

import re

from embedded_aws.policy_conditions import as_list
from embedded_aws.policy_documents import engine, grammar, principals
from embedded_aws.policy_documents.faults import Fault, Malformed
from embedded_aws.policy_documents.grammar import Rules, Statement
from embedded_aws.policy_documents.principals import Directory

RULES = Rules(principal="required", resource="required")

_RESOURCE = re.compile(r"arn:aws[a-z-]*:events:[^:\s]*:[^:\s]*:(?:event-bus|rule)/\S+")
_WORDS = {Fault.INVALID_PRINCIPAL: "Invalid principal in policy: {value}"}


def check(text: str, directory: Directory) -> list[Statement]:
    """The statements of a bus's policy that EventBridge accepts.

    :raises Malformed: for the first fault.
    """
    statements = grammar.read(text, RULES)
    for statement in statements:
        for action in as_list(statement.get("Action", statement.get("NotAction"))):
            if not action.lower().startswith("events:"):
                raise Malformed(Fault.ACTION, action)
        for resource in as_list(statement.get("Resource", statement.get("NotResource"))):
            if not _RESOURCE.fullmatch(resource):
                raise Malformed(Fault.INVALID_RESOURCE, resource)
    principals.check(statements, directory)
    return statements


def words(malformed: Malformed) -> str:
    """How EventBridge reports the fault."""
    return engine.words(malformed, _WORDS)
