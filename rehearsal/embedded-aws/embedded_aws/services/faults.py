"""Makes an API action fail a number of times, to rehearse retries."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

from moto.core.responses import BaseResponse

from embedded_aws import control
from embedded_aws.services.identity import gate


@dataclass
class Fault:
    """An error that the next ``times`` calls get; for one account or region if given."""

    error: str
    times: int
    message: str
    status: int
    account_id: str | None = None
    region: str | None = None

    def concerns(self, account_id: str, region: str) -> bool:
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


def due(service: str, action: str, account_id: str, region: str) -> Fault | None:
    """The fault that a call gets, which is one less to come; None when there is none."""
    with _lock:
        pending = _faults.get((service, action), [])
        fault = next((f for f in pending if f.concerns(account_id, region)), None)
        if fault is None:
            return None
        fault.times -= 1
        if fault.times <= 0:
            pending.remove(fault)
    return fault


def refuse_with_fault(response: BaseResponse) -> None:
    if not _faults:
        return
    service, action = response.boto3_service_name, response._get_action()
    fault = due(service, action, response.current_account, response.region)
    if fault is not None:
        raise gate.Refusal(fault.error, fault.message, fault.status)


@control.route("POST", "/faults")
def add_fault(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{service, action, error, times?, message?, status?, accountId?, region?}``"""
    fault = Fault(
        error=body["error"],
        times=int(body.get("times", 1)),
        message=body.get("message", f"Injected {body['error']}"),
        status=int(body.get("status", 400)),
        account_id=body.get("accountId"),
        region=body.get("region"),
    )
    inject(body["service"], body["action"], fault)
    return {}


@control.route("DELETE", "/faults")
def remove_faults(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    clear()
    return {}


def install() -> None:
    gate.before_action(refuse_with_fault)
