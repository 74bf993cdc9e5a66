"""Puts the engine in the place of moto's CloudFormation."""

# mypy: disable-error-code="method-assign"

from functools import partial

from moto.cloudformation.responses import CloudFormationResponse

from embedded_aws.cloudformation import (
    api,
    authorization,
    change_sets,
    control,
    custom_resource,
    types_api,
    validate,
)
from embedded_aws.cloudformation.providers import nested
from embedded_aws.cloudformation.stack_sets import access as stack_sets_access
from embedded_aws.cloudformation.stack_sets import access_permissions
from embedded_aws.cloudformation.stack_sets import api as stack_sets_api
from embedded_aws.cloudformation.stack_sets import provider as stack_sets_provider
from embedded_aws.cloudformation.stack_sets import restore as stack_sets_restore
from embedded_aws.control import on_custom_resource_response
from embedded_aws.extension import Extension

_STACKS = (
    "create_stack",
    "update_stack",
    "continue_update_rollback",
    "delete_stack",
    "describe_stacks",
    "list_stacks",
    "describe_stack_events",
    "describe_stack_resource",
    "describe_stack_resources",
    "list_stack_resources",
    "get_template",
    "list_exports",
    "list_imports",
    "update_termination_protection",
    "get_stack_policy",
    "set_stack_policy",
)
_TYPES = (
    "register_type",
    "describe_type_registration",
    "describe_type",
    "set_type_default_version",
    "list_type_versions",
    "list_type_registrations",
    "deregister_type",
)


def _install() -> None:
    for module, names in ((api, _STACKS), (types_api, _TYPES)):
        for name in names:
            setattr(CloudFormationResponse, name, getattr(module, name))
    for module in (change_sets, stack_sets_access, stack_sets_api):
        for operation in module.OPERATIONS:
            setattr(CloudFormationResponse, operation.__name__, operation)
    CloudFormationResponse.validate_template = validate.validate_template
    CloudFormationResponse.get_template_summary = validate.get_template_summary
    # moto turns dicts of tags and parameters into lists; ours are lists already.
    transformers = CloudFormationResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER
    for path in (
        "DescribeChangeSetOutput.Changes",
        "DescribeChangeSetOutput.Parameters",
        "DescribeStacksOutput.Stacks.Stack.Tags",
        "DescribeStackSetOutput.StackSet.Parameters",
        "DescribeStackSetOutput.StackSet.Tags",
    ):
        transformers[path] = lambda items: items


CLOUDFORMATION = Extension(
    "cloudformation",
    patches=(_install,),
    providers=(*nested.PROVIDERS, *stack_sets_provider.PROVIDERS),
    authorization=(authorization.install, access_permissions.install),
    routes=control.ROUTES,
    restores=stack_sets_restore.PARTS,
    offers=(partial(on_custom_resource_response, custom_resource.receive),),
)
