"""Codes of MFA devices, and sessions of users that gave one.

https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
"""

import re
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from moto.core.utils import utcnow
from moto.iam.models import AccessKey, User, iam_backends
from moto.sts.utils import random_session_token

from embedded_aws.services.identity.gate import Refusal

_CODE = re.compile(r"\d{6}")


@dataclass(frozen=True)
class UserSession:
    """Temporary keys of an IAM user."""

    user: User
    key: AccessKey
    token: str
    expiration: datetime
    mfa: bool

    def credentials(self) -> dict[str, Any]:
        return {
            "AccessKeyId": self.key.access_key_id,
            "SecretAccessKey": self.key.secret_access_key,
            "SessionToken": self.token,
            "Expiration": self.expiration,
        }


_sessions: dict[str, UserSession] = {}
#: Serial number and code: a code is good once.
_used: set[tuple[str, str]] = set()
_lock = threading.Lock()


def session_of(access_key_id: str) -> UserSession | None:
    """The session of a user that the temporary key belongs to."""
    return _sessions.get(access_key_id)


def user_of(account_id: str, partition: str, access_key_id: str) -> User | None:
    """The user of a key, temporary or not."""
    session = session_of(access_key_id)
    if session is not None:
        return session.user if session.user.account_id == account_id else None
    return iam_backends[account_id][partition].get_user_from_access_key_id(access_key_id)


def begin(user: User, partition: str, seconds: int, mfa: bool) -> UserSession:
    key = iam_backends[user.account_id][partition].create_temp_access_key()
    expiration = utcnow() + timedelta(seconds=seconds)
    session = UserSession(user, key, random_session_token(), expiration, mfa)
    _sessions[key.access_key_id] = session
    return session


def given(user: User | None, serial: str | None, code: str | None) -> bool:
    """Whether the request has a code; it must be good then.

    Any six digits are, once: a device here has no clock.

    :raises Refusal: AccessDenied for a device that is not the user's, or a code that is no good.
    """
    if not serial and not code:
        return False
    if user is None or serial not in user.mfa_devices:
        raise Refusal(
            "AccessDenied",
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your "
            "MFA serial number is valid and associated with this user.",
            403,
        )
    with _lock:
        if not _CODE.fullmatch(code or "") or (serial, code) in _used:
            raise Refusal(
                "AccessDenied",
                "MultiFactorAuthentication failed with invalid MFA one time pass code.",
                403,
            )
        _used.add((str(serial), str(code)))
    return True
