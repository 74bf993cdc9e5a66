"""One attempt of a job: a task, its container and what became of it."""

import os
import subprocess
import tempfile
import threading
import uuid
from dataclasses import dataclass
from typing import IO, Any

from embedded_aws.lambda_runtime import process as processes
from embedded_aws.services.batch import credentials, events, images, task
from embedded_aws.services.batch.state import LOCK, Job, now

_EXITED = "Essential container in task exited"
TIMED_OUT = "Job attempt duration exceeded timeout"
#: Between SIGTERM and SIGKILL; 30 on AWS.
GRACE_SECONDS = 2.0


@dataclass(frozen=True)
class Ended:
    """``exit_code`` None: no container ran."""

    reason: str
    exit_code: int | None = None
    container_reason: str | None = None
    timed_out: bool = False

    @property
    def succeeded(self) -> bool:
        return self.exit_code == 0 and not self.timed_out


def run(job: Job, environment: dict[str, Any]) -> Ended:
    """From STARTING to the end of the container; the job's state after it is for others."""
    task_id = uuid.uuid4().hex
    with LOCK:
        job.started_at = None
        job.outcome = {"taskArn": task.arn_of(job, environment, task_id)}
    if not events.change(job, "STARTING"):
        return Ended(job.end_reason or "")
    started: int | None = None
    try:
        prepared = task.prepare(job, environment, task_id)
        with LOCK:
            job.outcome["logStreamName"] = prepared.log.name
        ended, started = _run_container(job, environment, prepared)
    except task.FailedToStart as error:
        ended = Ended(str(error), container_reason=str(error))
    _keep(job, ended, started)
    return ended


def _keep(job: Job, ended: Ended, started: int | None) -> None:
    told = {"exitCode": ended.exit_code, "reason": ended.container_reason}
    with LOCK:
        job.outcome.update({name: value for name, value in told.items() if value is not None})
        job.attempts.append(
            {
                "container": {**job.outcome, "networkInterfaces": []},
                **({"startedAt": started} if started else {}),
                "stoppedAt": now(),
                "statusReason": ended.reason,
            }
        )


def _run_container(
    job: Job, environment: dict[str, Any], prepared: task.Task
) -> tuple[Ended, int | None]:
    with (
        tempfile.TemporaryDirectory(prefix="embedded-aws-job-") as scratch,
        tempfile.TemporaryFile() as output,
        credentials.serving(prepared.session) as credential_settings,
    ):
        settings = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": scratch,
            "TMPDIR": scratch,
            "NODE_COMPILE_CACHE": str(processes.cache_folder() / "compiled"),
            **prepared.image.environment,
            **_settings(job, environment),
            **credential_settings,
        }
        try:
            process = _start(job, prepared, settings, scratch, output)
        except OSError as error:
            reason = f"CannotStartContainerError: {error}"
            return Ended(_EXITED, container_reason=reason), None
        started = now()
        with LOCK:
            job.started_at = started
        events.change(job, "RUNNING")
        with processes.tracked(process):
            timed_out = _wait(job, process, prepared.image)
        output.seek(0)
        prepared.log.write(output.read().decode("utf-8", "replace"))
    code = process.returncode
    # The exit code of a signal, for a shell and for Docker.
    exit_code = 128 - code if code < 0 else code
    return Ended(TIMED_OUT if timed_out else _EXITED, exit_code, timed_out=timed_out), started


def _start(
    job: Job, prepared: task.Task, settings: dict[str, str], folder: str, output: IO[bytes]
) -> "subprocess.Popen[bytes]":
    command = [_substituted(part, job) for part in job.request.container["command"]]
    with LOCK:
        process = subprocess.Popen(
            images.arguments(prepared.image, command),
            cwd=folder,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        job.stop_process = lambda: _stop(process)
        stopped = job.end_reason is not None
    if stopped:
        _stop(process)
    return process


def _wait(job: Job, process: "subprocess.Popen[bytes]", image: images.Image) -> bool:
    """Whether the attempt was ended because it took too long."""
    limit = None
    if job.request.timeout:
        limit = image.timeout_seconds or float(job.request.timeout["attemptDurationSeconds"])
    timed_out = False
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        timed_out = True
        _stop(process)
        process.wait()
    with LOCK:
        job.stop_process = None
    # Whatever it started ends with it, as in a container.
    processes.kill(process)
    return timed_out


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """https://docs.aws.amazon.com/batch/latest/userguide/job_timeouts.html"""
    process.terminate()
    killer = threading.Timer(GRACE_SECONDS, processes.kill, [process])
    killer.daemon = True
    killer.start()


def _settings(job: Job, environment: dict[str, Any]) -> dict[str, str]:
    """https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html"""
    request, parent = job.request, job.parent
    array = {
        "AWS_BATCH_JOB_ARRAY_INDEX": str(job.index),
        "AWS_BATCH_JOB_ARRAY_SIZE": str(len(parent.children)) if parent else "",
    }
    return {
        **{one["name"]: str(one["value"]) for one in request.container["environment"]},
        "AWS_BATCH_CE_NAME": environment["computeEnvironmentName"],
        "AWS_BATCH_JOB_ATTEMPT": str(len(job.attempts) + 1),
        "AWS_BATCH_JOB_ID": job.id,
        "AWS_BATCH_JQ_NAME": request.queue_arn.split("/")[-1],
        **(array if parent else {}),
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html
        "AWS_DEFAULT_REGION": job.state.region,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ['MOTO_PORT']}",
        "AWS_EXECUTION_ENV": "AWS_ECS_FARGATE",
        "AWS_REGION": job.state.region,
    }


def _substituted(part: str, job: Job) -> str:
    """https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html#parameters"""
    for name, value in job.request.parameters.items():
        part = part.replace(f"Ref::{name}", value)
    return part
