"""Patches moto's function: what it forgets, what it does not check, how it runs."""

# mypy: disable-error-code="method-assign"

import base64
import json
from typing import Any

from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.awslambda.policy import Policy

from embedded_aws.cloudformation.provider import ResourceError
from embedded_aws.lambda_runtime import sandboxes
from embedded_aws.services.awslambda import (
    artifact,
    credentials,
    destinations,
    environment,
    invocation,
)
from embedded_aws.services.awslambda.asynchronous import deliver_in_background
from embedded_aws.services.awslambda.errors import InvalidParameterValue

#: What moto's function forgets: property of the API, attribute here.
_KEPT = {
    "LoggingConfig": "logging_config",
    "DeadLetterConfig": "dead_letter_config",
    "KMSKeyArn": "kms_key_arn",
    "RecursiveLoop": "recursive_loop",
}

_init = LambdaFunction.__init__
_configuration = LambdaFunction.get_configuration
_update_configuration = LambdaFunction.update_configuration
_set_code = LambdaFunction._set_function_code


def _new_init(
    self: LambdaFunction,
    account_id: str,
    spec: dict[str, Any],
    region: str,
    version: str | int = 1,
) -> None:
    _check_role(account_id, region, spec["Role"])
    environment.check(spec.get("Environment"))
    _init(self, account_id, spec, region, version)
    for key, attribute in _KEPT.items():
        setattr(self, attribute, spec.get(key))
    destinations.check_dead_letters(self, spec.get("DeadLetterConfig"))


def _check_role(account_id: str, region: str, role_arn: str) -> None:
    try:
        credentials.role_of(account_id, region, role_arn)
    except ResourceError as error:
        raise InvalidParameterValue(error.message) from error


def _new_configuration(self: LambdaFunction, on_create: bool = False) -> dict[str, Any]:
    config = _configuration(self, on_create)
    for key, attribute in _KEPT.items():
        if getattr(self, attribute, None):
            config[key] = getattr(self, attribute)
    group = f"/aws/lambda/{self.function_name}"
    config["LoggingConfig"] = {
        "LogFormat": "Text",
        "LogGroup": group,
        **(config.get("LoggingConfig") or {}),
    }
    return config


def _new_update_configuration(
    self: LambdaFunction, config_updates: dict[str, Any]
) -> dict[str, Any]:
    environment.check(config_updates.get("Environment"))
    if "Role" in config_updates:
        _check_role(self.account_id, self.region, config_updates["Role"])
    _check_dead_letters(self, config_updates)
    if "Environment" in config_updates:
        variables = (config_updates["Environment"] or {}).get("Variables") or {}
        config_updates = {**config_updates, "Environment": {"Variables": variables}}
    for key, attribute in _KEPT.items():
        if key in config_updates:
            setattr(self, attribute, config_updates[key])
    if "EphemeralStorage" in config_updates:
        self.ephemeral_storage = config_updates["EphemeralStorage"]["Size"]
    if "TracingConfig" in config_updates:
        self.tracing_config = config_updates["TracingConfig"]
    _update_configuration(self, config_updates)
    sandboxes.retire(self.function_arn)
    return self.get_configuration()


def _check_dead_letters(self: LambdaFunction, config_updates: dict[str, Any]) -> None:
    """By the role that the function is to have; what is refused changes nothing."""
    before = self.role
    self.role = config_updates.get("Role", before)
    try:
        kept = getattr(self, "dead_letter_config", None)
        destinations.check_dead_letters(self, config_updates.get("DeadLetterConfig", kept))
    finally:
        self.role = before


def _new_set_code(self: LambdaFunction, updated_spec: dict[str, Any]) -> None:
    artifact.check(self.account_id, self.region, updated_spec)
    _set_code(self, updated_spec)
    if updated_spec.get("Architectures"):
        self.architectures = updated_spec["Architectures"]
    if updated_spec is not self.code:
        sandboxes.retire(self.function_arn)


def _invoke(
    self: LambdaFunction, body: Any, request_headers: Any, response_headers: Any
) -> str | bytes:
    """https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"""
    kind = request_headers.get("x-amz-invocation-type", "RequestResponse")
    event = json.loads(body) if body else {}
    if kind == "DryRun":
        return ""
    if kind == "Event":
        deliver_in_background(self, event)
        return ""
    done = invocation.run(self, event)
    response_headers["x-amz-executed-version"] = str(self.version)
    response_headers["x-amz-log-result"] = base64.b64encode(done.log_tail.encode()).decode()
    if done.failed:
        response_headers["x-amz-function-error"] = "Unhandled"
    return done.payload


def _put_event_invoke_config(
    self: LambdaBackend, function_name: str, config: dict[str, Any]
) -> dict[str, Any]:
    # moto adds each one to a list and answers the first.
    function = self.get_function(function_name)
    destinations.check(function, config)
    function.event_invoke_config = []
    answer: dict[str, Any] = _put_config(self, function_name, config)
    return answer


def _new_delete_function(
    self: LambdaBackend, function_name: str, qualifier: str | None = None
) -> None:
    arn = self.get_function(function_name, qualifier).function_arn
    _delete_function(self, function_name, qualifier)
    sandboxes.retire(arn)


def _principal(self: Policy, given: Any) -> Any:
    """An account stands in the policy as its root, as in the answers of AddPermission there.

    https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html
    """
    if isinstance(given, str) and given.isdigit():
        return {"AWS": f"arn:aws:iam::{given}:root"}
    return _format_principal(self, given)


_format_principal = Policy.principal_formatter
_delete_function = LambdaBackend.delete_function
_put_config = LambdaBackend.put_function_event_invoke_config


def install() -> None:
    LambdaFunction.__init__ = _new_init
    LambdaFunction.get_configuration = _new_configuration
    LambdaFunction.update_configuration = _new_update_configuration
    LambdaFunction._set_function_code = _new_set_code
    LambdaFunction.invoke = _invoke
    LambdaBackend.delete_function = _new_delete_function
    Policy.principal_formatter = _principal  # type: ignore[assignment]
    LambdaBackend.put_function_event_invoke_config = _put_event_invoke_config
