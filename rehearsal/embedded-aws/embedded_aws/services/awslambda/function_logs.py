"""Where the output of a function goes."""

import contextlib

from moto.awslambda.models import LambdaFunction
from moto.core.utils import unix_time_millis
from moto.logs.exceptions import ResourceAlreadyExistsException
from moto.logs.models import logs_backends

from embedded_aws.authorization.check import refusal
from embedded_aws.services.awslambda import credentials


def group_name(function: LambdaFunction) -> str:
    """LoggingConfig.LogGroup, else the default one."""
    logging = getattr(function, "logging_config", None) or {}
    return str(logging.get("LogGroup") or f"/aws/lambda/{function.function_name}")


def _may(function: LambdaFunction, action: str, group: str) -> bool:
    session = credentials.session(function)
    resource = f"arn:aws:logs:{function.region}:{function.account_id}:log-group:{group}:*"
    return refusal(session, action, resource, function.region) is None


def write(function: LambdaFunction, group: str, stream: str, text: str) -> None:
    """Lambda writes with the permissions of the function's role, or not at all.

    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
    """
    backend = logs_backends[function.account_id][function.region]
    if group not in backend.groups:
        if not _may(function, "logs:CreateLogGroup", group):
            return
        backend.ensure_log_group(group)
    if not _may(function, "logs:PutLogEvents", group):
        return
    with contextlib.suppress(ResourceAlreadyExistsException):
        backend.create_log_stream(group, stream)
    now = int(unix_time_millis())
    events = [{"timestamp": now, "message": line} for line in text.splitlines() if line]
    backend.put_log_events(group, stream, events)
