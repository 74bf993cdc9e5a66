"""What SubmitJob needs besides the queue: its job definition, and tags.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
"""

from typing import Any

from embedded_aws.services.authorization import sessions
from embedded_aws.services.authorization.check import refusal
from embedded_aws.services.batch import state
from embedded_aws.services.identity.gate import Refusal

#: The parameter that names the resource, and the kind of the resource.
_NAMED = {
    "batch:CancelJob": ("jobId", "job"),
    "batch:DeleteComputeEnvironment": ("computeEnvironment", "compute-environment"),
    "batch:DeleteJobQueue": ("jobQueue", "job-queue"),
    "batch:DeregisterJobDefinition": ("jobDefinition", "job-definition"),
    "batch:RegisterJobDefinition": ("jobDefinitionName", "job-definition"),
    "batch:SubmitJob": ("jobQueue", "job-queue"),
    "batch:TerminateJob": ("jobId", "job"),
    "batch:UpdateComputeEnvironment": ("computeEnvironment", "compute-environment"),
    "batch:UpdateJobQueue": ("jobQueue", "job-queue"),
}


def resource_of(response: Any, action: str) -> str | None:
    """The resource that the call names; ``*`` for lists and descriptions, which know none."""
    parameter, kind = _NAMED.get(action, (None, ""))
    if parameter is None:
        return "*" if action.split(":")[1].startswith(("List", "Describe")) else None
    return _arn(response, kind, str(response._get_param(parameter)))


def check_submission(response: Any) -> None:
    """:raises Refusal: AccessDeniedException for a judged session."""
    session = sessions.session_of(response)
    if session is None:
        return
    definition = str(response._get_param("jobDefinition"))
    wanted = {"batch:SubmitJob": _arn(response, "job-definition", definition)}
    if response._get_param("tags"):
        wanted["batch:TagResource"] = _arn(response, "job", "*")
    for action, resource in wanted.items():
        message = refusal(session, action, resource, response.region)
        if message is not None:
            raise Refusal("AccessDeniedException", message, 403)


def _arn(response: Any, kind: str, name: str) -> str:
    if name.startswith("arn:"):
        return name
    return state.of(response.current_account, response.region).arn(kind, name)
