"""What the commands of a build need: its role, its source, a Docker daemon, a registry.

Nothing is built: what a Dockerfile copies has to be in the source, and ECR gets an image of the
name that is pushed.
"""

import hashlib
import io
import json
import re
import zipfile
from typing import Any

from botocore.exceptions import ClientError
from moto.sts.models import AssumedRole

from embedded_aws import application
from embedded_aws.authorization.check import refusal
from embedded_aws.evidence import evidence
from embedded_aws.lookup import buckets
from embedded_aws.services.codebuild.phases import BuildFailed, command_failed
from embedded_aws.services.codebuild.state import State

_ECR = re.compile(r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[\w-]+)\.[\w.]+/(?P<name>[^:@]+)")
_PUSHING = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:InitiateLayerUpload",
    "ecr:UploadLayerPart",
    "ecr:CompleteLayerUpload",
    "ecr:PutImage",
)
_INSPECTING = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
_COPY = re.compile(r"^COPY (?!--from)(?P<source>\S+) ", re.M)


@evidence("codebuild-role-writes-logs")
def open_logs(state: State, build: dict[str, Any], role: AssumedRole) -> None:
    """:raises BuildFailed: the role may not write the log of the build, or there is no group."""
    group, stream = build["logs"]["groupName"], build["logs"]["streamName"]
    arn = f"arn:aws:logs:{state.region}:{state.account_id}:log-group:{group}"
    wanted = {"logs:CreateLogStream": f"{arn}:*"}
    wanted["logs:PutLogEvents"] = f"{arn}:log-stream:{stream}"
    for action, resource in wanted.items():
        denied = refusal(role, action, resource, state.region)
        if denied:
            raise BuildFailed(
                "SUBMITTED",
                "ACCESS_DENIED",
                f"Service role {role.role_arn} does not allow AWS CodeBuild to create Amazon "
                f"CloudWatch Logs log streams for build {build['arn']}. Error message: {denied}",
            )
    with application.client("logs", state.account_id, state.region) as logs:
        try:
            logs.create_log_stream(logGroupName=group, logStreamName=stream)
        except ClientError as error:
            raise BuildFailed("SUBMITTED", "CLIENT_ERROR", str(error)) from error


@evidence("codebuild-reads-source-with-its-role")
def download(state: State, build: dict[str, Any], role: AssumedRole) -> zipfile.ZipFile:
    """:raises BuildFailed: the role may not read the source, or it is not there or not a zip."""
    bucket, _, key = build["source"]["location"].partition("/")
    for action in ("s3:GetObject", "s3:GetObjectVersion"):
        denied = refusal(role, action, f"arn:aws:s3:::{bucket}/{key}", state.region)
        if denied:
            raise _no_source(f"AccessDenied: {denied}")
    found = buckets.object_of(bucket, key)
    if found is None:
        raise _no_source("NoSuchKey: The specified key does not exist. status code: 404")
    try:
        return zipfile.ZipFile(io.BytesIO(found.value))
    except zipfile.BadZipFile as error:
        raise _no_source(f"zip: {error}") from error


def _no_source(why: str) -> BuildFailed:
    return BuildFailed("DOWNLOAD_SOURCE", "CLIENT_ERROR", f"{why} for primary source")


@evidence("codebuild-docker-is-privileged")
def run(state: State, build: dict[str, Any], role: AssumedRole, source: zipfile.ZipFile) -> None:
    """The commands of the buildspec that are Docker's.

    :raises BuildFailed: one of them fails.
    """
    spec = _expanded(build)
    built = re.search(r"docker build .*", spec)
    pushed = re.search(r"docker push \"?([^\s\"]+)", spec)
    if not built or not pushed:
        return
    if not build["environment"].get("privilegedMode"):
        raise command_failed("docker login")
    where = _ECR.fullmatch(pushed[1].rpartition(":")[0])
    if where is None:
        raise command_failed(pushed[0])
    _check_registry(role, where, pushed[0])
    tag = pushed[1].rpartition(":")[2]
    with application.client("ecr", where["account"], where["region"]) as ecr:
        if "docker manifest inspect" in spec and _inspects(role, where, ecr, tag):
            return
        _check_context(built[0], source)
        try:
            ecr.put_image(
                repositoryName=where["name"], imageManifest=_manifest(source), imageTag=tag
            )
        except ClientError as error:
            raise command_failed(pushed[0]) from error


def _expanded(build: dict[str, Any]) -> str:
    """The buildspec, with the variables of the environment in place of their names."""
    spec = re.sub(r"\\\n\s*", "", str(build["source"].get("buildspec") or ""))
    for one in build["environment"].get("environmentVariables") or []:
        spec = re.sub(rf"\$(\{{{one['name']}\}}|{one['name']}\b)", one["value"], spec)
    return spec


def _check_registry(role: AssumedRole, where: re.Match[str], command: str) -> None:
    region = where["region"]
    if refusal(role, "ecr:GetAuthorizationToken", "*", region):
        raise command_failed("docker login")
    if any(refusal(role, action, _repository(where), region) for action in _PUSHING):
        raise command_failed(command)


def _inspects(role: AssumedRole, where: re.Match[str], ecr: Any, tag: str) -> bool:
    """The image is there, and the role may read its manifest, and its configuration, a layer.

    https://github.com/docker/cli/blob/master/cli/registry/client/fetcher.go
    """
    if any(refusal(role, action, _repository(where), where["region"]) for action in _INSPECTING):
        return False
    try:
        ecr.describe_images(repositoryName=where["name"], imageIds=[{"imageTag": tag}])
    except ClientError:
        return False
    return True


def _repository(where: re.Match[str]) -> str:
    return f"arn:aws:ecr:{where['region']}:{where['account']}:repository/{where['name']}"


def _check_context(command: str, source: zipfile.ZipFile) -> None:
    named = re.search(r"--file (\S+)", command)
    dockerfile, files = named[1] if named else "Dockerfile", source.namelist()
    if dockerfile not in files:
        raise command_failed(command)
    text = source.read(dockerfile).decode()
    if any(found["source"] not in files for found in _COPY.finditer(text)):
        raise command_failed(command)


def _manifest(source: zipfile.ZipFile) -> str:
    """Of an image that no other source has."""
    whole = "".join(f"{one.filename} {one.CRC}\n" for one in source.infolist())
    digest = f"sha256:{hashlib.sha256(whole.encode()).hexdigest()}"
    media = "application/vnd.oci.image.manifest.v1+json"
    return json.dumps({"schemaVersion": 2, "mediaType": media, "config": {"digest": digest}})
