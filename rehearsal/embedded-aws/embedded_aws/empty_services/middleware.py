"""Answers what nothing else does, once it is turned on; before it, who may read is decided."""

import io
from collections.abc import Callable, Iterable
from typing import Any

from botocore.model import OperationModel
from moto.core.request import determine_request_protocol
from moto.core.serialize import get_serializer_class

from embedded_aws import control
from embedded_aws.authorization import registry, sessions
from embedded_aws.authorization.check import judge
from embedded_aws.authorization.dependents import Demand
from embedded_aws.authorization.names import name_of
from embedded_aws.authorization.service_control import documents_of
from embedded_aws.empty_services import answers, operations
from embedded_aws.gate import Refusal

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

_NOT_IMPLEMENTED = 501
_on = False


def turn(params: dict[str, str], body: dict[str, Any]) -> None:
    """``POST /empty-services`` {on}"""
    global _on
    _on = body.get("on") is True


class EmptyServices:
    """WSGI: what the application does not implement is answered as of an empty account."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not _on:
            return self._application(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        request = operations.request_of(environ, body)
        if request.signed_for == "":
            return self._application(environ, start_response)
        operation = operations.operation_of(request)
        if operation is not None and answers.has_setting(operation):
            return _answer(operation, request, start_response) or []
        started: list[Any] = []
        answer = list(self._application(environ, lambda *given: started.append(given)))
        if started and int(started[-1][0][:3]) == _NOT_IMPLEMENTED and operation is not None:
            ours = _answer(operation, request, start_response)
            if ours is not None:
                return ours
        start_response(*started[-1])
        return answer


def _answer(
    operation: OperationModel, request: operations.Request, start_response: Any
) -> list[bytes] | None:
    try:
        _authorize(operation, request)
        result: Any = answers.answer_of(operation)
    except Refusal as refusal:
        result = refusal
    if result is None:
        return None
    service = operation.service_model
    protocol = determine_request_protocol(service, request.content_type)
    serializer = get_serializer_class(service.service_name, protocol)(operation)
    answer = serializer.serialize(result)
    status = result.status if isinstance(result, Refusal) else answer["status_code"]
    data = answer["body"] if isinstance(answer["body"], bytes) else answer["body"].encode()
    headers = {**answer["headers"], "Content-Length": str(len(data))}
    start_response(f"{status} Answered", [(name, str(value)) for name, value in headers.items()])
    return [data]


def _authorize(operation: OperationModel, request: operations.Request) -> None:
    """By ``*``: the resource is not known, and only a statement on all resources admits it.

    :raises Refusal: the policies of the caller do not allow it.
    """
    session = sessions.judged(request.access_key)
    if session is None:
        return
    service = operation.service_model
    action = name_of(service.service_name, operation.name)
    demand = Demand(action, registry.ANY, {})
    message = judge(session, demand, request.region, documents_of(session), by_role=True)
    if message is not None:
        code = "UnauthorizedOperation" if action.startswith("ec2:") else "AccessDenied"
        is_json = "json" in str(service.metadata["protocol"])
        raise Refusal("AccessDeniedException" if is_json else code, message, 403)


ROUTES: tuple[control.Route, ...] = (("POST", "/empty-services", turn),)
