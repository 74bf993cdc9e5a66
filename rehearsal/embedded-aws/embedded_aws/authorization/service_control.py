"""Service control policies deny, whatever the policies of a role allow.

Their Deny statements are judged, for the role sessions of member accounts.
Not for service-linked roles and the management account, as on AWS.
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
"""

import functools
from typing import Any

from moto.sts.models import AssumedRole

from embedded_aws import policy
from embedded_aws.authorization import directory
from embedded_aws.evidence import evidence
from embedded_aws.policy_conditions import as_list, like


def documents_of(session: AssumedRole) -> list[Any]:
    """The policies that govern the session's account, but FullAWSAccess."""
    if ":role/aws-service-role/" in session.role_arn:
        return []
    return directory.organizations().service_control_policies(session.account_id)


def speak_of(documents: list[Any], action: str) -> bool:
    """Some Deny may concern the action: the others need no look at the request."""
    return bool(documents) and _speak_of(tuple(documents), action)


@functools.lru_cache(maxsize=8192)
def _speak_of(documents: tuple[str, ...], action: str) -> bool:
    return any(
        statement.get("Effect") == "Deny"
        and (
            "NotAction" in statement
            or any(like(one, action, True) for one in as_list(statement.get("Action")))
        )
        for document in documents
        for statement in as_list(policy.parse(document).get("Statement"))
    )


@evidence("service-control-policies-deny")
def denial(session: AssumedRole, documents: list[Any], request: policy.Request) -> str | None:
    """Why the session may not; None when no service control policy denies it."""
    if not speak_of(documents, request.action):
        return None
    if policy.evaluate(documents, request) != "deny":
        return None
    return (
        f"User: {session.arn} is not authorized to perform: {request.action} on resource: "
        f"{request.resource} with an explicit deny in a service control policy"
    )
