"""Lets an extension refuse any API action before moto handles it."""

# mypy: disable-error-code="method-assign"

import functools
from collections.abc import Callable
from enum import IntEnum, auto
from typing import Any

from moto.core import errors as core_errors
from moto.core import responses as core_responses
from moto.core.responses import ActionResult, BaseResponse


class Refusal(Exception):
    """AWS's error name and wording, with the HTTP status that goes with it.

    May be raised by a check or by an action itself. Not one of moto's
    ``ServiceException``: moto would answer those with a status of its own.
    """

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


#: Looks at a request; raises :class:`Refusal` to stop it.
Check = Callable[[BaseResponse], None]


class Phase(IntEnum):
    """When a check is made: AWS answers with the first refusal, whichever others there would be."""

    REGION = auto()
    #: The account has the service at all.
    SUBSCRIPTION = auto()
    #: One that a scenario has injected.
    FAULT = auto()
    #: Notes who calls; refuses nothing.
    CALLER = auto()
    AUTHORIZATION = auto()
    #: Of the resource, where the caller is of another account.
    RESOURCE_POLICY = auto()


_checks: list[tuple[Phase, Check]] = []

_COMMON_ERRORS = (
    "AccessDenied",
    "AccessDeniedException",
    "InternalFailure",
    "InvalidClientTokenId",
    "NotImplemented",
    "SubscriptionRequiredException",
    "ThrottlingException",
    "UnrecognizedClientException",
)


def before_action(phase: Phase, check: Check) -> None:
    """Runs ``check`` before each action of each service that moto dispatches by name.

    S3 dispatches by itself and is not covered.
    """
    if (phase, check) not in _checks:
        _checks.append((phase, check))
        _checks.sort(key=lambda one: one[0])


def respond(response: BaseResponse, refusal: Refusal) -> Any:
    """The refusal in the protocol of the service that was called."""
    _, headers, body = response.serialized(ActionResult(refusal))
    headers["status"] = str(refusal.status)
    headers, body = response._enrich_response(headers, body)
    return refusal.status, headers, body


def install() -> None:
    if getattr(BaseResponse.call_action, "gated", False):
        return
    original = BaseResponse.call_action

    @functools.wraps(original)
    def call_action(self: BaseResponse) -> Any:
        try:
            for _, check in _checks:
                check(self)
            answer = original(self)
        except Refusal as refusal:
            return respond(self, refusal)
        # moto's own answer to a path that none of its actions has.
        if answer[0] == 404 and not answer[2] and not self._get_action():
            path = f"{self.method} {self.path}"
            message = f"The embedded AWS has no {self.boto3_service_name}:{path}"
            return respond(self, Refusal("NotImplemented", message, 501))
        return answer

    vars(call_action)["gated"] = True
    BaseResponse.call_action = call_action
    # moto warns of errors that a service model lacks; these belong to every service.
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_common-errors.html
    core_errors.COMMON_ERROR_CODES.extend(_COMMON_ERRORS)
    # moto inspects the whole response class on each request, which for EC2 costs
    # more than most actions; the methods of a class do not change while it serves.
    core_responses.method_names_from_class = functools.cache(core_responses.method_names_from_class)
