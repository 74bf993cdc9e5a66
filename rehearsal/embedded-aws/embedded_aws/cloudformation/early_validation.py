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
from embedded_aws.cloudformation.provider import Request, ResourceError, already_exists
from embedded_aws.cloudformation.providers import existing
from embedded_aws.cloudformation.stack import Resource
from embedded_aws.evidence import evidence
from embedded_aws.lookup.functions import exists

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


def _has_function(account_id: str, region: str, name: str) -> bool:

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
}


@evidence("stacks-early-validation", "stacks-early-warnings")
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
    look, names = _lookup(type_name)
    given = {name: _resolved(deployment, logical_id, name) for name in names}
    known = {name: value for name, value in given.items() if value is not None}
    if not known or _NOT_YET in known.values():
        return None
    resource = Resource(logical_id, type_name, properties=known)
    try:
        taken = look(handler.request_for(deployment.stack, resource))
    except KeyError:  # a property that the type requires is missing: reported when it is made
        return None
    if not taken:
        return None
    # The words: https://github.com/aws-cloudformation/rain/pull/744
    identifier = "|".join(map(str, known.values()))
    return Finding(logical_id, NAMES, already_exists(type_name, identifier))


def _lookup(type_name: str) -> tuple[existing.Lookup, tuple[str, ...]]:
    """How to look for a resource of the type, and the properties that name it."""
    found = existing.lookup_of(type_name)
    if found is not None:
        return found
    if type_name not in _NAMED:
        return lambda request: False, ()
    name, has = _NAMED[type_name]

    def look(request: Request) -> bool:
        return has(request.account_id, request.region, str(request.properties[name]))

    return look, (name,)


#: The value of a property that needs a resource which is not there yet.
_NOT_YET = object()


def _resolved(deployment: Deployment, logical_id: str, name: str) -> Any:
    try:
        return deployment.property(logical_id, name)
    except ValidationError:
        return _NOT_YET


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
