"""The resources of calls to CloudFormation: stacks, change sets, stack sets and their targets.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
"""

from embedded_aws.authorization import dependents, reference, registry
from embedded_aws.authorization.call import Call
from embedded_aws.authorization.dependents import Demand
from embedded_aws.beliefs import belief
from embedded_aws.cloudformation import backend, template
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.stack_sets import model, owner
from embedded_aws.evidence import evidence

_BY_TARGET_AND_TYPE = belief("stack-instances-are-judged-by-target-and-type")

#: Calls that bring instances to accounts, or take them away.
_OF_INSTANCES = frozenset(
    f"cloudformation:{verb}StackInstances" for verb in ("Create", "Delete", "Update")
)


def _resources(call: Call) -> list[str] | None:
    action = reference.action(call.action)
    types = {one.name for one in action.types} if action else set()
    if "stackset" in types and call.param("StackSetName"):
        return _stack_set(call)
    name = str(call.param("StackName") or "")
    if "changeset" in types and str(call.param("ChangeSetName")).startswith("arn:"):
        return [str(call.param("ChangeSetName"))]
    if "stack" not in types or not name:
        return None
    try:
        return [backend.find(call.account_id, call.region, name).stack_id]
    except ValidationError:
        # One that is not there has no id.
        return [name if name.startswith("arn:") else call.arn("stack", StackName=name, Id="*")]


@evidence("stack-instances-are-judged-by-target-and-type")
def _stack_set(call: Call) -> list[str]:
    """With its id, which only CloudFormation knows; one that is not there has none."""
    name = str(call.param("StackSetName"))
    try:
        found = owner.find(call.response)
    except (model.StackSetNotFound, ValidationError):
        return [call.arn("stackset", StackSetName=name, Id="")]
    if call.action not in _OF_INSTANCES or not _BY_TARGET_AND_TYPE.holds:
        return [found.arn]
    targets = call.param("DeploymentTargets") or {}
    units = targets.get("OrganizationalUnitIds") or []
    accounts = targets.get("Accounts") or call.param("Accounts") or []
    prefix = found.arn.replace(":stackset/", ":stackset-target/")
    kinds = {str(one.get("Type")) for one in template.parse(found.body).resources.values()}
    type_prefix = f"arn:{call.partition}:cloudformation:{call.region}::type/resource/"
    return [
        found.arn,
        *(f"{prefix}/{target}" for target in (*units, *accounts)),
        *(type_prefix + kind.replace("::", "-") for kind in sorted(kinds)),
    ]


@evidence("describe-stacks-without-a-name-lists")
def _listing(call: Call) -> list[Demand]:
    return [] if call.param("StackName") else [Demand("cloudformation:ListStacks")]


def install() -> None:
    registry.resources_of("cloudformation")(_resources)
    dependents.judged_with("cloudformation:ListStacks", "cloudformation:DescribeStacks")(_listing)
