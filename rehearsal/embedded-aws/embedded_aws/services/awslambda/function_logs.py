"""Where the output of a function goes."""

import contextlib

from moto.awslambda.models import LambdaFunction
from moto.core.utils import unix_time_millis
from moto.logs.exceptions import ResourceAlreadyExistsException
from moto.logs.models import logs_backends


def group_name(function: LambdaFunction) -> str:
    """LoggingConfig.LogGroup, else the default one."""
    logging = getattr(function, "logging_config", None) or {}
    return str(logging.get("LogGroup") or f"/aws/lambda/{function.function_name}")


def write(function: LambdaFunction, group: str, stream: str, text: str) -> None:
    """Lambda makes the group when it is missing, as its basic role allows."""
    backend = logs_backends[function.account_id][function.region]
    backend.ensure_log_group(group)
    with contextlib.suppress(ResourceAlreadyExistsException):
        backend.create_log_stream(group, stream)
    now = int(unix_time_millis())
    events = [{"timestamp": now, "message": line} for line in text.splitlines() if line]
    backend.put_log_events(group, stream, events)
