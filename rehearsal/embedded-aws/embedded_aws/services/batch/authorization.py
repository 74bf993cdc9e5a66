"""The resources of calls to Batch, and what SubmitJob needs besides: its definition, and tags.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
"""

from embedded_aws.authorization import dependents, registry
from embedded_aws.authorization.call import Call
from embedded_aws.authorization.dependents import Demand
from embedded_aws.beliefs import belief
from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.services.batch import definitions, state

_TAGS_ARE_JUDGED = belief("batch-tags-of-a-submitted-job")

#: The parameters that name a resource, and the kind of each.
_NAMED = {
    "batch:CancelJob": {"jobId": "job"},
    "batch:CreateComputeEnvironment": {"computeEnvironmentName": "compute-environment"},
    "batch:CreateJobQueue": {"jobQueueName": "job-queue"},
    "batch:DeleteComputeEnvironment": {"computeEnvironment": "compute-environment"},
    "batch:DeleteJobQueue": {"jobQueue": "job-queue"},
    "batch:DeregisterJobDefinition": {"jobDefinition": "job-definition"},
    "batch:RegisterJobDefinition": {"jobDefinitionName": "job-definition"},
    "batch:SubmitJob": {"jobQueue": "job-queue", "jobDefinition": "job-definition"},
    "batch:TerminateJob": {"jobId": "job"},
    "batch:UpdateComputeEnvironment": {"computeEnvironment": "compute-environment"},
    "batch:UpdateJobQueue": {"jobQueue": "job-queue"},
}


@evidence("batch-submit-job-resources")
def _resources(call: Call) -> list[str] | None:
    """Those that the call names; a job that is not submitted yet has no id."""
    named = _NAMED.get(call.action, {})
    found = [
        _revision(call, name) if parameter == "jobDefinition" else _arn(call, kind, name)
        for parameter, kind in named.items()
        if (name := str(call.param(parameter) or ""))
    ]
    return found or None


def _revision(call: Call, name: str) -> str:
    """The definition with its revision, which a policy must name or leave open.

    https://docs.aws.amazon.com/batch/latest/userguide/iam-example-restrict-job-submission.html
    """
    try:
        found = definitions.get(state.of(call.account_id, call.region), name)
    except Refusal:
        return _arn(call, "job-definition", name)
    return str(found["jobDefinitionArn"])


@evidence("batch-tags-of-a-submitted-job")
def _tagging(call: Call) -> list[Demand]:
    if not call.tags or not _TAGS_ARE_JUDGED.holds:
        return []
    context = {f"aws:RequestTag/{key}": value for key, value in call.tags.items()}
    keys = {**context, "aws:TagKeys": sorted(call.tags)}
    return [Demand("batch:TagResource", _arn(call, "job", "*"), keys)]


def _arn(call: Call, kind: str, name: str) -> str:
    return (
        name if name.startswith("arn:") else state.of(call.account_id, call.region).arn(kind, name)
    )


def install() -> None:
    registry.resources_of("batch")(_resources)
    dependents.judged_with("batch:TagResource", "batch:SubmitJob")(_tagging)
