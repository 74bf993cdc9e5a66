"""The ARN of what a call is about, for the services that functions mostly call."""

import re
from typing import Any
from urllib.parse import unquote

from moto.config.models import config_backends
from moto.core.responses import BaseResponse
from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition

from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.services.config import linked_roles

_LAMBDA_PATH = re.compile(r"/functions/([^/]+)")
_DETECTOR_PATH = re.compile(r"/detector/([^/]+)")

#: What knows no resource: allowed on all of them or on none.
_CONFIG_LISTS = frozenset(
    f"config:Describe{noun}"
    for noun in (
        "AggregationAuthorizations",
        "ComplianceByResource",
        "ConfigurationAggregators",
        "ConfigurationRecorderStatus",
        "ConfigurationRecorders",
        "DeliveryChannelStatus",
        "DeliveryChannels",
        "RetentionConfigurations",
    )
)

#: Service to parameters; ``{}`` takes the parameter's value.
_PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "athena": (("WorkGroup", "athena:{region}:{account}:workgroup/{}"),),
    "cloudformation": (("StackName", "cloudformation:{region}:{account}:stack/{}/*"),),
    "dynamodb": (("TableName", "dynamodb:{region}:{account}:table/{}"),),
    "events": (
        ("EventBusName", "events:{region}:{account}:event-bus/{}"),
        ("Rule", "events:{region}:{account}:rule/{}"),
    ),
    "iam": (
        ("UserName", "iam::{account}:user/{}"),
        ("PolicyArn", "{}"),
    ),
    "kms": (("KeyId", "kms:{region}:{account}:key/{}"),),
    "logs": (("logGroupName", "logs:{region}:{account}:log-group:{}"),),
    "secretsmanager": (("SecretId", "secretsmanager:{region}:{account}:secret:{}-??????"),),
    "sns": (("TopicArn", "{}"), ("TargetArn", "{}")),
    "sts": (("RoleArn", "{}"),),
}


def resource_of(response: BaseResponse, action: str) -> str | None:
    """None when the request does not tell, or the table above does not."""
    service = action.split(":", 1)[0]
    if service == "batch":
        from embedded_aws.services.batch import authorization

        return authorization.resource_of(response, action)
    if service == "lambda":
        return _function(response)
    if service == "config":
        return _config(response, action)
    if service == "iam" and (found := _role(response, action)):
        return found
    if service == "guardduty":
        return _detector(response)
    if service == "organizations":
        return _member_account(response)
    if service == "sqs":
        return _queue(response)
    if service == "ssm":
        return _parameter(response)
    if service == "cloudformation" and (found := _stack_set(response)):
        return found
    for name, pattern in _PATTERNS.get(service, ()):
        value = _value(response, name)
        if value:
            return _arn(response, pattern, value)
    return None


def context_of(response: BaseResponse, action: str) -> dict[str, Any]:
    """What the request tells about the condition keys of its service.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
    """
    if action == "iam:CreateServiceLinkedRole":
        return {"iam:AWSServiceName": _value(response, "AWSServiceName")}
    if action.startswith("organizations:"):
        principal = _value(response, "ServicePrincipal")
        return {"organizations:ServicePrincipal": principal} if principal else {}
    if action == "sts:AssumeRole":
        external_id = _value(response, "ExternalId")
        told = {"sts:ExternalId": external_id} if external_id else {}
        return {**told, **_owner(str(_value(response, "RoleArn")))}
    return {}


def _owner(arn: str) -> dict[str, str]:
    """Whose resource it is.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    from embedded_aws.services.organizations import state

    account_id = arn.split(":")[4] if arn.count(":") > 4 else ""
    organization_id = state.organization_id(account_id)
    found = {"aws:ResourceAccount": account_id, "aws:ResourceOrgID": organization_id or ""}
    return {name: value for name, value in found.items() if value}


def _value(response: BaseResponse, name: str) -> Any:
    if response.automated_parameter_parsing and not hasattr(response, "params"):
        return None
    try:
        return response._get_param(name)
    except (AttributeError, TypeError):
        return None


def _arn(response: BaseResponse, pattern: str, value: str) -> str:
    if str(value).startswith("arn:"):
        return str(value)
    tail = pattern.format(value, region=response.region, account=response.current_account)
    return f"arn:{get_partition(response.region)}:{tail}"


def _function(response: BaseResponse) -> str | None:
    match = _LAMBDA_PATH.search(response.path)
    if match is None:
        return None
    name = unquote(match.group(1))
    return _arn(response, "lambda:{region}:{account}:function:{}", name)


def _role(response: BaseResponse, action: str) -> str | None:
    """The role with its path, which only IAM knows; one that is not there has none."""
    account_id, partition = response.current_account, get_partition(response.region)
    if action == "iam:CreateServiceLinkedRole":
        service = str(_value(response, "AWSServiceName"))
        name = linked_roles.role_name(service, _value(response, "CustomSuffix") or "")
        return _arn(response, "iam::{account}:role/aws-service-role/{}", f"{service}/{name}")
    name = _value(response, "RoleName")
    if not name:
        return None
    roles = iam_backends[account_id][partition].roles.values()
    there = next((role.arn for role in list(roles) if role.name == name), None)
    return there or _arn(response, "iam::{account}:role/{}", name)


def _config(response: BaseResponse, action: str) -> str | None:
    """The aggregator that is read; ``*`` for the lists that know no resource.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html
    """
    name = _value(response, "ConfigurationAggregatorName")
    if name and not action.startswith("config:Put"):
        backend = config_backends[response.current_account][response.region]
        found = backend.config_aggregators.get(name)
        return found.configuration_aggregator_arn if found else None
    return "*" if action in _CONFIG_LISTS else None


def _detector(response: BaseResponse) -> str | None:
    match = _DETECTOR_PATH.search(response.path)
    if match is None:
        return None
    return _arn(response, "guardduty:{region}:{account}:detector/{}", match.group(1))


def _member_account(response: BaseResponse) -> str | None:
    from embedded_aws.services.organizations import state

    member, caller = _value(response, "AccountId"), response.current_account
    management, organization = state.management_account_id(caller), state.organization_id(caller)
    if not member or not management or not organization:
        return None
    partition = get_partition(response.region)
    return f"arn:{partition}:organizations::{management}:account/{organization}/{member}"


def _stack_set(response: BaseResponse) -> str | None:
    """With its id, which only CloudFormation knows; one that is not there has none.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
    """
    from embedded_aws.cloudformation.stack_sets import model, owner

    name = _value(response, "StackSetName")
    if not name:
        return None
    try:
        return owner.find(response).arn
    except (model.StackSetNotFound, ValidationError):
        return _arn(response, "cloudformation:{region}:{account}:stackset/{}:", name)


def _queue(response: BaseResponse) -> str | None:
    url = _value(response, "QueueUrl")
    if not url:
        return None
    account_id, name = str(url).rstrip("/").split("/")[-2:]
    return f"arn:{get_partition(response.region)}:sqs:{response.region}:{account_id}:{name}"


def _parameter(response: BaseResponse) -> str | None:
    name = _value(response, "Name") or _value(response, "Path")
    if not name:
        return None
    return _arn(response, "ssm:{region}:{account}:parameter/{}", str(name).lstrip("/"))
