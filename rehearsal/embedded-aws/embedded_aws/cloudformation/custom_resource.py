"""Custom resources: Create, Update and Delete by a function that answers by PUT.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
"""

import json
import threading
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from embedded_aws.cloudformation.provider import Handled, Request, ResourceError
from embedded_aws.delivery import functions

MAX_RESPONSE_BYTES = 4096
DEFAULT_TIMEOUT_SECONDS = 3600
HOST_PREFIX = "cloudformation-custom-resource-response-"


class CustomResourceFailed(ResourceError):
    """``physical_id`` is what the Delete of the rollback is sent for."""

    def __init__(self, message: str, physical_id: str | None = None) -> None:
        super().__init__("CustomResource", message)
        self.physical_id = physical_id


@dataclass
class _Pending:
    answered: threading.Event = field(default_factory=threading.Event)
    body: bytes = b""


_pending: dict[str, _Pending] = {}


def receive(path: str, body: bytes) -> bool:
    """Takes the PUT at a ResponseURL; False when no request waits for it."""
    pending = _pending.get(path.rsplit("/", 1)[-1])
    if pending is None:
        return False
    # S3 keeps the last object, but CloudFormation has acted on the first.
    if not pending.answered.is_set():
        pending.body = body
        pending.answered.set()
    return True


def stringified(value: Any) -> Any:
    """Every scalar as a string, which is how CloudFormation sends them."""
    if isinstance(value, dict):
        return {key: stringified(item) for key, item in value.items()}
    if isinstance(value, list):
        return [stringified(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class CustomResource:
    """Provider for ``Custom::*`` and ``AWS::CloudFormation::CustomResource``."""

    type_name = "AWS::CloudFormation::CustomResource"

    def create(self, request: Request) -> Handled:
        return _ask(request, "Create", None, {})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        old = {"OldResourceProperties": stringified(old_properties)}
        return _ask(request, "Update", physical_id, old)

    def delete(self, request: Request, physical_id: str) -> None:
        _ask(request, "Delete", physical_id, {})


PROVIDER = CustomResource()


def _ask(
    request: Request,
    request_type: str,
    physical_id: str | None,
    extra: dict[str, Any],
) -> Handled:
    token = _service_token(request)
    request_id = str(uuid.uuid4())
    secret = uuid.uuid4().hex
    event = {
        "RequestType": request_type,
        "ServiceToken": token,
        "ResponseURL": _response_url(request, secret),
        "StackId": request.stack_id,
        "RequestId": request_id,
        "LogicalResourceId": request.logical_id,
        "ResourceType": request.type_name,
        **({"PhysicalResourceId": physical_id} if physical_id else {}),
        "ResourceProperties": stringified(request.properties),
        **extra,
    }
    pending = _pending[secret] = _Pending()
    try:
        body = _wait(request, token, event, pending)
    finally:
        del _pending[secret]
    if body is None:
        # A Delete follows for an id that CloudFormation makes up itself.
        raise CustomResourceFailed(
            "CloudFormation did not receive a response from your Custom Resource. "
            f"Please check your logs for requestId [{request_id}]. If you are using "
            "the Python cfn-response module, you may need to update your Lambda "
            "function code so that CloudFormation can attach the updated version.",
            physical_id or request.generated_name,
        )
    return _read(request, request_id, physical_id, body)


def _wait(request: Request, token: str, event: dict[str, Any], pending: _Pending) -> bytes | None:
    """The body of the answer; None when there is none.

    AWS waits for ServiceTimeout even when the function has crashed. Here an
    invocation that ended for good without an answer ends the wait at once, so
    that a rehearsal does not wait for an hour.
    """

    def ended() -> None:
        # The PUT is complete before the process ends, so this comes second.
        pending.answered.set()

    timeout = float(request.properties.get("ServiceTimeout", DEFAULT_TIMEOUT_SECONDS))
    functions.invoke_async(request.account_id, token, event, ended)
    pending.answered.wait(timeout)
    return pending.body or None


def _service_token(request: Request) -> str:
    token = request.properties.get("ServiceToken")
    if not token:
        raise CustomResourceFailed("Invalid Custom Resource: ServiceToken is a required property.")
    parts = str(token).split(":")
    if len(parts) < 7 or parts[2] not in ("lambda", "sns"):
        raise CustomResourceFailed(f"Invalid ServiceToken: {token}")
    if parts[3] != request.region:
        raise CustomResourceFailed(
            f"Invalid ServiceToken: {token}. The service token must be in the same "
            f"region as the stack, {request.region}"
        )
    if parts[2] == "sns":
        raise CustomResourceFailed(
            f"Invalid ServiceToken: {token}. Topics are not modelled as service token"
        )
    return str(token)


def _response_url(request: Request, secret: str) -> str:
    region = request.region
    bucket = f"{HOST_PREFIX}{region.replace('-', '')}"
    key = quote(f"{request.stack_id}|{request.logical_id}", safe="")
    return (
        f"https://{bucket}.s3.{region}.amazonaws.com/{key}/{secret}"
        "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=7200"
        f"&X-Amz-SignedHeaders=host&X-Amz-Signature={secret}{secret}"
    )


def _read(request: Request, request_id: str, physical_id: str | None, body: bytes) -> Handled:
    if len(body) > MAX_RESPONSE_BYTES:
        raise CustomResourceFailed("Response object is too long.", physical_id)
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise CustomResourceFailed(
            "Invalid response object: the body is not JSON", physical_id
        ) from error
    wanted = (
        ("RequestId", request_id),
        ("StackId", request.stack_id),
        ("LogicalResourceId", request.logical_id),
    )
    for key, value in wanted:
        if answer.get(key) != value:
            raise CustomResourceFailed(f"Invalid response object: Value of {key}")
    answered_id = answer.get("PhysicalResourceId")
    if answer.get("Status") == "FAILED":
        raise CustomResourceFailed(
            "Received response status [FAILED] from custom resource. Message "
            f"returned: {answer.get('Reason', '')} (RequestId: {request_id})",
            answered_id or physical_id or request.generated_name,
        )
    if answer.get("Status") != "SUCCESS":
        raise CustomResourceFailed("Invalid response object: Value of Status")
    if not isinstance(answered_id, str) or not 0 < len(answered_id.encode()) <= 1024:
        raise CustomResourceFailed("Invalid PhysicalResourceId", physical_id)
    return Handled(answered_id, answer.get("Data") or {})
