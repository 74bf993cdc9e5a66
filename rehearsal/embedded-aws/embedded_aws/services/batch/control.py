"""What jobs run, for scenarios, and where they get their credentials."""

from typing import Any

from embedded_aws import control
from embedded_aws.services.batch import credentials, images, scheduler


def _tell(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``POST /batch/images`` {image, command, environment?, timeoutSeconds?, pushed?}"""
    seconds = body.get("timeoutSeconds")
    images.tell(
        images.Image(
            reference=body["image"],
            command=[str(part) for part in body["command"]],
            environment={name: str(value) for name, value in body.get("environment", {}).items()},
            timeout_seconds=None if seconds is None else float(seconds),
            pushed=body.get("pushed", True),
        )
    )
    return {"image": body["image"]}


def _pass_time_limits(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``POST /batch/time-limits``"""
    return {"cancelled": scheduler.pass_time_limits()}


ROUTES: tuple[control.Route, ...] = (
    ("POST", "/batch/images", _tell),
    ("POST", "/batch/time-limits", _pass_time_limits),
    ("GET", "/batch/credentials/{id}", credentials.answer),
)
