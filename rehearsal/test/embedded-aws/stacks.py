"""Templates and look-ups that several tests of CloudFormation use."""

import json
from typing import Any

CAPABILITIES = ["CAPABILITY_NAMED_IAM"]


def template(resources: dict[str, Any], **sections: Any) -> str:
    return json.dumps({"Resources": resources, **sections})


def create(api: Any, name: str, body: str, **options: Any) -> Any:
    """The stack as it is described once CreateStack has returned."""
    options.setdefault("Capabilities", CAPABILITIES)
    stack_id = api.create_stack(StackName=name, TemplateBody=body, **options)["StackId"]
    return describe(api, stack_id)


def update(api: Any, name: str, body: str, **options: Any) -> Any:
    options.setdefault("Capabilities", CAPABILITIES)
    stack_id = api.update_stack(StackName=name, TemplateBody=body, **options)["StackId"]
    return describe(api, stack_id)


def describe(api: Any, name: str) -> Any:
    return api.describe_stacks(StackName=name)["Stacks"][0]


def resource(api: Any, stack: str, logical_id: str) -> Any:
    answer = api.describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)
    return answer["StackResourceDetail"]


def history(api: Any, stack: str) -> list[tuple[str, str]]:
    """Logical id and status, oldest first."""
    events = api.describe_stack_events(StackName=stack)["StackEvents"]
    return [(e["LogicalResourceId"], e["ResourceStatus"]) for e in reversed(events)]


def reason(api: Any, stack: str, status: str) -> str:
    """Why the first resource went into the status."""
    events = api.describe_stack_events(StackName=stack)["StackEvents"]
    found = [e for e in reversed(events) if e["ResourceStatus"] == status]
    return str(found[0].get("ResourceStatusReason"))
