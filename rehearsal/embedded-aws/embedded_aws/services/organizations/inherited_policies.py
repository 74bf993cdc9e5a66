"""The policies that accounts inherit, and what makes them change.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html
"""

import json
from typing import Any

from moto.core.utils import unix_time
from moto.organizations.exceptions import OrganizationsClientError, PolicyTypeNotEnabledException
from moto.organizations.models import FakePolicy, FakeRoot, OrganizationsBackend

from embedded_aws.lookup import organizations
from embedded_aws.services.organizations.errors import InvalidInput

#: Those that moto lacks.
#: https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnablePolicyType.html
_NEWER = (
    "BEDROCK_POLICY",
    "CHATBOT_POLICY",
    "DECLARATIVE_POLICY_EC2",
    "GUARDDUTY_POLICY",
    "INSPECTOR_POLICY",
    "NETWORK_SECURITY_DIRECTOR_POLICY",
    "S3_POLICY",
    "SECURITYHUB_CSPM_POLICY",
    "SECURITYHUB_POLICY",
    "UPGRADE_ROLLOUT_POLICY",
)
#: They say what is allowed, and have no effective policy.
_OF_ACCESS = frozenset({"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"})


def describe_effective(account_id: str, kind: str) -> dict[str, Any]:
    """DescribeEffectivePolicy.

    :raises OrganizationsClientError: the account inherits none of the type.
    """
    if kind in _OF_ACCESS or kind not in FakePolicy.SUPPORTED_POLICY_TYPES:
        raise InvalidInput("INVALID_ENUM_POLICY_TYPE", "You specified an invalid value.")
    content = organizations.effective_policy(account_id, kind)
    if not content:
        raise OrganizationsClientError(
            "EffectivePolicyNotFoundException",
            "The account doesn't have an effective policy of the specified type.",
        )
    return {
        "PolicyContent": json.dumps(content),
        "LastUpdatedTimestamp": unix_time(),
        "TargetId": account_id,
        "PolicyType": kind,
    }


class InheritedPolicies(OrganizationsBackend):
    """moto's policies, of all types; whom it concerns hears of each change."""

    def attach_policy(self, **kwargs: Any) -> None:
        policy = self.get_policy_by_id(kwargs["PolicyId"])
        enabled = organizations.policy_type_enabled(self.account_id, policy.type)
        if policy.type in _NEWER and not enabled:
            raise PolicyTypeNotEnabledException
        super().attach_policy(**kwargs)
        organizations.policies_changed(self.account_id, policy.type)

    def detach_policy(self, **kwargs: str) -> None:
        super().detach_policy(**kwargs)
        kind = self.get_policy_by_id(kwargs["PolicyId"]).type
        organizations.policies_changed(self.account_id, kind)

    def update_policy(self, **kwargs: Any) -> dict[str, Any]:
        answer = super().update_policy(**kwargs)
        kind = self.get_policy_by_id(kwargs["PolicyId"]).type
        organizations.policies_changed(self.account_id, kind)
        return answer

    def enable_policy_type(self, **kwargs: str) -> dict[str, Any]:
        answer = super().enable_policy_type(**kwargs)
        organizations.policies_changed(self.account_id, kwargs["PolicyType"])
        return answer

    def disable_policy_type(self, **kwargs: str) -> dict[str, Any]:
        answer = super().disable_policy_type(**kwargs)
        organizations.policies_changed(self.account_id, kwargs["PolicyType"])
        return answer

    def move_account(self, **kwargs: Any) -> None:
        super().move_account(**kwargs)
        organizations.policies_changed(self.account_id)


def install() -> None:
    """Lets moto keep policies of every type."""
    if set(_NEWER) <= set(FakePolicy.SUPPORTED_POLICY_TYPES):
        return
    created = FakePolicy.__init__

    def __init__(self: FakePolicy, organization: Any, **kwargs: Any) -> None:
        kind = kwargs.get("Type", "")
        if kind not in _NEWER:
            created(self, organization, **kwargs)
            return
        created(self, organization, **{**kwargs, "Type": "TAG_POLICY"})
        self.type = kind
        self._arn_format = f"arn:{{0}}:organizations::{{1}}:policy/{{2}}/{kind.lower()}/{{3}}"

    setattr(FakePolicy, "__init__", __init__)  # noqa: B010 - mypy takes it for a constructor
    for known in (FakePolicy.SUPPORTED_POLICY_TYPES, FakeRoot.SUPPORTED_POLICY_TYPES):
        known.extend(_NEWER)
