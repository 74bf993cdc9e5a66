"""Which parameter names a resource, where that is all it takes to form its ARN.

The formats themselves come from the Service Authorization Reference. What needs
state, such as a role's path, services register.
"""

import itertools
from collections.abc import Iterator
from typing import Any

from embedded_aws.authorization import reference
from embedded_aws.authorization.call import Call

#: Service to type of resource to variable of the ARN to parameters, the first that is there.
#: A parameter that is an ARN itself is the resource.
TABLE: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {
    "access-analyzer": {
        "Analyzer": {"AnalyzerName": ("analyzerArn", "analyzerName")},
        "ArchiveRule": {"AnalyzerName": ("analyzerName",), "RuleName": ("ruleName",)},
    },
    "athena": {
        "workgroup": {"WorkGroupName": ("WorkGroup",)},
        "datacatalog": {"DataCatalogName": ("CatalogName", "Name")},
    },
    "cloudtrail": {"trail": {"TrailName": ("TrailName", "Name", "ResourceId")}},
    "cloudwatch": {
        "alarm": {"AlarmName": ("AlarmName", "AlarmNames")},
        "dashboard": {"DashboardName": ("DashboardName",)},
    },
    "dynamodb": {
        "table": {"TableName": ("TableName", "ResourceArn")},
        "index": {"TableName": ("TableName",), "IndexName": ("IndexName",)},
    },
    "ecr": {"repository": {"RepositoryName": ("repositoryName", "resourceArn")}},
    "glue": {
        "database": {"DatabaseName": ("DatabaseName", "Name")},
        "table": {"DatabaseName": ("DatabaseName",), "TableName": ("Name", "TableName")},
    },
    "guardduty": {
        "detector": {"DetectorId": ("DetectorId", "ResourceArn")},
        "filter": {"DetectorId": ("DetectorId",), "FilterName": ("FilterName", "Name")},
        "ipset": {"DetectorId": ("DetectorId",), "IPSetId": ("IpSetId",)},
        "publishingDestination": {
            "DetectorId": ("DetectorId",),
            "PublishingDestinationId": ("DestinationId",),
        },
        "threatintelset": {
            "DetectorId": ("DetectorId",),
            "ThreatIntelSetId": ("ThreatIntelSetId",),
        },
    },
    "lambda": {
        "function": {"FunctionName": ("FunctionName",)},
        "eventSourceMapping": {"UUID": ("UUID",)},
        "layer": {"LayerName": ("LayerName",)},
    },
    "logs": {
        "log-group": {"LogGroupName": ("logGroupName", "logGroupIdentifier", "resourceArn")},
        "log-stream": {"LogGroupName": ("logGroupName",), "LogStreamName": ("logStreamName",)},
        "destination": {"DestinationName": ("destinationName",)},
    },
    "secretsmanager": {"Secret": {"SecretId": ("SecretId", "Name")}},
    "sns": {"topic": {"TopicName": ("TopicArn", "TargetArn", "ResourceArn", "Name")}},
    "sqs": {"queue": {"QueueName": ("QueueName",)}},
    "ssm": {"parameter": {"ParameterNameWithoutLeadingSlash": ("Name", "Names", "Path")}},
    "sts": {"role": {"RoleNameWithPath": ("RoleArn",)}},
}


def resources(call: Call, action: reference.Action) -> list[str]:
    """The ARNs that the parameters name, one of each type that the action takes.

    A type that the action requires and no parameter names is unknown: ``*``.
    """
    table = TABLE.get(call.service, {})
    found: list[str] = []
    for one in action.types:
        named = list(_named(call, one, table.get(one.name, {})))
        # The ARN of one type is not the missing ARN of another.
        found += named or (["*"] if one.required else [])
    return list(dict.fromkeys(found))


def _named(
    call: Call, one: reference.ResourceType, variables: dict[str, tuple[str, ...]]
) -> Iterator[str]:
    if not variables or set(one.variables) - set(variables):
        return
    values = {name: _values(call.param(*names)) for name, names in variables.items()}
    for chosen in itertools.product(*values.values()):
        arn = next((value for value in chosen if value.startswith("arn:")), None)
        if arn is not None and one.fits(arn):
            yield arn
        elif arn is None:
            filled = dict(zip(values, chosen, strict=True))
            yield call.fill(one, **{name: _form(name, value) for name, value in filled.items()})


def _values(value: Any) -> list[str]:
    """One parameter may name several resources."""
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _form(variable: str, value: str) -> str:
    """As the ARN has what a parameter writes otherwise."""
    if variable == "ParameterNameWithoutLeadingSlash":
        return value.lstrip("/")
    # Secrets Manager appends six characters to a name.
    # https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
    return f"{value}-??????" if variable == "SecretId" else value
