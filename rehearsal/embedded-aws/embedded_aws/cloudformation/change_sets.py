"""Change sets: a plan that is kept until it is executed or deleted.

``aws cloudformation deploy`` works this way. The changes that it lists are derived
from the templates, not from the resolved values.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.models import cloudformation_backends
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.utilities.utils import get_partition

from embedded_aws.cloudformation import api, backend, early_validation, operations, template
from embedded_aws.cloudformation.errors import ValidationError
from embedded_aws.cloudformation.importing import plan
from embedded_aws.cloudformation.stack import Stack
from embedded_aws.kept import kept

_NO_CHANGES = (
    "The submitted information didn't contain changes. Submit different information "
    "to create a change set."
)

Response = CloudFormationResponse


class ChangeSetNotFound(CloudFormationError):
    code = "ChangeSetNotFoundException"


@dataclass
class ChangeSet:
    name: str
    arn: str
    stack: Stack
    kind: str
    given: operations.StackInput
    changes: list[dict[str, Any]]
    status: str = "CREATE_COMPLETE"
    reason: str | None = None
    execution: str = "AVAILABLE"
    #: Of an import: what becomes which resource.
    wanted: plan.Wanted = field(default_factory=dict)
    created: datetime = field(default_factory=utcnow)


def _table(response: Response) -> dict[str, ChangeSet]:
    found = cloudformation_backends[response.current_account][response.region]
    return kept(found, "own_change_sets", dict[str, ChangeSet])


def _find(response: Response) -> ChangeSet:
    name = response._get_param("ChangeSetName")
    stack = response._get_param("StackName")
    for found in _table(response).values():
        of_stack = stack in (None, found.stack.name, found.stack.stack_id)
        if found.arn == name or (found.name == name and of_stack):
            return found
    raise ChangeSetNotFound(f"ChangeSet [{name}] does not exist")


def create_change_set(self: Response) -> ActionResult:
    name, kind = self._get_param("ChangeSetName"), self._get_param("ChangeSetType")
    given = api.stack_input(self)
    stack, kind = _stack_of(self, kind)
    if kind == "UPDATE" and self._get_bool_param("UsePreviousTemplate", False):
        given.body = None
    parsed = template.parse(given.body) if given.body else stack.template
    if parsed is None:
        raise ValidationError("Either Template URL or Template Body must be specified.")
    wanted: plan.Wanted = {}
    found: list[early_validation.Finding] = []
    if kind == "IMPORT":
        if stack.status != "REVIEW_IN_PROGRESS":
            operations.refuse_state(stack)
        wanted = plan.wanted_of(stack, parsed, self._get_param("ResourcesToImport", []))
    else:
        found = operations.early_findings(stack, given)
    if not stack.events:
        backend.add(stack)
        stack.set_status("REVIEW_IN_PROGRESS", "User Initiated")
    arn = (
        f"arn:{get_partition(self.region)}:cloudformation:{self.region}:"
        f"{self.current_account}:changeSet/{name}/{uuid.uuid4()}"
    )
    changes = _changes(stack, parsed, "Import" if kind == "IMPORT" else "Add")
    made = ChangeSet(name, arn, stack, kind, given, changes, wanted=wanted)
    if kind == "UPDATE" and not operations.would_change(stack, given):
        made.status, made.execution, made.reason = "FAILED", "UNAVAILABLE", _NO_CHANGES
    if found:
        made.status, made.execution = "FAILED", "UNAVAILABLE"
        made.reason = early_validation.reason(found)
    _table(self)[arn] = made
    return ActionResult({"Id": arn, "StackId": stack.stack_id})


def _stack_of(response: Response, kind: str | None) -> tuple[Stack, str]:
    """The stack, which an import may make as well as find."""
    if kind == "CREATE":
        name = response._get_param("StackName")
        return Stack(response.current_account, response.region, name), kind
    if kind != "IMPORT":
        return api.find(response), "UPDATE"
    try:
        return api.find(response), kind
    except ValidationError:
        return _stack_of(response, "CREATE")[0], kind


def _changes(stack: Stack, new: template.Template, adding: str) -> list[dict[str, Any]]:
    old = stack.template.resources if stack.template else {}
    actions = [
        *((adding, name) for name in new.resources if name not in old),
        *(
            ("Modify", name)
            for name in new.resources
            if name in old and old[name] != new.resources[name]
        ),
        *(("Remove", name) for name in old if name not in new.resources),
    ]
    return [
        {
            "Type": "Resource",
            "ResourceChange": {
                "Action": action,
                "LogicalResourceId": name,
                "ResourceType": {**old, **new.resources}[name]["Type"],
            },
        }
        for action, name in actions
    ]


def describe_change_set(self: Response) -> ActionResult:
    found = _find(self)
    answer = {
        "ChangeSetName": found.name,
        "ChangeSetId": found.arn,
        "StackId": found.stack.stack_id,
        "StackName": found.stack.name,
        "Parameters": found.given.parameters,
        "CreationTime": found.created,
        "ExecutionStatus": found.execution,
        "Status": found.status,
        "Changes": found.changes,
    }
    if found.reason:
        answer["StatusReason"] = found.reason
    return ActionResult(answer)


def execute_change_set(self: Response) -> ActionResult:
    found = _find(self)
    if found.execution != "AVAILABLE":
        raise ValidationError(
            f"ChangeSet [{found.arn}] cannot be executed in its current execution "
            f"status of [{found.execution}]"
        )
    if found.kind == "CREATE":
        operations.create_prepared(found.stack, found.given)
    elif found.kind == "IMPORT":
        operations.import_existing(found.stack, found.given, found.wanted)
    else:
        operations.update(found.stack, found.given)
    found.execution = "EXECUTE_COMPLETE"
    return EmptyResult()


def delete_change_set(self: Response) -> ActionResult:
    del _table(self)[_find(self).arn]
    return EmptyResult()


def list_change_sets(self: Response) -> ActionResult:
    stack = api.find(self)
    found = [
        {
            "ChangeSetName": one.name,
            "ChangeSetId": one.arn,
            "StackId": stack.stack_id,
            "StackName": stack.name,
            "Status": one.status,
            "ExecutionStatus": one.execution,
            "CreationTime": one.created,
        }
        for one in _table(self).values()
        if one.stack is stack
    ]
    return ActionResult({"Summaries": found})


OPERATIONS = (
    create_change_set,
    describe_change_set,
    execute_change_set,
    delete_change_set,
    list_change_sets,
)
