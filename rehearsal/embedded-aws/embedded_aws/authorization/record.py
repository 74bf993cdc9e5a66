"""What was judged, to be compared with another evaluator's verdict.

Each different evaluation is kept once with how often it took place, and each
policy document once, under a number.
"""

import json
import threading
from dataclasses import dataclass
from typing import Any

from embedded_aws import policy

#: Differ from one request to the next, so that they do not make another evaluation.
_VOLATILE = frozenset({"aws:CurrentTime", "aws:EpochTime", "aws:TokenIssueTime"})
#: Beyond this many the record takes no more: a run of hours must not fill the memory.
_MOST = 100_000


@dataclass
class _Kept:
    entry: dict[str, Any]
    count: int = 0


_lock = threading.Lock()
_documents: dict[str, int] = {}
#: Documents as they were given, so that each is read once.
_texts: dict[str, int] = {}
_evaluations: dict[Any, _Kept] = {}
_calls: dict[Any, _Kept] = {}


def evaluation(documents: list[Any], request: policy.Request, verdict: policy.Verdict) -> None:
    """Keeps one evaluation of documents of one kind: an observer of :func:`policy.evaluate`."""
    principal = request.principal
    entry = {
        "action": request.action,
        "resource": request.resource,
        "principal": principal and {"kind": principal.kind, "names": sorted(principal.names)},
        "context": dict(request.context),
        "verdict": verdict,
    }
    _keep(_evaluations, entry, {"documents": documents})


def call(
    caller: str,
    request: policy.Request,
    allowed: bool,
    *,
    identity: list[Any],
    boundary: list[Any],
    service_control: list[Any],
) -> None:
    """Keeps one call of a session, with all policies that decided it."""
    entry = {
        "caller": caller,
        "action": request.action,
        "resource": request.resource,
        "context": dict(request.context),
        "allowed": allowed,
    }
    found = {"identity": identity, "boundary": boundary, "serviceControl": service_control}
    _keep(_calls, entry, found)


def everything() -> dict[str, Any]:
    """All that is kept; documents as objects, under their numbers."""
    with _lock:
        return {
            "documents": {str(n): json.loads(text) for text, n in _documents.items()},
            "evaluations": [{**kept.entry, "count": kept.count} for kept in _evaluations.values()],
            "calls": [{**kept.entry, "count": kept.count} for kept in _calls.values()],
        }


def forget() -> None:
    """Begins anew."""
    with _lock:
        for kept in (_documents, _texts, _evaluations, _calls):
            kept.clear()


def _keep(where: dict[Any, _Kept], entry: dict[str, Any], documents: dict[str, Any]) -> None:
    with _lock:
        numbers = {name: [_number(one) for one in found] for name, found in documents.items()}
        key = (_key(entry), str(numbers))
        kept = where.get(key)
        if kept is None:
            if len(where) >= _MOST:
                return
            kept = where[key] = _Kept({**entry, **numbers})
        kept.count += 1


def _number(document: Any) -> int:
    known = _texts.get(document) if isinstance(document, str) else None
    if known is not None:
        return known
    text = json.dumps(policy.parse(document), sort_keys=True, separators=(",", ":"))
    number = _documents.setdefault(text, len(_documents) + 1)
    if isinstance(document, str):
        _texts[document] = number
    return number


def _key(entry: dict[str, Any]) -> str:
    steady = {k: v for k, v in entry["context"].items() if k not in _VOLATILE}
    return json.dumps({**entry, "context": steady}, sort_keys=True, default=str)
