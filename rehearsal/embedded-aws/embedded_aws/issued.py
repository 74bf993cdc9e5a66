"""Every credential and secret that was issued or stored, for those who look for them elsewhere."""

# mypy: disable-error-code="method-assign"

import base64
import json
import threading
from collections.abc import Callable
from typing import Any

from moto.core.responses import BaseResponse
from moto.iam.models import AccessKey
from moto.sts.models import AssumedRole

from embedded_aws import gate
from embedded_aws.control import Route
from embedded_aws.extension import Extension

#: Texts by what they are; also those of what has been deleted since.
_issued: dict[str, str] = {}
_lock = threading.Lock()


def note(kind: str, *texts: str | None) -> None:
    """``GET /credentials/issued`` lists the texts from now on."""
    _issued.update({text: kind for text in texts if text})


def _list(params: dict[str, str], body: dict[str, Any]) -> list[dict[str, str]]:
    """``GET /credentials/issued``"""
    return [{"kind": kind, "text": text} for text, kind in list(_issued.items())]


def _after(owner: Any, method: str, look: Callable[..., None]) -> None:
    """``look`` gets what the method returns, and its arguments."""
    original = getattr(owner, method)

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        look(result, *args, **kwargs)
        return result

    setattr(owner, method, wrapper)


def _key(result: None, key: AccessKey, *args: Any, **kwargs: Any) -> None:
    note("access key id", key.access_key_id)
    note("secret access key", key.secret_access_key)


def _session(result: None, session: AssumedRole, *args: Any, **kwargs: Any) -> None:
    note("session token", session.session_token)


def _data_key(result: tuple[bytes, bytes, str], *args: Any, **kwargs: Any) -> None:
    note("data key", base64.b64encode(result[0]).decode(), result[0].hex())


def _secret(result: Any, backend: object, name: str, *values: Any, **kwargs: Any) -> None:
    # Both as arguments in order, or by name.
    note("secret", *values[:2], kwargs.get("secret_string"), kwargs.get("secret_binary"))


def _password(result: str, *args: Any, **kwargs: Any) -> None:
    note("random password", json.loads(result)["RandomPassword"])


def _parameter(result: None, parameter: Any, *args: Any, **kwargs: Any) -> None:
    if parameter.parameter_type == "SecureString":
        note("secure parameter", parameter.decrypt(parameter.value))


def _watch_kms() -> None:
    from moto.kms.models import KmsBackend

    _after(KmsBackend, "generate_data_key", _data_key)


def _watch_secrets_manager() -> None:
    from moto.secretsmanager.models import SecretsManagerBackend

    _after(SecretsManagerBackend, "_add_secret", _secret)
    _after(SecretsManagerBackend, "get_random_password", _password)


def _watch_parameters() -> None:
    from moto.ssm.models import Parameter

    _after(Parameter, "__init__", _parameter)


#: Few rehearsals need these services, which take moto two seconds to import.
_unwatched = {
    "kms": _watch_kms,
    "secretsmanager": _watch_secrets_manager,
    "ssm": _watch_parameters,
}


def _before_the_first_call(response: BaseResponse) -> None:
    service = str(response.boto3_service_name)
    if service not in _unwatched:
        return
    with _lock:
        watch = _unwatched.pop(service, None)
        if watch is not None:
            watch()


def _install() -> None:
    _after(AccessKey, "__init__", _key)
    _after(AssumedRole, "__init__", _session)


_ROUTES: tuple[Route, ...] = (("GET", "/credentials/issued", _list),)

ISSUED = Extension(
    "issued credentials",
    guards=(_install,),
    checks=((gate.Phase.CALLER, _before_the_first_call),),
    routes=_ROUTES,
)
