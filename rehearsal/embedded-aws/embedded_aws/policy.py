"""Whether a policy allows a principal an action.

Works for resource policies (bucket, key, topic, queue, event bus), where a
statement names its principals, and for identity policies, where none does.
It is pure: nothing here asks a back end.
See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from embedded_aws.policy_conditions import Context, as_list, like, satisfied, substitute

Verdict = Literal["allow", "deny", "none"]
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Principal:
    """Who asks.

    ``names`` are all the names by which a policy may mean it: the ARN of a
    session, of its role and of its account; or the name of a service.
    """

    kind: Literal["AWS", "Service", "Federated", "CanonicalUser", "Anonymous"]
    names: frozenset[str] = frozenset()


ANONYMOUS = Principal("Anonymous")


def service(name: str) -> Principal:
    """A service that calls as itself, such as ``cloudtrail.amazonaws.com``."""
    return Principal("Service", frozenset({name}))


def identity(account_id: str, *arns: str, partition: str = "aws") -> Principal:
    """An IAM identity of an account; without an ARN, the account's root."""
    root = f"arn:{partition}:iam::{account_id}:root"
    return Principal("AWS", frozenset({account_id, root, *arns}))


@dataclass(frozen=True)
class Request:
    """One action on one resource, and what is known about the request.

    ``principal`` None is for identity policies: their statements have no principal.
    """

    action: str
    resource: str
    principal: Principal | None = None
    context: Context = field(default_factory=dict)


#: Called with each evaluation: the documents, the request and the verdict.
Observer = Callable[[list[Any], Request, Verdict], None]

_observers: list[Observer] = []


def observe(observer: Observer) -> None:
    """``observer`` is called with each evaluation from now on; it decides nothing."""
    if observer not in _observers:
        _observers.append(observer)


@functools.lru_cache(maxsize=2048)
def _parsed(text: str) -> Document:
    loaded = json.loads(text)
    return loaded if isinstance(loaded, dict) else {}


def parse(document: Any) -> Document:
    """A policy document from its text; text that is not JSON is an empty policy."""
    if isinstance(document, bytes):
        document = document.decode()
    if not document:
        return {}
    if isinstance(document, str):
        try:
            return _parsed(document)
        except ValueError:
            return {}
    parsed: Document = document
    return parsed


def _principal_named(element: Any, principal: Principal) -> bool:
    if element == "*":
        return True
    if not isinstance(element, Mapping):
        return False
    for kind, names in element.items():
        listed = as_list(names)
        # {"AWS": "*"} is the same as "*": anonymous callers and services too.
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
        if kind == "AWS" and "*" in listed:
            return True
        if kind == principal.kind and not principal.names.isdisjoint(map(str, listed)):
            return True
    return False


def _principal_applies(statement: Document, principal: Principal | None) -> bool:
    if "NotPrincipal" in statement:
        return principal is not None and not _principal_named(statement["NotPrincipal"], principal)
    if "Principal" in statement:
        return principal is not None and _principal_named(statement["Principal"], principal)
    return principal is None


def _action_applies(statement: Document, action: str) -> bool:
    if "NotAction" in statement:
        return not any(like(a, action, True) for a in as_list(statement["NotAction"]))
    return any(like(a, action, True) for a in as_list(statement.get("Action")))


def _resource_applies(statement: Document, request: Request) -> bool:
    def named(element: str) -> bool:
        patterns = (substitute(str(p), request.context, True) for p in as_list(statement[element]))
        return any(p is not None and like(p, request.resource) for p in patterns)

    if "NotResource" in statement:
        return not named("NotResource")
    # A trust policy has no Resource: it speaks of the role that carries it.
    return "Resource" not in statement or named("Resource")


def _applies(statement: Document, request: Request) -> bool:
    return (
        _principal_applies(statement, request.principal)
        and _action_applies(statement, request.action)
        and _resource_applies(statement, request)
        and satisfied(statement.get("Condition"), request.context)
    )


def evaluate(documents: Iterable[Any], request: Request) -> Verdict:
    """An explicit Deny wins, then any Allow; ``none`` when nothing applies.

    :param documents: policies as dictionaries, JSON text or bytes; empty ones are skipped.
    """
    judged = list(documents)
    verdict = _verdict(judged, request)
    for observer in _observers:
        observer(judged, request, verdict)
    return verdict


def _verdict(documents: list[Any], request: Request) -> Verdict:
    verdict: Verdict = "none"
    for document in documents:
        for statement in as_list(parse(document).get("Statement")):
            if not _applies(statement, request):
                continue
            if statement.get("Effect") == "Deny":
                return "deny"
            verdict = "allow"
    return verdict


def allows(document: Any, request: Request) -> bool:
    """The document by itself allows the request."""
    return evaluate([document], request) == "allow"
