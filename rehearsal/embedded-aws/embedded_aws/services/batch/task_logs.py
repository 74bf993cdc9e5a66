"""Where the output of a container goes: the awslogs driver.

https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html
"""

import contextlib
from dataclasses import dataclass
from typing import Any

from moto.core.utils import unix_time_millis
from moto.logs.exceptions import ResourceAlreadyExistsException
from moto.logs.models import LogsBackend, logs_backends
from moto.sts.models import AssumedRole

from embedded_aws.authorization.check import refusal
from embedded_aws.evidence import evidence
from embedded_aws.services.batch.state import Job

_DEFAULT_GROUP = "/aws/batch/job"
_FAILED = "create stream has been retried 1 times: failed to create Cloudwatch log stream: "


@dataclass(frozen=True)
class Stream:
    backend: LogsBackend
    group: str
    name: str

    def write(self, text: str) -> None:
        lines = [line for line in text.splitlines() if line]
        # If the group is removed meanwhile, what is written into it is lost.
        if lines and self.group in self.backend.groups:
            now = int(unix_time_millis())
            events = [{"timestamp": now, "message": line} for line in lines]
            self.backend.put_log_events(self.group, self.name, events)


@evidence("ecs-execution-role-writes-logs")
def open_stream(job: Job, execution: AssumedRole, task_id: str) -> Stream | str:
    """The stream of the task, or why the execution role can't make it."""
    options = _options(job)
    group = options.get("awslogs-group") or _DEFAULT_GROUP
    region = options.get("awslogs-region") or job.state.region
    backend = logs_backends[job.state.account_id][region]
    prefix = options.get("awslogs-stream-prefix") or job.request.definition["jobDefinitionName"]
    name = f"{prefix}/default/{task_id}"
    arn = f"arn:aws:logs:{region}:{job.state.account_id}:log-group:{group}"
    creates = str(options.get("awslogs-create-group")).lower() == "true"
    wanted = {"logs:CreateLogGroup": f"{arn}:*"} if creates else {}
    stream = f"{arn}:log-stream:{name}"
    wanted |= {"logs:CreateLogStream": f"{arn}:*", "logs:PutLogEvents": stream}
    for action, resource in wanted.items():
        denied = refusal(execution, action, resource, region)
        if denied:
            return f"{_FAILED}AccessDeniedException: {denied}"
    if creates or group == _DEFAULT_GROUP:
        backend.ensure_log_group(group)
    if group not in backend.groups:
        return f"{_FAILED}ResourceNotFoundException: The specified log group does not exist."
    with contextlib.suppress(ResourceAlreadyExistsException):
        backend.create_log_stream(group, name)
    return Stream(backend, group, name)


def _options(job: Job) -> dict[str, Any]:
    configuration = job.request.container.get("logConfiguration") or {}
    return dict(configuration.get("options") or {})
