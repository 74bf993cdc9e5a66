"""AWS::CloudFormation::Stack and the wait conditions."""

from typing import Any

from moto.utilities.utils import get_partition

from embedded_aws.cloudformation import backend, operations, template_source
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.provider import Handled, Request, ResourceError
from embedded_aws.cloudformation.stack import Stack

_ALL = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


def _input(request: Request) -> operations.StackInput:
    given = request.properties
    partition = get_partition(request.region)
    parameters = given.get("Parameters") or {}
    tags = {tag["Key"]: tag["Value"] for tag in given.get("Tags") or []}
    own = {k: v for k, v in request.stack_tags.items() if not k.startswith("aws:")}
    return operations.StackInput(
        body=template_source.read(given["TemplateURL"], request.account_id, partition),
        parameters=[
            {
                "ParameterKey": key,
                "ParameterValue": ",".join(value) if isinstance(value, list) else value,
            }
            for key, value in parameters.items()
        ],
        tags={**own, **tags},
        capabilities=_ALL,
    )


def _handled(stack: Stack, wanted: str) -> Handled:
    if stack.status != wanted:
        raise ResourceError(
            "CustomResource",
            f"Embedded stack {stack.stack_id} was not successfully "
            f"{'created' if wanted.startswith('CREATE') else 'updated'}: "
            f"{stack.status_reason}",
        )
    outputs = {f"Outputs.{output.key}": output.value for output in stack.outputs}
    return Handled(stack.stack_id, outputs)


class NestedStack:
    type_name = "AWS::CloudFormation::Stack"

    def create(self, request: Request) -> Handled:
        stack = operations.create(
            request.account_id,
            request.region,
            request.generated_name,
            _input(request),
        )
        return _handled(stack, "CREATE_COMPLETE")

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:

        stack = backend.find(request.account_id, request.region, physical_id)
        try:
            operations.update(stack, _input(request))
        except ValidationError as error:
            if "No updates are to be performed" not in error.message:
                raise
            return _handled(stack, stack.status)
        return _handled(stack, "UPDATE_COMPLETE")

    def delete(self, request: Request, physical_id: str) -> None:
        stack = backend.find(request.account_id, request.region, physical_id)
        operations.delete(stack, frozenset(), None)
        if not stack.is_deleted:
            raise ResourceError("CustomResource", str(stack.status_reason))


class WaitConditionHandle:
    """Often the only resource of a template whose conditions all fail."""

    type_name = "AWS::CloudFormation::WaitConditionHandle"

    def create(self, request: Request) -> Handled:
        return Handled(
            f"https://cloudformation-waitcondition-{request.region}.s3."
            f"{request.region}.amazonaws.com/{request.generated_name}"
        )

    def update(self, request: Request, physical_id: str, old_properties: dict[str, Any]) -> Handled:
        return Handled(physical_id)

    def delete(self, request: Request, physical_id: str) -> None:
        """Nothing to remove."""


PROVIDERS = (NestedStack(), WaitConditionHandle())
