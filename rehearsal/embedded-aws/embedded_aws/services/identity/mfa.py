"""Users who give a code of their MFA device, and the sessions that they get for it.

https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
"""

import re
import threading
import time
from dataclasses import dataclass

from moto.iam.models import AccessKey, User, iam_backends

from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal

_CODE = re.compile(r"\d{6}")


@dataclass(frozen=True)
class UserSession:
    """A session of an IAM user; ``proved_at`` is when the code was said, if one was."""

    user: User
    key: AccessKey
    proved_at: float | None


_sessions: dict[str, UserSession] = {}
#: Devices and codes that were taken: a device takes none twice.
_spent: set[tuple[str, str]] = set()
_lock = threading.Lock()


def session_of(access_key_id: str) -> UserSession | None:
    """The user's session that the temporary key belongs to."""
    return _sessions.get(access_key_id)


def user_of(account_id: str, partition: str, access_key_id: str) -> User | None:
    """The user of a long-term key, or of a session."""
    session = _sessions.get(access_key_id)
    if session is not None:
        return session.user
    return iam_backends[account_id][partition].get_user_from_access_key_id(access_key_id)


def start_session(
    account_id: str, partition: str, access_key_id: str, serial: str | None, code: str | None
) -> UserSession:
    """A session of the user who has the long-term key.

    :raises Refusal: AccessDenied for a session that wants another, and for a wrong code.
    """
    backend = iam_backends[account_id][partition]
    user = backend.get_user_from_access_key_id(access_key_id)
    if user is None:
        raise Refusal("AccessDenied", "Cannot call GetSessionToken with session credentials", 403)
    proved = require_code(user, serial, code)
    key = backend.create_temp_access_key()
    session = UserSession(user, key, time.time() if proved else None)
    _sessions[key.access_key_id] = session
    return session


def require_code(user: User | None, serial: str | None, code: str | None) -> bool:
    """Whether a code was said, and is right: six digits that the device has not said before.

    :raises Refusal: AccessDenied for a device that is not the user's, and for a wrong code.
    """
    if not serial and not code:
        return False
    if not serial or not code:
        raise _failed("failed, must provide both MFA serial number and one time pass code.")
    if user is None or serial not in user.mfa_devices:
        raise _failed(
            "failed, unable to validate MFA code.  Please verify your MFA serial number is valid"
            " and associated with this user."
        )
    with _lock:
        if not _CODE.fullmatch(code) or (serial, code) in _spent:
            raise _failed("failed with invalid MFA one time pass code. ")
        _spent.add((serial, code))
    return True


@evidence("sts-mfa-keys")
def context_of(access_key_id: str, proved_now: bool, is_role: bool) -> dict[str, str]:
    """The condition keys: a long-term key without a code has none of them."""
    if proved_now:
        return {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "0"}
    session = _sessions.get(access_key_id)
    if session is not None and session.proved_at is not None:
        age = str(int(time.time() - session.proved_at))
        return {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": age}
    # Who assumed a role with MFA has none in the session of the role.
    return {"aws:MultiFactorAuthPresent": "false"} if session or is_role else {}


def _failed(how: str) -> Refusal:
    return Refusal("AccessDenied", f"MultiFactorAuthentication {how}", 403)
