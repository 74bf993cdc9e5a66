"""Makes an API action fail a number of times, or a share of all calls, to rehearse retries."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

from moto.core.responses import BaseResponse

from embedded_aws import application, control, gate, random_faults
from embedded_aws.lambda_runtime import callers, sandboxes


@dataclass
class Fault:
    """An error that ``times`` calls get, after some that go well.

    For one account or region if given. One that ``kills`` ends the function that
    makes the call, which has its effect, and gets an error.
    """

    error: str
    times: int
    message: str
    status: int
    account_id: str | None = None
    region: str | None = None
    after: int = 0
    kills: bool = False

    def concerns(self, account_id: str, region: str, function: str | None) -> bool:
        if self.kills and function is None:
            return False
        return self.account_id in (None, account_id) and self.region in (None, region)


_faults: dict[tuple[str, str], list[Fault]] = {}
_lock = Lock()


def inject(service: str, action: str, fault: Fault) -> None:
    """``service`` as boto3 calls it, ``action`` as the API does."""
    with _lock:
        _faults.setdefault((service, action), []).append(fault)


def clear() -> None:
    with _lock:
        _faults.clear()
    random_faults.clear()


def due(
    service: str, action: str, account_id: str, region: str, function: str | None = None
) -> Fault | None:
    """The fault that a call gets, which is one less to come; None when there is none.

    ``function`` is the ARN of the one that calls, if it is one.
    """
    with _lock:
        pending = _faults.get((service, action), [])
        fault = next((f for f in pending if f.concerns(account_id, region, function)), None)
        if fault is None:
            return None
        if fault.after > 0:
            fault.after -= 1
            return None
        fault.times -= 1
        if fault.times <= 0:
            pending.remove(fault)
    return fault


def _of(response: BaseResponse, service: str, action: str) -> Fault | None:
    """The fault that a call by the API gets; what the embedded AWS itself calls gets none."""
    if response.get_access_key() == application.KEY:
        return None
    account_id, region = response.current_account, response.region
    function = callers.function_of(response.get_access_key())
    found = due(service, action, account_id, region, function)
    if found is not None and found.kills:
        sandboxes.kill(function or "")
        return None
    if found is not None:
        return found
    drawn = random_faults.draw(service, account_id)
    return Fault(drawn.error, 1, drawn.message, drawn.status) if drawn else None


def refuse_with_fault(response: BaseResponse) -> None:
    if not (_faults or random_faults.active()):
        return
    fault = _of(response, response.boto3_service_name, response._get_action())
    if fault is not None:
        raise gate.Refusal(fault.error, fault.message, fault.status)


def refuse_s3(response: BaseResponse, operation: str) -> None:
    """For S3, which moto dispatches by itself.

    :raises Refusal: the fault that is due.
    """
    if not (_faults or random_faults.active()):
        return
    fault = _of(response, "s3", operation)
    if fault is not None:
        raise gate.Refusal(fault.error, fault.message, fault.status)


def add_fault(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{service, action, error, times?, after?, message?, status?, accountId?, region?}``.

    With ``kills`` in place of ``error``: see :class:`Fault`.
    """
    kills = bool(body.get("kills"))
    error = "killed" if kills else body["error"]
    fault = Fault(
        error=error,
        times=int(body.get("times", 1)),
        message=body.get("message", f"Injected {error}"),
        status=int(body.get("status", 400)),
        account_id=body.get("accountId"),
        region=body.get("region"),
        after=int(body.get("after", 0)),
        kills=kills,
    )
    inject(body["service"], body["action"], fault)
    return {}


def remove_faults(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    clear()
    return {}


def add_random_faults(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{services, rate, seed, errors?, accountId?}``; replaces those that there were."""
    return random_faults.begin(body)


ROUTES: tuple[control.Route, ...] = (
    ("POST", "/faults", add_fault),
    ("DELETE", "/faults", remove_faults),
    ("POST", "/faults/random", add_random_faults),
)


def install() -> None:
    from moto.core import errors

    # Any service may answer these, though no service model has them.
    errors.COMMON_ERROR_CODES.extend(random_faults.CODES)
