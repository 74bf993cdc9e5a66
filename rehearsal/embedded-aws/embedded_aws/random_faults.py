"""Faults that hit a share of the calls of some services, the same share on every run.

Whether the n-th call fails, and with which error, depends on the seed and on n alone.
"""

import hashlib
import threading
from dataclasses import dataclass
from typing import Any

from embedded_aws.control import ControlError

#: Error, HTTP status and text, as the service throttles and fails.
#: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
_S3 = (
    ("SlowDown", 503, "Please reduce your request rate."),
    ("InternalError", 500, "We encountered an internal error. Please try again."),
    ("ServiceUnavailable", 503, "Reduce your request rate."),
)
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_common-errors.html
_OTHERS = (
    ("ThrottlingException", 400, "Rate exceeded"),
    ("InternalFailure", 500, "The request processing has failed because of an unknown error."),
    ("ServiceUnavailable", 503, "The request has failed due to a temporary failure of the server."),
)
#: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html
_QUERY = (("Throttling", 400, "Rate exceeded"), *_OTHERS[1:])
#: https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html#API_ListAccounts_Errors
_ORGANIZATIONS = (
    ("TooManyRequestsException", 400, "You have sent too many requests in too short a period."),
    *_OTHERS[1:],
)
_BY_SERVICE = {
    "cloudformation": _QUERY,
    "iam": _QUERY,
    "organizations": _ORGANIZATIONS,
    "s3": _S3,
    "sts": _QUERY,
}
CODES = ("InternalFailure", "ServiceUnavailable", "Throttling", "ThrottlingException")


@dataclass(frozen=True)
class Drawn:
    error: str
    status: int
    message: str


@dataclass
class Plan:
    """What ``POST /faults/random`` asked for, and how many calls it has seen."""

    services: frozenset[str]
    rate: float
    seed: int
    errors: tuple[str, ...]
    account_id: str | None
    calls: int = 0

    def draw(self, service: str) -> Drawn | None:
        self.calls += 1
        digest = hashlib.sha256(f"{self.seed}:{self.calls}".encode()).digest()
        if int.from_bytes(digest[:8], "big") / 2**64 >= self.rate:
            return None
        known = _BY_SERVICE.get(service, _OTHERS)
        chosen = [one for one in known if not self.errors or one[0] in self.errors]
        # An error that is asked for and is not of the service is one of all the same.
        names = {one[0] for one in known}
        chosen += [(e, 400, f"Injected {e}") for e in self.errors if e not in names]
        return Drawn(*chosen[int.from_bytes(digest[8:12], "big") % len(chosen)])


_plan: Plan | None = None
_lock = threading.Lock()


def active() -> bool:
    return _plan is not None


def begin(body: dict[str, Any]) -> dict[str, Any]:
    """:raises ControlError: the rate is not a share."""
    rate = float(body["rate"])
    if not 0 <= rate <= 1:
        raise ControlError(f"rate {rate} is not between 0 and 1")
    global _plan
    with _lock:
        _plan = Plan(
            frozenset(body["services"]),
            rate,
            int(body["seed"]),
            tuple(body.get("errors") or ()),
            body.get("accountId"),
        )
    return {}


def clear() -> None:
    global _plan
    with _lock:
        _plan = None


def draw(service: str, account_id: str) -> Drawn | None:
    """The fault of this call; None for one that goes well."""
    with _lock:
        plan = _plan
        if plan is None or service not in plan.services:
            return None
        if plan.account_id not in (None, account_id):
            return None
        return plan.draw(service)
