"""Sessions as services of AWS get them, for scenarios, and what was judged."""

from typing import Any

from moto.sts.models import AssumedRole

from embedded_aws import control
from embedded_aws.authorization import record, sessions
from embedded_aws.authorization.assume import assume_role_for_service
from embedded_aws.control import ControlError
from embedded_aws.gate import Refusal


def _assume(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``POST /sessions`` {service, roleArn, sessionName?, sourceArn?}

    What the session calls, and what a role that it assumes calls, is judged by
    the policies of the role.
    """
    source_arn = body.get("sourceArn")
    try:
        session = assume_role_for_service(
            body["service"],
            body["roleArn"],
            body.get("sessionName", "service"),
            source_account=body["roleArn"].split(":")[4],
            source_arn=source_arn,
        )
    except Refusal as refusal:
        raise ControlError(refusal.message, refusal.status) from refusal
    sessions.judge(session)
    return _keys(session)


def _judge_roles(params: dict[str, str], body: dict[str, Any]) -> None:
    """``POST /sessions/judged`` {roles}: a name, in which ``*`` is any text."""
    sessions.judge_roles(str(body["roles"]))


def _issued(params: dict[str, str], body: dict[str, Any]) -> list[dict[str, str]]:
    """``GET /sessions``: for those who look for them where they do not belong."""
    return [{"arn": session.arn, **_keys(session)} for session in sessions.issued()]


def _authorizations(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``GET /authorizations``: every evaluation of policies, and every call that was judged."""
    return record.everything()


def _forget(params: dict[str, str], body: dict[str, Any]) -> None:
    """``DELETE /authorizations``: begins the record anew."""
    record.forget()


def _keys(session: AssumedRole) -> dict[str, str]:
    return {
        "accessKeyId": session.access_key_id,
        "secretAccessKey": session.secret_access_key,
        "sessionToken": session.session_token,
    }


ROUTES: tuple[control.Route, ...] = (
    ("POST", "/sessions", _assume),
    ("POST", "/sessions/judged", _judge_roles),
    ("GET", "/sessions", _issued),
    ("GET", "/authorizations", _authorizations),
    ("DELETE", "/authorizations", _forget),
)
