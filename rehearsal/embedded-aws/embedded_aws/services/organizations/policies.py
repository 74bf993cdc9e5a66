"""Organizations: service control policies."""

from typing import Any

from embedded_aws.policy_checks.wrapping import before
from embedded_aws.policy_documents import Malformed, service_control
from embedded_aws.services.organizations.errors import ConstraintViolation
from embedded_aws.services.organizations.model import OrganizationBackend

#: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
POLICIES_PER_TARGET = 10
_KIND = "SERVICE_CONTROL_POLICY"


def _check(text: str) -> None:
    from moto.organizations.exceptions import OrganizationsClientError

    try:
        service_control.check(text)
    except Malformed as malformed:
        raise OrganizationsClientError(
            "MalformedPolicyDocumentException", service_control.words(malformed)
        ) from malformed


def _create(self: Any, **kwargs: Any) -> None:
    if kwargs.get("Type") == _KIND:
        _check(kwargs.get("Content") or "")


def _update(self: Any, **kwargs: Any) -> None:
    content = kwargs.get("Content")
    if content is not None and self.get_policy_by_id(kwargs["PolicyId"]).type == _KIND:
        _check(content)


def _attach(self: Any, **kwargs: Any) -> None:

    policy = self.get_policy_by_id(kwargs["PolicyId"])
    if policy.type != _KIND:
        return
    targets = [*self.ou, *self.accounts]
    for target in targets:
        if target.id == kwargs["TargetId"]:
            attached = [one for one in target.attached_policies if one.type == _KIND]
            if policy not in attached and len(attached) >= POLICIES_PER_TARGET:
                raise ConstraintViolation(
                    "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                    "You have attached the maximum number of policies to the specified target.",
                )


def install() -> None:

    before(OrganizationBackend, "create_policy", _create)
    before(OrganizationBackend, "update_policy", _update)
    before(OrganizationBackend, "attach_policy", _attach)
