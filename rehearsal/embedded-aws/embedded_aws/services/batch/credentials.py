"""The credentials of a task's role, as a container asks for them.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
"""

import hmac
import os
import secrets
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto.sts.models import AssumedRole

from embedded_aws import issued
from embedded_aws.authorization import sessions
from embedded_aws.control import PREFIX, ControlError, header

_served: dict[str, tuple[str, AssumedRole]] = {}
_lock = threading.Lock()


@contextmanager
def serving(session: AssumedRole | None) -> Iterator[dict[str, str]]:
    """The environment by which an SDK finds the credentials, while the task runs.

    What the session calls is judged by the policies of its role.
    """
    if session is None:
        yield {}
        return
    sessions.judge(session)
    identifier, token = str(uuid.uuid4()), secrets.token_urlsafe(32)
    issued.note("token of a container", token)
    with _lock:
        _served[identifier] = (token, session)
    base = f"http://127.0.0.1:{os.environ['MOTO_PORT']}{PREFIX}"
    try:
        yield {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{base}/batch/credentials/{identifier}",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": token,
        }
    finally:
        with _lock:
            del _served[identifier]


def answer(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``GET /batch/credentials/{id}``"""
    with _lock:
        token, session = _served.get(params["id"], ("", None))
    if session is None or not hmac.compare_digest(token, header("Authorization") or ""):
        raise ControlError("no such credentials", 404)
    return {
        "RoleArn": session.role_arn,
        "AccessKeyId": session.access_key_id,
        "SecretAccessKey": session.secret_access_key,
        "Token": session.session_token,
        "Expiration": f"{session.expiration:%Y-%m-%dT%H:%M:%SZ}",
    }
