"""What CloudFormation validates before it makes the first resource.

CreateStack, UpdateStack and CreateChangeSet stop at properties that the schema of a type
refuses and at names that are taken. Here resources that need another one to be made are
validated when their turn comes.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from embedded_aws.cloudformation import handler
from embedded_aws.cloudformation.deployment import Deployment
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.provider import ResourceError
from embedded_aws.evidence import evidence

PROPERTIES = "AWS::EarlyValidation::PropertyValidation"
NAMES = "AWS::EarlyValidation::ResourceExistenceCheck"


@dataclass(frozen=True)
class Finding:
    """A resource that could not be made, and the check that found it."""

    logical_id: str
    check: str
    error: ResourceError


def _has_bucket(account_id: str, region: str, name: str) -> bool:
    from moto.s3.models import s3_backends

    return name in s3_backends[account_id]["aws"].buckets


def _has_role(account_id: str, region: str, name: str) -> bool:
    from moto.iam.models import iam_backends

    return any(role.name == name for role in iam_backends[account_id]["aws"].roles.values())


def _has_topic(account_id: str, region: str, name: str) -> bool:
    from moto.sns.models import sns_backends

    topics = sns_backends[account_id][region].topics.values()
    return any(topic.name == name for topic in topics)


def _has_queue(account_id: str, region: str, name: str) -> bool:
    from moto.sqs.models import sqs_backends

    return name in sqs_backends[account_id][region].queues


def _has_function(account_id: str, region: str, name: str) -> bool:
    from embedded_aws.services.awslambda.permissions import exists

    return exists(f"arn:aws:lambda:{region}:{account_id}:function:{name}")


def _has_log_group(account_id: str, region: str, name: str) -> bool:
    from moto.logs.models import logs_backends

    return name in logs_backends[account_id][region].groups


def _has_table(account_id: str, region: str, name: str) -> bool:
    from moto.dynamodb.models import dynamodb_backends

    return name in dynamodb_backends[account_id][region].tables


#: Each type with the property that names its resource and how to look for it.
_NAMED: dict[str, tuple[str, Callable[[str, str, str], bool]]] = {
    "AWS::DynamoDB::Table": ("TableName", _has_table),
    "AWS::IAM::Role": ("RoleName", _has_role),
    "AWS::Lambda::Function": ("FunctionName", _has_function),
    "AWS::Logs::LogGroup": ("LogGroupName", _has_log_group),
    "AWS::S3::Bucket": ("BucketName", _has_bucket),
    "AWS::SNS::Topic": ("TopicName", _has_topic),
    "AWS::SQS::Queue": ("QueueName", _has_queue),
}


@evidence("stacks-early-validation")
def findings(deployment: Deployment) -> list[Finding]:
    """Of the resources that the stack does not have yet."""
    names = [name for name in deployment.order if name not in deployment.stack.resources]
    found = (_properties(deployment, name) or _name(deployment, name) for name in names)
    return [one for one in found if one]


def _properties(deployment: Deployment, logical_id: str) -> Finding | None:
    declared = deployment.template.resources[logical_id].get("Properties")
    # What needs another resource, or a parameter that one may write, is not known yet.
    if deployment.graph[logical_id] or "{{resolve:" in str(declared):
        return None
    try:
        deployment.prepared[logical_id] = handler.prepare(deployment, logical_id)
    except ResourceError as error:
        return Finding(logical_id, PROPERTIES, error)
    except ValidationError:
        return None
    return None


def _name(deployment: Deployment, logical_id: str) -> Finding | None:
    type_name = deployment.template.resources[logical_id]["Type"]
    if type_name not in _NAMED:
        return None
    property_name, exists = _NAMED[type_name]
    name = _resolved(deployment, logical_id, property_name)
    stack = deployment.stack
    if name is None or not exists(stack.account_id, stack.region_name, name):
        return None
    # The words: https://github.com/aws-cloudformation/rain/pull/744
    message = f"Resource of type '{type_name}' with identifier '{name}' already exists."
    return Finding(logical_id, NAMES, ResourceError("AlreadyExists", message))


def _resolved(deployment: Deployment, logical_id: str, name: str) -> str | None:
    try:
        value: Any = deployment.property(logical_id, name)
    except ValidationError:
        return None
    return value if isinstance(value, str) else None


def require(deployment: Deployment, fail: Callable[[str, ResourceError], handler.Failed]) -> None:
    """Every finding is an event of its resource, where AWS has it in DescribeEvents alone.

    :raises Failed: for the first finding; nothing has been made.
    """
    failures = [fail(one.logical_id, one.error) for one in findings(deployment)]
    if failures:
        raise failures[0]


def reason(found: Iterable[Finding]) -> str:
    """Why a change set failed, in CloudFormation's words."""
    checks = ", ".join(dict.fromkeys(one.check for one in found))
    return (
        f"The following hook(s)/validation failed: [{checks}]. To troubleshoot Early "
        "Validation errors, use the DescribeEvents API for detailed failure information."
    )
