"""Services that a role or user may use, with the last use of none: the report is fresh.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html
"""

# mypy: disable-error-code="attr-defined"

import fnmatch
from collections.abc import Iterator
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.iam.models import Group, IAMBackend, Role, User
from moto.iam.responses import IamResponse
from moto.moto_api._internal import mock_random

from embedded_aws import policy
from embedded_aws.authorization import identity, reference
from embedded_aws.evidence import evidence
from embedded_aws.gate import Refusal
from embedded_aws.policy_conditions import as_list

_JOBS = "service_last_accessed_jobs"


def _entity_of(backend: IAMBackend, arn: str) -> Role | User | None:
    entities: Iterator[Role | User] = iter([*backend.roles.values(), *backend.users.values()])
    return next((one for one in entities if one.arn == arn), None)


def _documents_of(backend: IAMBackend, entity: Role | User) -> list[Any]:
    if isinstance(entity, Role):
        return identity.identity_documents(entity)
    holders: tuple[User | Group, ...] = (entity, *backend.get_groups_for_user(entity.name))
    return [text for one in holders for text in identity.identity_documents(one)]


def _allowed(documents: list[Any]) -> Iterator[str]:
    """The actions that a statement allows, as it writes them."""
    for document in documents:
        for statement in as_list(policy.parse(document).get("Statement")):
            if statement.get("Effect") == "Allow":
                yield from as_list(statement.get("Action"))
                yield from ["*"] if "NotAction" in statement else []


@evidence("iam-last-accessed-lists-allowed-services")
def _services(documents: list[Any]) -> list[str]:
    prefixes = {action.partition(":")[0].lower() for action in _allowed(documents)}
    return sorted(
        service
        for service in reference.services()
        if any(fnmatch.fnmatchcase(service, prefix) for prefix in prefixes)
    )


def _generate(self: IamResponse) -> ActionResult:
    """:raises Refusal: NoSuchEntity for a role or user that is not there."""
    arn = self._get_param("Arn")
    entity = _entity_of(self.backend, arn)
    if entity is None:
        raise Refusal("NoSuchEntity", f"ARN {arn} not found.", 404)
    job = str(mock_random.uuid4())
    services = _services(_documents_of(self.backend, entity))
    vars(self.backend).setdefault(_JOBS, {})[job] = (services, utcnow())
    return ActionResult({"JobId": job})


def _get(self: IamResponse) -> ActionResult:
    """:raises Refusal: NoSuchEntity for a job that is not there."""
    job = self._get_param("JobId")
    if job not in vars(self.backend).get(_JOBS, {}):
        raise Refusal("NoSuchEntity", f"The report for JobId {job} does not exist.", 404)
    services, generated = vars(self.backend)[_JOBS][job]
    return ActionResult(
        {
            "JobStatus": "COMPLETED",
            "JobCreationDate": generated,
            "JobCompletionDate": generated,
            "IsTruncated": False,
            "ServicesLastAccessed": [
                {"ServiceName": name, "ServiceNamespace": name, "TotalAuthenticatedEntities": 0}
                for name in services
            ],
        }
    )


def install() -> None:
    IamResponse.generate_service_last_accessed_details = _generate
    IamResponse.get_service_last_accessed_details = _get
