"""CreateFlowLogs: where flow logs may go, and in which form.

See https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
"""

# mypy: disable-error-code="method-assign"

import inspect
import json
from typing import TYPE_CHECKING, Any, cast

from moto.ec2.models import ec2_backends

from embedded_aws import policy
from embedded_aws.authorization import sessions
from embedded_aws.authorization.check import refusal
from embedded_aws.beliefs import belief
from embedded_aws.delivery.sender import Sender
from embedded_aws.evidence import evidence
from embedded_aws.lookup import roles
from embedded_aws.lookup.buckets import bucket as bucket_named
from embedded_aws.services.ec2.flow_log_conflicts import beside_others

if TYPE_CHECKING:
    from moto.core.responses import BaseResponse
    from moto.s3.models import FakeBucket

DELIVERY = "delivery.logs.amazonaws.com"
FLOW_LOGS = "vpc-flow-logs.amazonaws.com"
_ACL = {"s3__x-amz-acl": "bucket-owner-full-control"}
_WITH_ACL = belief("flow-logs-acl-header")
_TWO_OF_A_VPC = belief("ec2-two-flow-logs-of-a-vpc")
_FORMATS = ("plain-text", "parquet")


def _options(given: Any) -> dict[str, Any]:
    """As DescribeFlowLogs returns them; they may come as text."""
    given = given or {}

    def flag(name: str) -> bool:
        return str(given.get(name, False)).lower() == "true"

    return {
        "FileFormat": given.get("FileFormat") or _FORMATS[0],
        "HiveCompatiblePartitions": flag("HiveCompatiblePartitions"),
        "PerHourPartition": flag("PerHourPartition"),
    }


@evidence("flow-logs-acl-header")
def _admitted(bucket: "FakeBucket", folder: str, account_id: str, region: str, hive: bool) -> bool:
    """The bucket's policy lets the account's flow logs be delivered."""
    sender = Sender(DELIVERY, f"arn:aws:logs:{region}:{account_id}:*", account_id)
    place = f"aws-account-id={account_id}/aws-service=vpcflowlogs" if hive else account_id
    file = f"{bucket.arn}/{folder}AWSLogs/{place}/file"
    return sender.admitted(bucket.policy, "s3:GetBucketAcl", bucket.arn) and sender.admitted(
        bucket.policy, "s3:PutObject", file, **(_ACL if _WITH_ACL.holds else {})
    )


@evidence("flow-logs-add-to-the-policy-of-an-own-bucket")
def _overwrite(bucket: "FakeBucket", folder: str, account_id: str, region: str) -> None:
    """What EC2 does to a bucket of the caller's own: its policy replaces the one that is there."""
    condition = {
        "StringEquals": {"aws:SourceAccount": account_id},
        "ArnLike": {"aws:SourceArn": f"arn:aws:logs:{region}:{account_id}:*"},
    }
    write = {
        "Sid": "AWSLogDeliveryWrite",
        "Effect": "Allow",
        "Principal": {"Service": DELIVERY},
        "Action": "s3:PutObject",
        "Resource": f"{bucket.arn}/{folder}AWSLogs/*",
        "Condition": condition,
    }
    check = {
        "Sid": "AWSLogDeliveryAclCheck",
        "Effect": "Allow",
        "Principal": {"Service": DELIVERY},
        "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
        "Resource": bucket.arn,
        "Condition": condition,
    }
    document = {"Version": "2012-10-17", "Statement": [write, check]}
    bucket.policy = json.dumps(document).encode()


def _may_put_policy(response: "BaseResponse", bucket: "FakeBucket") -> bool:
    if bucket.account_id != response.current_account:
        return False
    session = sessions.session_of(response)
    region = response.region
    return session is None or not refusal(session, "s3:PutBucketPolicy", bucket.arn, region)


@evidence("ec2-two-flow-logs-of-a-vpc")
def _one_too_many(response: "BaseResponse") -> str | None:
    """Why none of the resources gets a flow log, if each could have but one."""
    wanted = response._get_param("ResourceIds", [])
    backend = ec2_backends[response.current_account][response.region]
    if _TWO_OF_A_VPC.holds or not any(f.resource_id in wanted for f in backend.flow_logs.values()):
        return None
    return "You've reached the limit on the number of flow logs for the resource."


def _place(destination: Any) -> tuple[str, str]:
    """Name of the bucket, and its folder with a slash at the end; both from the ARN."""
    name, _, folder = str(destination or "").partition(":::")[2].partition("/")
    return name, f"{folder.rstrip('/')}/" if folder else ""


@evidence("ec2-flow-log-reserved-folder")
def _check_folder(destination: Any) -> None:
    """:raises EC2ClientError: the folder has the name below which the service writes."""
    from moto.ec2.exceptions import EC2ClientError

    if "AWSLogs" in _place(destination)[1].split("/"):
        raise EC2ClientError(
            "InvalidParameter",
            "LogDestination: AWSLogs is a reserved term, and cannot be the name of a subfolder.",
        )


class _Destination(str):
    """For moto, which takes all of an ARN behind the fifth colon for the bucket."""

    __slots__ = ()

    def split(self, *args: Any, **named: Any) -> list[str]:
        parts = super().split(*args, **named)
        return [*parts[:-1], parts[-1].partition("/")[0]]


def _refusal(response: "BaseResponse") -> str | None:
    """Why no flow log can go to the bucket; None when they can."""
    name, folder = _place(response._get_param("LogDestination"))
    bucket = bucket_named(name)
    if bucket is None:
        return f"LogDestination: {name} does not exist."
    hive = _options(response._get_param("DestinationOptions"))["HiveCompatiblePartitions"]
    account_id, region = response.current_account, response.region
    if _admitted(bucket, folder, account_id, region, hive):
        return None
    if _may_put_policy(response, bucket):
        _overwrite(bucket, folder, account_id, region)
        return None
    return f"Access Denied for LogDestination: {name}. Please check LogDestination permission"


@evidence("flow-logs-assume-role-with-source")
def _delivers(flow_log: Any) -> bool:
    """The role of a flow log allows it to write to its log group."""
    backend = flow_log.ec2_backend
    account_id, region = backend.account_id, backend.region_name
    arn = f"arn:aws:ec2:{region}:{account_id}:vpc-flow-log/{flow_log.id}"
    found = roles.role(flow_log.deliver_logs_permission_arn)
    context = {"aws:SourceAccount": account_id, "aws:SourceArn": arn}
    if found is None or not roles.trusts(found, policy.service(FLOW_LOGS), **context):
        return False
    group = f"arn:aws:logs:{region}:{account_id}:log-group:{flow_log.log_group_name}"
    request = policy.Request("logs:PutLogEvents", f"{group}:log-stream:eni")
    return policy.evaluate(roles.documents(found), request) == "allow"


def install() -> None:
    from moto.core.responses import ActionResult
    from moto.ec2.models import flow_logs as models
    from moto.ec2.responses.flow_logs import FlowLogs

    original = FlowLogs.create_flow_logs
    initialize = models.FlowLogs.__init__
    create_in_backend = models.FlowLogsBackend.create_flow_logs

    def create_flow_logs(self: FlowLogs) -> ActionResult:
        to_bucket = self._get_param("LogDestinationType") == "s3"
        if to_bucket:
            _check_folder(self._get_param("LogDestination"))
        message = _one_too_many(self) or (_refusal(self) if to_bucket else None)
        if message:
            error = {"Code": "400", "Message": message}
            ids = self._get_param("ResourceIds", [])
            refused = [{"ResourceId": one, "Error": error} for one in ids]
            return ActionResult({"FlowLogIds": [], "Unsuccessful": refused})
        result = original(self)
        options = _options(self._get_param("DestinationOptions"))
        made_ids: list[str] = cast("dict[str, Any]", result._result)["FlowLogIds"]
        for flow_log_id in made_ids:
            made = self.ec2_backend.flow_logs[flow_log_id]
            if made.log_destination_type == "s3":
                made.destination_options = options
        return result

    def __init__(self: models.FlowLogs, *args: Any, **kwargs: Any) -> None:
        initialize(self, *args, **kwargs)
        if self.log_destination_type == "cloud-watch-logs" and not _delivers(self):
            self.deliver_logs_status = "FAILED"
            self.deliver_logs_error_message = "Access error"

    signature = inspect.signature(create_in_backend)

    def create(self: models.FlowLogsBackend, *args: Any, **named: Any) -> Any:
        given = signature.bind(self, *args, **named)
        destination = given.arguments["log_destination"]
        if given.arguments["log_destination_type"] == "s3" and destination:
            _check_folder(destination)
            given.arguments["log_destination"] = _Destination(destination)
        with beside_others(self, given.arguments):
            made, failed = create_in_backend(*given.args, **given.kwargs)
        for flow_log in made:
            flow_log.log_destination = destination
        return made, failed

    models.FlowLogsBackend.create_flow_logs = create
    FlowLogs.create_flow_logs = create_flow_logs
    models.FlowLogs.__init__ = __init__
