"""Which sessions are judged: those of functions, what they assumed, and roles of some names."""

# mypy: disable-error-code="method-assign"

import fnmatch
import threading
from typing import Any

from moto.core.responses import BaseResponse
from moto.sts.models import AssumedRole, STSBackend

_judged: dict[str, AssumedRole] = {}
_assumed: dict[str, AssumedRole] = {}
_calling = threading.local()
_names: set[str] = set()


def judge_roles(name: str) -> None:
    """From now on so are new sessions of every role of this name, in which ``*`` is any text."""
    _names.add(name)


def _is_named(role_arn: str) -> bool:
    role = role_arn.rpartition("/")[2]
    return any(fnmatch.fnmatchcase(role, name) for name in _names)


def judge(session: AssumedRole) -> None:
    """From now on the session may only do what its role allows."""
    _judged[session.access_key_id] = session


def session_of(response: BaseResponse) -> AssumedRole | None:
    """The judged session that makes the call, if it is one."""
    return _judged.get(response.get_access_key())


def judged(access_key: str) -> AssumedRole | None:
    """The judged session of the key, where there is no response of moto's."""
    return _judged.get(access_key)


def assumed(response: BaseResponse) -> AssumedRole | None:
    """The role session that makes the call, judged or not."""
    return _assumed.get(response.get_access_key())


def issued() -> list[AssumedRole]:
    """Every role session that there is, ended or not."""
    return list(_assumed.values())


def note_caller(session: AssumedRole | None) -> None:
    """A role that this thread assumes before the next call is judged like it."""
    _calling.session = session


def install() -> None:
    original = STSBackend.assume_role

    def assume_role(self: STSBackend, *args: Any, **kwargs: Any) -> AssumedRole:
        session = original(self, *args, **kwargs)
        _assumed[session.access_key_id] = session
        if getattr(_calling, "session", None) is not None or _is_named(session.role_arn):
            judge(session)
        return session

    STSBackend.assume_role = assume_role
