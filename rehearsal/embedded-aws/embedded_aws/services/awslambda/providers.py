"""AWS::Lambda::Function, ::Permission, ::EventInvokeConfig and ::EventSourceMapping."""

import io
import uuid
import zipfile
from typing import Any

from embedded_aws.cloudformation.provider import Handled, Request, already_exists
from embedded_aws.cloudformation.providers.api_calls import (
    client,
    pick,
    strict_client,
    tags,
)

_CONFIGURATION = (
    "DeadLetterConfig",
    "Description",
    "Environment",
    "EphemeralStorage",
    "Handler",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "Role",
    "Runtime",
    "Timeout",
    "TracingConfig",
    "VpcConfig",
)
#: What a removed property goes back to.
_DEFAULTS: dict[str, Any] = {
    "DeadLetterConfig": {},
    "Description": "",
    "Environment": {"Variables": {}},
    "Layers": [],
    "LoggingConfig": {},
    "MemorySize": 128,
    "Timeout": 3,
}


def _code(properties: dict[str, Any]) -> dict[str, Any]:
    code = pick(properties["Code"], "S3Bucket", "S3Key", "S3ObjectVersion", "ImageUri")
    if "ZipFile" in properties["Code"]:
        code["ZipFile"] = _zipped(properties["Code"]["ZipFile"], properties)
    return code


def _zipped(source: str, properties: dict[str, Any]) -> bytes:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html"""
    suffix = "py" if str(properties.get("Runtime")).startswith("python") else "js"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # A fixed date, so that the same source has the same hash.
        archive.writestr(zipfile.ZipInfo(f"index.{suffix}"), source)
    return buffer.getvalue()


class Function:
    type_name = "AWS::Lambda::Function"

    def create(self, request: Request) -> Handled:
        given = request.properties
        name = given.get("FunctionName", request.generated_name)
        with strict_client("lambda", request) as api:
            made = api.create_function(
                FunctionName=name,
                Code=_code(given),
                Tags=tags(request, given.get("Tags")),
                **pick(given, *_CONFIGURATION, "Architectures", "PackageType"),
            )
            self._concurrency(api, name, given, {})
        return Handled(name, {"Arn": made["FunctionArn"]})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        given = request.properties
        with client("lambda", request) as api:
            removed = {k: v for k, v in _DEFAULTS.items() if k in old_properties}
            changed = {**removed, **pick(given, *_CONFIGURATION)}
            made = api.update_function_configuration(FunctionName=physical_id, **changed)
            if given["Code"] != old_properties.get("Code") or given.get(
                "Architectures"
            ) != old_properties.get("Architectures"):
                api.update_function_code(
                    FunctionName=physical_id,
                    **_code(given),
                    **pick(given, "Architectures"),
                )
            self._concurrency(api, physical_id, given, old_properties)
            own = tags(request, given.get("Tags"))
            if own:
                api.tag_resource(Resource=made["FunctionArn"], Tags=own)
        return Handled(physical_id, {"Arn": made["FunctionArn"]})

    def delete(self, request: Request, physical_id: str) -> None:
        with client("lambda", request) as api:
            api.delete_function(FunctionName=physical_id)

    def _concurrency(self, api: Any, name: str, given: dict[str, Any], old: dict[str, Any]) -> None:
        key = "ReservedConcurrentExecutions"
        if key in given:
            api.put_function_concurrency(FunctionName=name, **pick(given, key))
        elif key in old:
            api.delete_function_concurrency(FunctionName=name)


class Permission:
    """Every property replaces it, so ``update`` only meets an unchanged one."""

    type_name = "AWS::Lambda::Permission"

    def create(self, request: Request) -> Handled:
        given = request.properties
        statement = f"{request.stack_name}-{request.logical_id}-{uuid.uuid4().hex[:12]}"
        names = ("SourceArn", "SourceAccount", "PrincipalOrgID", "EventSourceToken")
        with strict_client("lambda", request) as api:
            api.add_permission(
                FunctionName=given["FunctionName"],
                StatementId=statement,
                **pick(given, "Action", "Principal", *names),
            )
        return Handled(statement, {"Id": statement})

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        return Handled(physical_id, {"Id": physical_id})

    def delete(self, request: Request, physical_id: str) -> None:
        with client("lambda", request) as api:
            api.remove_permission(
                FunctionName=request.properties["FunctionName"], StatementId=physical_id
            )


class EventInvokeConfig:
    type_name = "AWS::Lambda::EventInvokeConfig"

    def create(self, request: Request) -> Handled:
        given = request.properties
        with strict_client("lambda", request) as api:
            if self._exists(request):
                identifier = f"{given['FunctionName']}|{given['Qualifier']}"
                raise already_exists(self.type_name, identifier)
            self._put(api, given)
        return Handled(f"{given['FunctionName']}|{given['Qualifier']}")

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        with client("lambda", request) as api:
            self._put(api, request.properties)
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        with client("lambda", request) as api:
            api.delete_function_event_invoke_config(FunctionName=request.properties["FunctionName"])

    def _exists(self, request: Request) -> bool:
        from moto.awslambda.models import lambda_backends

        backend = lambda_backends[request.account_id][request.region]
        function = backend.get_function(request.properties["FunctionName"])
        return bool(function.event_invoke_config)

    def _put(self, api: Any, given: dict[str, Any]) -> None:
        api.put_function_event_invoke_config(
            FunctionName=given["FunctionName"],
            **pick(
                given,
                "MaximumRetryAttempts",
                "MaximumEventAgeInSeconds",
                "DestinationConfig",
            ),
        )


_MAPPING = (
    "BatchSize",
    "Enabled",
    "FunctionName",
    "FunctionResponseTypes",
    "MaximumBatchingWindowInSeconds",
    "ScalingConfig",
)
_MAPPING_DEFAULTS: dict[str, Any] = {
    "BatchSize": 10,
    "Enabled": True,
    "FunctionResponseTypes": [],
    "MaximumBatchingWindowInSeconds": 0,
    "ScalingConfig": {},
}


class EventSourceMapping:
    """Of a queue; streams have no back end here."""

    type_name = "AWS::Lambda::EventSourceMapping"

    def create(self, request: Request) -> Handled:
        with strict_client("lambda", request) as api:
            made = api.create_event_source_mapping(
                Tags=tags(request, request.properties.get("Tags")),
                **pick(request.properties, "EventSourceArn", *_MAPPING),
            )
        return self._handled(made)

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        removed = {k: v for k, v in _MAPPING_DEFAULTS.items() if k in old_properties}
        changed = {**removed, **pick(request.properties, *_MAPPING)}
        with client("lambda", request) as api:
            return self._handled(api.update_event_source_mapping(UUID=physical_id, **changed))

    def delete(self, request: Request, physical_id: str) -> None:
        with client("lambda", request) as api:
            api.delete_event_source_mapping(UUID=physical_id)

    def _handled(self, made: dict[str, Any]) -> Handled:
        arn = made["EventSourceMappingArn"]
        return Handled(made["UUID"], {"Id": made["UUID"], "EventSourceMappingArn": arn})


PROVIDERS = (Function(), Permission(), EventInvokeConfig(), EventSourceMapping())
